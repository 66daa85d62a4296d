"""A real browser before the real site. Every page opened here must be silent: no console error, nothing refused by
the content security policy, no request to any other host."""

import os
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.signed_in import plain_static_files

__all__ = ["plain_static_files"]

# Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
LAST_WORDS = (
    0.5  # seconds: a desk that closes still tells the server, which must not meet tables being emptied
)
DESKTOP, PHONE, NARROWEST = (1440, 900), (390, 844), (320, 640)  # CSS pixels


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, live_server):
    """Opens a path in a new window: `visit("/blog/", size=PHONE, scheme="dark", scripts=False)`."""
    contexts, noises = [], []

    def visit(path, *, size=DESKTOP, scheme="light", scripts=True, may_fail=False, **options):
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        if not may_fail:
            page.on("console", lambda message: message.type == "error" and noises.append(message.text))
        page.on("pageerror", lambda error: noises.append(str(error)))
        page.on(
            "request", lambda request: _is_elsewhere(request.url, live_server) and noises.append(request.url)
        )
        page.goto(f"{live_server.url}{path}")
        return page

    yield visit
    is_writing = any("/blog/article/" in page.url for context in contexts for page in context.pages)
    for context in contexts:
        context.close()
    if is_writing:
        time.sleep(LAST_WORDS)
    assert noises == []


def _is_elsewhere(url, live_server):
    return urlsplit(url).netloc not in {urlsplit(live_server.url).netloc, ""}
