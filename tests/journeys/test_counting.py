"""A person reads and opens the form; the numbers arrive, and nothing is kept on the device."""

from datetime import timedelta

import pytest

from blog.models import DailyReads
from blog.reads import reads
from leads.models import DailyOpenings
from leads.openings import openings
from tests.factories import NOW, make_article
from tests.readers import PERSON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_reads_and_opens_the_form_is_counted_once_each(visit):
    article = make_article("On backups")
    page = visit("/", user_agent=PERSON)  # a headless browser says that it is one
    page.clock.install(time=NOW)
    page.clock.pause_at(NOW + timedelta(seconds=1))  # else the page's own clock goes on while it is fetched
    page.goto(page.url.rstrip("/") + article.get_absolute_url())
    page.clock.run_for(4_900)
    reads.write()
    assert DailyReads.objects.count() == 0
    with page.expect_response("**/read/") as told:
        page.clock.run_for(10_000)
    assert (told.value.status, told.value.request.header_value("cookie")) == (204, None)
    for _ in range(2):  # opened, closed, opened again
        page.get_by_role("button", name="Talk to Our Experts").click()
        page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
    reads.write()
    openings.write()
    assert list(DailyReads.objects.values_list("article", "reads")) == [(article.pk, 1)]
    assert list(DailyOpenings.objects.values_list("article", "openings")) == [(article.pk, 1)]
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
