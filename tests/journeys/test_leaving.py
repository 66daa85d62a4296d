"""Forms of the admin ask before words are lost."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from brand.models import Page
from tests.brand.factories import make_page
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.editing import AREA, SETTLED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked():
    """Whether leaving asks, and leaving itself: `asked(page)`; one stays where it asks."""

    def asked(page):
        dialogs = []

        def stay(dialog):
            dialogs.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        page.get_by_role("link", name="Review links").click()
        page.wait_for_timeout(300)
        page.remove_listener("dialog", stay)
        return dialogs == ["beforeunload"]

    return asked


def open_page(open_admin):
    row = make_page(body="<p>What we keep.</p><ul><li>Names</li></ul>")
    page = open_admin("owner", path=f"/admin/brand/page/{row.pk}/change/")
    page.wait_for_selector(AREA)
    page.locator(AREA).click()
    page.evaluate(SETTLED)
    return page


def test_a_page_with_unsaved_words_asks_before_it_is_left(open_admin, asked):
    page = open_page(open_admin)
    page.keyboard.type("New words. ")
    assert asked(page)
    expect(page.locator(AREA)).to_contain_text("New words.")
    page.locator("[name=_continue]").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert "New words." in Page.objects.get().body
    page.wait_for_selector(AREA)
    page.locator(AREA).click()
    assert not asked(page)
    assert page.url.endswith("/admin/reviews/reviewlink/")


def test_a_page_in_which_nothing_was_changed_is_left_without_a_question(open_admin, asked):
    page = open_page(open_admin)
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    assert not asked(page)
    assert page.url.endswith("/admin/reviews/reviewlink/")


def test_what_was_refused_is_not_saved_either(open_admin, asked):
    page = open_page(open_admin)
    page.locator("#id_slug").fill("two words")
    page.locator("[name=_save]").click()
    expect(page.locator(".errornote")).to_be_visible()
    page.locator("#id_title").click()
    assert asked(page)
