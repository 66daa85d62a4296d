"""A real browser before the real site. Every page opened here must be silent: no console error, nothing refused by
the content security policy, no request to any other host."""

import json
import os
import time
from collections import Counter, defaultdict
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from playwright.sync_api import sync_playwright

from tests import chromium

# Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
LAST_WORDS = (
    1.0  # seconds at most: a desk that closes tells the server, which must not meet tables being emptied
)
DESK, LEAVING = "/change/", "/admin/blog/article/autosave/"
DESKTOP, PHONE, NARROWEST = (1440, 900), (390, 844), (320, 640)  # CSS pixels


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def heard():
    """How many requests each path has had, and how many of all were answered."""
    counts = Counter()

    def started(environ, **rest):
        counts.update([environ["PATH_INFO"], "started"])

    def finished(**rest):
        counts["finished"] += 1

    request_started.connect(started, weak=False)
    request_finished.connect(finished, weak=False)
    return counts


@pytest.fixture(scope="session")
def _windows():
    """Windows by their options, to be used again: what one has fetched of scripts and styles, the next test has."""
    serve = StaticFilesHandler.serve

    def kept(handler, request):
        response = serve(handler, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield defaultdict(list)


@pytest.fixture
def visit(browser, live_server, _windows, heard):
    """Opens a path in a window of its own that remembers nothing: `visit("/blog/", size=PHONE, scripts=False)`."""
    taken, noises = [], []

    def visit(path, *, size=DESKTOP, scheme="light", scripts=True, may_fail=False, cookies=(), **options):
        width, height = size
        options |= {
            "viewport": {"width": width, "height": height},
            "color_scheme": scheme,
            "java_script_enabled": scripts,
            "reduced_motion": "reduce",
        }
        free = _windows[json.dumps(options, sort_keys=True)]
        context = free.pop() if free else browser.new_context(**options)
        taken.append((context, free))
        context.add_cookies([{"url": live_server.url, **cookie} for cookie in cookies])
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
    desks = sum(DESK in page.url for context, _ in taken for page in context.pages)
    wanted = heard[LEAVING] + desks
    for context, free in taken:
        _forget(context, live_server.url)
        free.append(context)
    ends = time.monotonic() + LAST_WORDS
    while desks and time.monotonic() < ends:
        if heard[LEAVING] >= wanted and heard["started"] == heard["finished"]:
            break
        time.sleep(0.01)
    assert noises == []


def _forget(context, origin):
    """As new, but for the files that were fetched."""
    for page in context.pages:
        page.close()
    context.set_offline(False)
    context.clear_cookies()
    page = context.new_page()
    kinds = "local_storage,indexeddb,cache_storage,service_workers"
    clear = {"origin": origin, "storageTypes": kinds}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", clear)
    page.close()


def _is_elsewhere(url, live_server):
    return urlsplit(url).netloc not in {urlsplit(live_server.url).netloc, ""}
