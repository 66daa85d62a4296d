"""The browser of conftest.py, signed in to the admin."""

from pathlib import Path

import pytest

from tests.factories import make_user

AXE = Path(__file__).parents[1] / "files/axe/axe.min.js"
PASSWORD = "right pass word"


@pytest.fixture
def open_admin(visit, live_server):
    """Opens a page of the admin as somebody with a role; without one, the sign-in page."""

    def open_admin(role=None, *, path="/admin/", **options):
        page = visit("/admin/login/", **options)
        if role:
            sign_in(page, role)
            page.goto(f"{live_server.url}{path}")
        return page

    return open_admin


def sign_in(page, role):
    user = make_user(f"{role.replace(' ', '-')}@example.com", role=role, name=f"Ada {role.title()}")
    user.set_password(PASSWORD)
    user.save()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def violations(page):
    """What axe-core finds: rule and the first place, none on a good page. Its own probes need `bypass_csp`."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
