"""The desk's promises in a real browser: no word is lost, nobody is overwritten, visitors see what was published."""

# ruff: noqa: F811 - fixtures are taken by name

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from playwright.sync_api import expect

from blog.models import Article, WorkingCopy
from tests.factories import make_article, make_author, make_category
from tests.journeys.admin_browser import PASSWORD, open_admin  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AREA = ".ProseMirror[contenteditable=true]"


def desk(article):
    return f"/admin/blog/article/{article.pk}/change/"


def write(page, words):
    """At the end of the body, as a person types."""
    page.locator(AREA).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def bar(page):
    return page.locator("[data-saved]")


def test_after_a_crash_the_unsaved_text_is_offered_and_restored(open_admin, live_server):
    article = make_article("Live", body="<p>Before.</p>")
    page = open_admin("editor", path=desk(article))
    write(page, " And more.")
    expect(bar(page)).to_contain_text("kept")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.goto(f"{live_server.url}{desk(article)}")
    expect(again.locator(AREA)).to_have_text("Before.")
    again.get_by_role("link", name="Restore the unsaved text").click()
    expect(again.locator(AREA)).to_have_text("Before. And more.")
    assert Article.objects.get().body == "<p>Before.</p>"
    again.get_by_role("button", name="Save draft").click()
    expect(again.locator(".messagelist")).to_have_text("Saved.")
    assert article.newest_content()["body"] == "<p>Before. And more.</p>"
    expect(again.get_by_role("link", name="Restore the unsaved text")).to_have_count(0)


def test_without_a_connection_the_text_stays_in_the_browser_and_is_offered(open_admin, live_server):
    article = make_article("Live", body="<p>Before.</p>")
    page = open_admin("editor", path=desk(article), may_fail=True)
    page.wait_for_selector(AREA)
    page.context.set_offline(True)
    write(page, " On the train.")
    expect(bar(page)).to_contain_text("No connection: your words are kept in this browser")
    # A page that closes is let go by whatever keeps it offline, and would send its last words after all.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.context.set_offline(False)
    again.goto(f"{live_server.url}{desk(article)}")
    assert not WorkingCopy.objects.with_words().exists()
    again.get_by_role("button", name="Restore it").click()
    expect(again.locator(AREA)).to_have_text("Before. On the train.")


@contextmanager
def full_disk():
    """PostgreSQL's own error, for the first byte that is to be written of what editors type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';"
            " END $$"
        )
        for table in ("blog_workingcopy", "blog_revision"):
            cursor.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION no_space()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_space CASCADE")


def test_with_a_full_disk_the_text_stays_in_the_browser_until_there_is_room(open_admin, live_server):
    article = make_article("Live", body="<p>Before.</p>")
    page = open_admin("editor", path=desk(article), may_fail=True)
    page.wait_for_selector(AREA)
    with full_disk():
        write(page, " No room.")
        expect(bar(page)).to_contain_text("The server cannot keep your words at this moment")
        page.get_by_role("button", name="Save draft").click()
        expect(page.locator(AREA)).to_have_count(0)  # an error page, from which one comes back
    page.goto(f"{live_server.url}{desk(article)}")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(AREA)).to_have_text("Before. No room.")
    assert WorkingCopy.objects.with_words().get().content["body"] == ["<p>Before. No room.</p>"]


def test_words_reach_the_server_by_themselves_when_the_connection_is_back(open_admin):
    article = make_article("Live", body="<p>Before.</p>")
    page = open_admin("editor", path=desk(article), may_fail=True)
    page.wait_for_selector(AREA)
    page.context.set_offline(True)
    write(page, " On the train.")
    expect(bar(page)).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(bar(page)).to_have_text(re.compile("^kept"), timeout=15_000)
    assert WorkingCopy.objects.with_words().get().content["body"] == ["<p>Before. On the train.</p>"]


def test_who_was_signed_out_while_writing_finds_the_text_after_signing_in(open_admin, live_server):
    article = make_article("Live", body="<p>Before.</p>")
    page = open_admin("editor", path=desk(article), may_fail=True)
    page.wait_for_selector(AREA)
    page.context.clear_cookies()
    write(page, " Too long a lunch.")
    expect(bar(page)).to_contain_text("You are signed out")
    page.get_by_role("button", name="Save draft").click()
    page.goto(f"{live_server.url}/admin/login/?next={desk(article)}")
    page.get_by_label("E-mail address").fill("editor@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(AREA)).to_have_text("Before. Too long a lunch.")


def test_two_editors_see_each_other_and_nobody_is_overwritten(open_admin, live_server):
    article = make_article("Live", body="<p>Before.</p>")
    mia, jo = open_admin("editor", path=desk(article)), open_admin("owner", path=desk(article))
    jo.wait_for_selector(AREA)
    expect(jo.locator("[data-others]")).to_contain_text("Ada Editor is editing since")
    write(mia, " From Mia.")
    mia.get_by_role("button", name="Save draft").click()
    expect(mia.locator(".messagelist")).to_have_text("Saved.")
    jo.get_by_label("Summary").fill("Jo’s summary.")
    jo.get_by_role("button", name="Save draft").click()
    expect(jo.locator(".notice--conflict")).to_contain_text("Ada Editor saved this article at")
    assert article.newest_content()["body"] == "<p>Before. From Mia.</p>"
    assert jo.get_by_label("Take the other body").is_checked()  # Jo had not touched it
    jo.get_by_role("button", name="Save with what I chose").click()
    expect(jo.locator(".messagelist")).to_have_text("Saved.")
    newest = article.newest_content()
    assert (newest["body"], newest["summary"]) == ("<p>Before. From Mia.</p>", "Jo’s summary.")


def test_a_draft_over_a_live_article_is_previewed_compared_and_published(open_admin, visit, live_server):
    make_article("Other")
    article = make_article(
        "Live", slug="it", body="<p>Before.</p>",
        summary="Two sentences that say who should read on. They are long enough for search engines.",
    )  # fmt: skip
    page = open_admin("editor", path=desk(article))
    write(page, " A new sentence.")
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("[data-preview-frame]")
    expect(frame.locator(".prose")).to_have_text("Before. A new sentence.")
    page.get_by_role("button", name="Dark").click()
    page.get_by_role("button", name="Phone").click()
    page.get_by_role("button", name="Cards").click()
    expect(frame.get_by_role("heading", name="In search results")).to_be_visible()
    page.get_by_role("button", name="Close the preview").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".desk-bar")).to_contain_text("1 unpublished change")
    visitor = visit("/blog/it/")
    expect(visitor.locator(".prose")).to_have_text("Before.")
    page.get_by_role("link", name="1 unpublished change").click()
    expect(page.locator(".comparison ins")).to_contain_text("A new sentence.")
    page.goto(f"{live_server.url}{desk(article)}")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.locator(".messagelist")).to_have_text("“Live” is live.")
    visitor.reload()
    expect(visitor.locator(".prose")).to_have_text("Before. A new sentence.")


def test_the_checklist_follows_what_is_written_and_leads_to_the_field(open_admin):
    make_category("Hosting")
    page = open_admin("editor", path="/admin/blog/article/add/")
    checklist = page.locator("[data-checklist]")
    expect(checklist).to_contain_text("Give it a title.")
    page.get_by_label("Title", exact=True).fill("It has one")
    expect(checklist).not_to_contain_text("Give it a title.")
    checklist.get_by_role("link", name="Choose a category.").click()
    assert page.evaluate("document.activeElement.id") == "id_category"


def test_an_article_is_written_put_in_order_and_handed_in_by_keyboard_alone(open_admin):
    for name in ("Mia Hartmann", "Jo Long"):
        make_author(name)
    page = open_admin("editor", path="/admin/blog/article/add/")
    page.wait_for_selector(AREA)
    page.get_by_label("Title", exact=True).focus()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    page.keyboard.type("A summary.")
    page.locator(AREA).focus()
    page.keyboard.type("## A heading\nWords.")
    page.get_by_label("Add to Authors").focus()
    for name in ("jo", "mia"):
        page.keyboard.type(name)
        page.get_by_role("listbox", name="Found for Authors").get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Move Mia Hartmann up").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_have_text("Saved.")
    article = Article.objects.get()
    assert (article.title, article.summary, article.body) == (
        "By keyboard", "A summary.", "<h2>A heading</h2><p>Words.</p>",
    )  # fmt: skip
    assert [author.name for author in article.authors.order_by("authorships__position")] == [
        "Mia Hartmann",
        "Jo Long",
    ]


def test_a_preview_link_is_shared_and_revoked(open_admin, visit, live_server):
    article = make_article("Secret plan", published_at=None)
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/links/")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Preview link").input_value().split("/preview/")[1]
    guest = visit(f"/preview/{address}", may_fail=True)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Secret plan")
    page.get_by_role("button", name="Revoke").click()
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).not_to_have_text("Secret plan")


def test_what_is_planned_is_dragged_to_another_day(open_admin):
    from datetime import UTC, datetime

    make_article("Scheduled", published_at=datetime(2099, 5, 20, 8, 0, tzinfo=UTC))
    page = open_admin("editor", path="/admin/blog/article/calendar/?month=2099-05")
    page.locator(".entry--live").drag_to(page.locator("[data-day='2099-05-22']"))
    expect(page.locator(".messagelist")).to_contain_text("22 May 2099, 09:00")
    assert Article.objects.get().published_at == datetime(2099, 5, 22, 8, 0, tzinfo=UTC)


def test_samples_show_what_search_engines_and_messengers_would(open_admin):
    article = make_article("A title", slug="a-title", summary="Who should read on.")
    page = open_admin("editor", path=desk(article))
    for section in ["Address and search engines", "When it is shared"]:
        page.locator("summary", has_text=section).click()
    result, social = page.locator("[data-result]"), page.locator("[data-social]")
    expect(result.locator("[data-title]")).to_have_text("A title")
    expect(result.locator("[data-address]")).to_contain_text("› blog › a-title")
    page.get_by_label("Search title").fill("Found " * 30)
    expect(result.locator("[data-title]")).to_have_text(re.compile(r"^(Found ){8,14}…$"))
    page.get_by_label("Social title").fill("<b>Told</b>")
    expect(social.locator("[data-title]")).to_have_text("<b>Told</b>")
    expect(social.locator("[data-text]")).to_have_text("Who should read on.")
    page.get_by_label("Search engines may list it").uncheck()
    expect(result.locator("[data-hidden]")).to_have_text("Search engines are asked not to list it.")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
