from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from blog.models import MovedPage
from tests.factories import LONG_AGO, make_article

FAR_AHEAD = datetime(2999, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_an_old_path_leads_on_with_one_permanent_hop(client):
    article = make_article(slug="here")
    MovedPage.leave("/2016/03/01/there/", article)
    for path in ["/2016/03/01/there/", "/2016/03/01/there", "/2016/03/01/there/?utm_source=x"]:
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/blog/here/")
        assert response["Cache-Control"] == "no-cache"  # the old address may come back


def test_the_last_article_wins():
    MovedPage.leave("/old", make_article(slug="first"))
    MovedPage.leave("/old/", make_article(slug="second"))
    assert [page.target() for page in MovedPage.objects.all()] == ["/blog/second/"]


def test_an_article_never_moves_to_itself():
    article = make_article(slug="here")
    MovedPage.leave("/blog/here/", article)
    assert MovedPage.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"old_path": "no-slash", "new_path": "/x"},
        {"old_path": "/a", "new_path": ""},
        {"old_path": "/a", "new_path": "//evil.example"},
        {"old_path": "/a", "new_path": "/\\evil.example"},
        {"old_path": "/a", "new_path": "https://evil.example"},
        {"old_path": "/a", "new_path": "/a"},
    ],
)
def test_the_database_refuses_what_leads_nowhere_or_elsewhere(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MovedPage.objects.create(**fields)


def test_a_missing_page_stays_missing(client):
    make_article()
    assert client.get("/2016/03/01/never/").status_code == 404
    assert client.post("/2016/03/01/never/").status_code == 404


@pytest.mark.parametrize("published_at", [None, FAR_AHEAD])
def test_the_old_address_of_what_nobody_may_read_tells_nothing(client, published_at):
    article = make_article(slug="one", published_at=published_at)
    article.slug = "secret-plan"
    article.save()
    response = client.get("/blog/one/")
    assert (response.status_code, b"secret-plan" in response.content) == (404, False)
    article.publish(at=LONG_AGO, by=None)
    assert client.get("/blog/one/")["Location"] == "/blog/secret-plan/"
