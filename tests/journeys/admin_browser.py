"""Fixtures: a real browser that is signed in to the admin. Every test ends with no complaint on the console."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.factories import make_user

AXE = Path(__file__).parent.parent / "files" / "axe" / "axe.min.js"
PASSWORD = "right pass word"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="module")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_admin(chromium, live_server, settings):
    """Opens a page of the admin as somebody with a role; the browser's complaints fail the test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    complaints, contexts = [], []

    def open_admin(role=None, *, path="/admin/", width=1440, height=900, colours="light", **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=colours,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda message: message.type in {"error", "warning"} and complaints.append(message.text),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/admin/login/")
        if role:
            sign_in(page, role)
            page.goto(path)
        return page

    yield open_admin
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page, role):
    user = make_user(f"{role.replace(' ', '-')}@example.com", role=role, name=f"Ada {role.title()}")
    user.set_password(PASSWORD)
    user.save()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return user


def violations(page):
    """What axe-core finds: rule and the first place, none on a good page. Its own probes need `bypass_csp`."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
