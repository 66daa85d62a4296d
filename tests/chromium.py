"""The browser that the tests drive."""

import os
import shutil

import pytest
from playwright.sync_api import expect

# The one without a window first: it does the same in two thirds of the time.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"]

expect.set_options(timeout=30_000)  # milliseconds, as for all else: a busy machine is slow, not wrong


def find():
    """Its path."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("The journeys need Chromium: install it, or name its path in CHROMIUM.")
    return path
