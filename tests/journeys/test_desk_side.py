"""What stands around the text, in a real browser."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import WorkingCopy
from tests.factories import make_article, make_author
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.editing import AREA
from tests.journeys.test_desk import bar, desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_admin):
    article = make_article("Live", tags=["one", "two"])
    page = open_admin("editor", path=desk(article))
    page.wait_for_selector(AREA)
    return page


def test_a_tag_that_is_taken_away_is_kept_without_another_key(page):
    page.get_by_role("button", name="Remove one").click()
    expect(bar(page)).to_contain_text("kept")
    assert WorkingCopy.objects.get().content["tags"] == ["two,"]


def test_a_search_that_finds_nothing_says_so_for_all_to_see(page):
    make_author("Mia Hartmann")
    entry, said = page.get_by_label("Add to Authors"), page.locator(".picks [role=status]").first
    entry.press_sequentially("mia")
    expect(said).to_have_text("1 found")
    entry.press_sequentially("xx")
    expect(said).to_have_text("Nothing found")
    assert said.bounding_box()["height"] > 10
    entry.press("Escape")
    expect(said).to_have_text("")
    entry.fill("mia")
    page.get_by_role("option", name="Mia Hartmann").click()
    entry.press_sequentially("mia")
    expect(said).to_have_text("Nothing found that is not chosen already")


def test_a_mistake_elsewhere_leaves_the_schedule_shut_and_the_note_as_it_was(page):
    page.locator("summary", has_text="Address and search engines").click()
    page.get_by_label("Address", exact=True).fill("feed")
    page.get_by_label("Note for the history").fill("Why it changed.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--error")).to_contain_text("This word is used by the blog itself.")
    expect(page.get_by_text("Choose the day and the time.")).to_have_count(0)
    expect(page.get_by_role("button", name="Publish these changes then")).to_be_hidden()
    expect(page.get_by_label("Note for the history")).to_have_value("Why it changed.")
    page.get_by_text("Schedule…").click()
    page.get_by_role("button", name="Publish these changes then").click()
    expect(page.get_by_text("Choose the day and the time.", exact=True)).to_be_visible()
    expect(page.locator(".notice--error")).to_contain_text("When: Choose the day and the time.")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_tools_stay_below_the_bar_however_high_it_grows(size, open_admin):
    article = make_article("Live", body="<p>Words.</p>" * 60)
    page = open_admin("editor", path=desk(article), size=size)
    page.wait_for_selector(AREA)
    for words in ["", "Mia Hartmann is editing since 12:34 and so are many colleagues. " * 5]:
        page.evaluate("words => document.querySelector('[data-others]').textContent = words", words)
        page.evaluate("scrollTo(0, 900)")
        page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
        box = page.locator(".desk-bar").bounding_box()
        tools = page.locator(".writing-bar").bounding_box()["y"]
        assert tools == pytest.approx(max(box["y"] + box["height"], 56), abs=1), words


@pytest.mark.parametrize(("size", "view"), [(DESKTOP, "Desktop"), (PHONE, "Phone")])
def test_the_preview_begins_with_a_view_that_can_be_read(size, view, open_admin):
    page = open_admin("editor", path=desk(make_article("Live")), size=size)
    page.wait_for_selector(AREA)
    page.get_by_role("button", name="Preview").click()
    pressed = page.get_by_role("group", name="Width").locator("[aria-pressed=true]")
    expect(pressed).to_have_text(view)
    if size == PHONE:
        assert page.locator("[data-preview-frame]").bounding_box()["width"] > 380  # nearly at its own size
    expect(page.frame_locator("[data-preview-frame]").locator("h1")).to_have_text("Live")
