"""A sales lead connects a CRM, from the empty list to the first answer, and chooses how to be told."""

# ruff: noqa: F811 - fixtures are taken by name

import json

import pytest

from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.receiver import receiving

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_old_jobs")]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_crm_is_connected_and_answers(open_admin, settings):
    settings.OUTBOUND_HTTP = settings.OUTBOUND_LOOPBACK = True
    page = open_admin("sales lead", path="/admin/leads/webhook/")
    page.locator(".empty").get_by_role("link", name="Add a webhook").click()
    with receiving() as receiver:
        receiver.status, receiver.body = 200, b"Thank you."
        page.get_by_label("Name").fill("CRM")
        page.get_by_label("Address").fill(receiver.address())
        page.get_by_label("A lead was won").check()
        page.get_by_role("button", name="Save", exact=True).click()
        assert violations(page) == []

        page.get_by_role("button", name="Show the secret").click()
        assert page.get_by_label("Secret").input_value().startswith("whsec_")
        assert violations(page) == []
        page.get_by_role("link", name="Done").click()
        assert page.get_by_role("button", name="Show the secret").count() == 0

        page.get_by_role("button", name="Save and send a test").click()
        page.get_by_text("The test arrived at “CRM”.").wait_for()
    assert "Thank you." in page.locator(".attempts").inner_text()
    assert [json.loads(body)["type"] for _, _, body in receiver.asked] == ["webhook.test"]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert (fits(page), violations(page)) == (True, [])

    page.goto(page.url.split("/admin/")[0] + "/admin/me/")
    hour = page.get_by_label("The daily mail comes at")
    assert hour.is_hidden()
    page.get_by_label("A mail comes").select_option("digest")
    hour.select_option("17")
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_label("The daily mail comes at").input_value() == "17"
    assert (fits(page), violations(page)) == (True, [])
