"""Links to our own articles and to others: chosen, pasted, changed."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import Article
from tests.factories import make_article
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.editing import AREA, paste, save, stored, write  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def target():
    return make_article("Why hosts differ", slug="hosts")


def open_dialog(page):
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    return page.get_by_role("dialog")


def test_an_article_is_found_by_its_title_and_chosen_with_the_keyboard(target, write):
    page = write("<p>See this</p>")
    dialog = open_dialog(page)
    dialog.get_by_label("Leads to").fill("hosts")
    expect(dialog.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert stored(page) == f'<p><a data-article="{target.pk}" href="/blog/hosts/">See this</a></p>'


def test_without_a_selection_the_title_becomes_the_words_and_writing_goes_on_outside(target, write):
    page = write("<p>See</p>")
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.keyboard.press("Control+k")
    page.get_by_label("Leads to").fill("hosts")
    page.get_by_role("dialog").get_by_role("option").click()
    page.get_by_role("dialog").get_by_role("button", name="Insert").click()
    page.keyboard.type(" and on")
    assert (
        stored(page)
        == f'<p>See <a data-article="{target.pk}" href="/blog/hosts/">Why hosts differ</a> and on</p>'
    )


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("www.example.com", "https://www.example.com"),
        ("mia@example.com", "mailto:mia@example.com"),
        ("#s-why", "#s-why"),
    ],
)
def test_other_addresses_are_written_as_one_says_them(typed, href, write):
    page = write("<p>See</p>")
    dialog = open_dialog(page)
    dialog.get_by_label("Leads to").fill(typed)
    dialog.get_by_role("button", name="Insert").click()
    assert stored(page) == f'<p><a href="{href}">See</a></p>'


@pytest.mark.parametrize("typed", ["", "javascript:alert(1)", "no address"])
def test_what_is_no_address_is_refused_in_words(typed, write):
    page = write("<p>See</p>")
    dialog = open_dialog(page)
    dialog.get_by_label("Leads to").fill(typed)
    dialog.get_by_role("button", name="Insert").click()
    assert dialog.get_by_role("alert").inner_text().startswith("Choose one of our articles, or write")
    page.keyboard.press("Escape")
    assert stored(page) == "<p>See</p>"


def test_a_link_is_changed_and_removed(target, write):
    page = write(f'<p><a data-article="{target.pk}" href="/blog/hosts/" title="t">See</a></p>')
    dialog = open_dialog(page)
    dialog.get_by_label("Leads to").fill("https://example.com/")
    dialog.get_by_role("button", name="Save").click()
    save(page)
    assert Article.objects.latest("pk").body == '<p><a href="https://example.com/" title="t">See</a></p>'
    page.locator(AREA).focus()
    open_dialog(page).get_by_role("button", name="Remove link").click()
    assert stored(page) == "<p>See</p>"


def test_a_pasted_address_of_ours_is_recognised_in_the_text(target, write, live_server):
    page = write("<p>See</p>")
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    with page.expect_response("**/admin/blog/links/**"):
        paste(page, f'<a href="{live_server.url}/blog/hosts/#s-a">this</a>')
    page.locator(f"{AREA} a[data-article]").wait_for()
    assert stored(page) == f'<p>See <a data-article="{target.pk}" href="/blog/hosts/#s-a">this</a></p>'


def test_axe_finds_nothing_in_the_dialog_and_it_fits_a_phone(target, write):
    page = write("<p>See</p>", size=PHONE)
    open_dialog(page).get_by_label("Leads to").fill("hosts")
    page.get_by_role("dialog").get_by_role("option").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
