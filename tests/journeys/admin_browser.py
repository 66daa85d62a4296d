"""The browser of conftest.py, signed in to the admin."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_user

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
