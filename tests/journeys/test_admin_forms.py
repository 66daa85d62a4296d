"""Forms of the admin: where the focus stands after a refused save."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from tests.factories import NOW, make_article
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.editing import AREA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFUSED = [  # the page, what is typed, the field that is refused
    ("reviews/reviewlink/add/", {"platform": "Clutch", "label": "Us", "address": "nonsense"}, "id_address"),
    ("blog/movedpage/add/", {"old_path": "/a", "new_path": "/a"}, "id_new_path"),
    ("blog/category/add/", {"name": "Hosting", "slug": "two words"}, "id_slug"),
    ("staff/user/add/", {"name": "Mia", "email": "nobody"}, "id_email"),
    ("brand/page/add/", {"slug": "two words"}, "id_title"),
    ("brand/page/add/", {"title": "Imprint", "slug": "two words"}, "id_slug"),
]


def test_the_first_field_with_an_error_has_the_focus(open_admin, live_server):
    page = open_admin("owner")
    found = []
    for address, typed, _ in REFUSED:
        page.goto(f"{live_server.url}/admin/{address}")
        for name, words in typed.items():
            page.locator(f"[name={name}]").fill(words)
        page.locator("[name=_save]").click()
        expect(page.locator(".errornote")).to_be_visible()
        page.wait_for_load_state("load")
        found.append((address, typed, page.evaluate("document.activeElement.id")))
    assert found == REFUSED


def test_at_the_desk_it_has_the_focus_also_where_it_was_folded(open_admin):
    article = make_article()
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.wait_for_selector(AREA)
    page.get_by_text("Address and search engines").click()
    page.get_by_label("Canonical address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--error")).to_be_visible()
    expect(page.get_by_label("Canonical address")).to_be_focused()


def test_a_note_that_is_needed_has_the_focus_and_no_other_field_of_the_desk(open_admin):
    article = make_article(published_at=None)
    article.submit(article.save_draft(article.newest_content(), at=NOW, by=None), at=NOW, by=None)
    page = open_admin("editor", path=f"/admin/blog/article/{article.pk}/change/")
    page.wait_for_selector(AREA)
    page.get_by_role("button", name="Return").click()
    expect(page.locator(".notice--error")).to_be_visible()
    expect(page.get_by_label("Note for the history")).to_be_focused()
