"""The browser of conftest.py, signed in to the admin."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_user

AXE = Path(__file__).parents[1] / "files/axe/axe.min.js"
PASSWORD = "right pass word"


@pytest.fixture
def open_admin(visit):
    """Opens a page of the admin as somebody with a role; without one, the sign-in page."""

    def open_admin(role=None, *, path="/admin/", **options):
        return visit(path, cookies=[session_of(person(role))] if role else (), **options)

    return open_admin


def person(role):
    user = make_user(f"{role.replace(' ', '-')}@example.com", role=role, name=f"Ada {role.title()}")
    user.set_password(PASSWORD)
    user.save()
    return user


def session_of(user):
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def sign_in(page, role):
    page.get_by_label("E-mail address").fill(person(role).email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


COLOURS = ["color-contrast", "link-in-text-block"]  # the rules whose answer depends on the scheme


def violations(page):
    """What axe-core finds by all rules in light, and by those of colours in dark: rule and the first place, none on a
    good page. Its own probes need `bypass_csp`. The page is light afterwards."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
        page.add_style_tag(content="* { transition: none !important }")  # nothing is half way when axe looks
    found = _found(page, {})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += _found(page, {"runOnly": COLOURS})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def _found(page, options):
    options = {"resultTypes": ["violations"], "preload": False, **options}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
