"""What this browser keeps of unsaved words, and when it offers them again."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import WorkingCopy
from tests.factories import make_article, make_category
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture
from tests.journeys.test_desk import AREA, bar, desk, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/blog/article/add/"
# The editor spells it differently from the server: `<li><p>one</p></li>`, a `<tbody>` for all rows.
LISTED = (
    "<p>Before.</p><ul><li>one</li></ul><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    "<p>End.</p>"
)
OFFLINE = "() => { window.fetch = () => Promise.reject(new TypeError('offline')) }"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('byline-unsaved-')).length"


def settled(page):
    """The editor is there, so what this browser holds has been looked at."""
    page.wait_for_selector(AREA)
    page.evaluate("new Promise((go) => setTimeout(go, 100))")


def offers(page):
    return page.get_by_text("did not reach the server")


def save(page):
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_have_text("Saved.")
    settled(page)


def lose_the_tab(page, live_server, path):
    """As a crash does, while nothing reaches the server; the same browser opens the page again."""
    page.evaluate(OFFLINE)
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(f"{live_server.url}{path}")
    settled(again)
    return again


def test_a_text_that_was_saved_before_it_was_kept_is_not_offered(open_admin):
    article = make_article("Live", body=LISTED)
    page = open_admin("editor", path=desk(article))
    settled(page)
    write(page, " More.")
    save(page)
    expect(offers(page)).to_have_count(0)
    assert page.evaluate(KEPT) == 0
    assert article.newest_content()["body"] == LISTED.replace("End.", "End. More.")


def test_a_new_article_that_was_saved_at_once_is_not_offered_with_the_next(open_admin, live_server):
    page = open_admin("editor", path=ADD)
    settled(page)
    page.get_by_label("Title", exact=True).fill("Quickly saved")
    save(page)
    assert page.evaluate(KEPT) == 0
    page.goto(f"{live_server.url}{ADD}")
    settled(page)
    expect(offers(page)).to_have_count(0)


def test_what_was_typed_while_it_was_being_saved_is_offered(open_admin):
    article = make_article("Live", body=LISTED)
    page = open_admin("editor", path=desk(article))
    settled(page)
    write(page, " Saved.")
    page.evaluate("""() => addEventListener('submit', () => setTimeout(() => {
      document.querySelector('#id_summary').value = 'Typed too late.'
    }))""")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_have_text("Saved.")
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Summary")).to_have_value("Typed too late.")


def test_a_text_that_came_back_with_mistakes_is_kept_though_nobody_types_on(open_admin):
    article = make_article("Live", body=LISTED)
    page = open_admin("editor", path=desk(article))
    settled(page)
    page.locator("summary", has_text="Address and search engines").click()
    page.get_by_label("Address", exact=True).fill("feed")
    write(page, " More.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--error")).to_contain_text("This word is used by the blog itself.")
    expect(offers(page)).to_have_count(0)
    expect(bar(page)).to_contain_text("kept")
    assert WorkingCopy.objects.with_words().get().content["slug"] == ["feed"]


def test_whatever_was_changed_without_a_connection_is_offered(open_admin, live_server):
    hosting = make_category("Hosting")
    article = make_article("Live", body=LISTED, tags=["one", "two"])
    page = open_admin("editor", path=desk(article), may_fail=True)
    settled(page)
    page.evaluate(OFFLINE)
    page.get_by_label("Category").select_option("Hosting")
    page.locator("summary", has_text="Address and search engines").click()
    page.get_by_label("Search description").fill("Found on the train.")
    page.get_by_label("Note for the history").fill("Why it changed.")
    expect(bar(page)).to_contain_text("No connection")
    again = lose_the_tab(page, live_server, desk(article))
    again.get_by_role("button", name="Restore it").click()
    expect(again.get_by_label("Category")).to_have_value(str(hosting.pk))
    again.locator("summary", has_text="Address and search engines").click()
    expect(again.get_by_label("Search description")).to_have_value("Found on the train.")
    expect(again.get_by_label("Note for the history")).to_have_value("Why it changed.")


def test_an_offer_outlives_what_is_typed_beside_it(open_admin, live_server):
    article = make_article("Live", body=LISTED)
    page = open_admin("editor", path=desk(article), may_fail=True)
    settled(page)
    page.evaluate(OFFLINE)
    write(page, " On the train.")
    expect(bar(page)).to_contain_text("No connection")
    again = lose_the_tab(page, live_server, desk(article))
    again.get_by_label("Summary").fill("At home.")
    save(again)
    expect(offers(again)).to_have_count(1)
    again.get_by_role("button", name="Discard it").click()
    again.reload()
    settled(again)
    expect(offers(again)).to_have_count(0)


def test_a_restored_text_goes_on_in_the_tab_that_restored_it(open_admin, live_server):
    article = make_article("Live", body=LISTED)
    page = open_admin("editor", path=desk(article))
    write(page, " And more.")
    expect(bar(page)).to_contain_text("kept")
    again = lose_the_tab(page, live_server, desk(article))
    again.get_by_role("link", name="Restore the unsaved text").click()
    settled(again)
    write(again, " Gone on.")
    expect(bar(again)).to_contain_text("kept")
    assert "End. And more. Gone on." in WorkingCopy.objects.get().content["body"][0]
    save(again)
    assert article.newest_content()["body"].endswith("<p>End. And more. Gone on.</p>")
