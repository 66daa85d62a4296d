"""What stands beside the text, in a real browser."""

# ruff: noqa: F811 - fixtures are taken by name

import pytest
from playwright.sync_api import expect

from blog.models import WorkingCopy
from tests.factories import make_article
from tests.journeys.admin_browser import open_admin  # noqa: F401 - a fixture
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
