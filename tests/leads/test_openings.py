import pytest
from django.utils import timezone

from leads.models import DailyOpenings
from leads.openings import openings
from tests.factories import make_article
from tests.readers import BEACON, PERSON, WENT

pytestmark = pytest.mark.django_db


def counted():
    return dict(DailyOpenings.objects.values_list("article__slug", "openings"))


def tell(client, path, **headers):
    return client.post(
        "/talk-to-our-experts/opened/", path, content_type="text/plain", headers=BEACON | headers
    )


def test_a_form_opened_within_a_page_is_counted_for_its_article(client, django_assert_num_queries):
    make_article(slug="here")
    with django_assert_num_queries(0):
        answers = [tell(client, path) for path in ["/blog/here/", "/blog/here/", "/", "/blog/unknown/", "\0"]]
    assert {(answer.status_code, len(answer.cookies)) for answer in answers} == {(204, 0)}
    openings.write()
    tell(client, "/blog/here/")
    openings.write()
    assert counted() == {"here": 3, None: 3}
    assert set(DailyOpenings.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_a_draft_is_never_told_of(client):
    make_article(slug="draft", published_at=None)
    tell(client, "/blog/draft/")
    openings.write()
    assert counted() == {None: 1}


def test_another_site_counts_nothing(client):
    tell(client, "/blog/here/", Origin="https://other.example")
    openings.write()
    assert counted() == {}


def test_the_forms_own_page_is_counted_when_somebody_goes_there(client):
    make_article(slug="here")
    asked = "/talk-to-our-experts/?article=here"
    client.get(asked, headers=WENT)
    client.get(asked, headers={"User-Agent": PERSON})  # a robot that says it is a browser
    client.head(asked, headers=WENT)
    client.get("/talk-to-our-experts/", headers=WENT)
    openings.write()
    assert counted() == {"here": 1, None: 1}


def test_a_deleted_article_takes_its_numbers_along(client):
    article = make_article(slug="here")
    tell(client, "/blog/here/")
    openings.write()
    article.delete()
    assert counted() == {}
