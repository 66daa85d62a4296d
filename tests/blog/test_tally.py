from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from blog import tally as module
from blog.models import MissingPage, MovedPage, MovedPageHits
from blog.tally import Tally, referrer_host, tally, worth_keeping
from tests.factories import NOW, make_article

READING = ("SELECT", "None")  # of a prepared question Django does not know the text
pytestmark = pytest.mark.django_db


def test_each_way_through_an_old_address_is_counted(client):
    MovedPage.leave("/old/", make_article())
    for _ in range(3):
        client.get("/old/")
    tally.write()
    client.get("/old/")
    tally.write()
    (hits,) = MovedPageHits.objects.all()
    assert (hits.moved_page.old_path, hits.count) == ("/old", 4)


def test_what_nobody_answered_is_kept_with_the_site_that_links_there(client):
    client.get("/missing/", headers={"Referer": "https://Partner.example/secret?who=me"})
    client.get("/missing/?email=me@example.com")
    tally.write()
    (page,) = MissingPage.objects.all()
    assert (page.path, page.count, page.referrer_host) == ("/missing", 2, "partner.example")
    assert page.first_seen_at < page.last_seen_at


def test_it_costs_one_write_in_ten_seconds_whatever_is_asked_for(client):
    client.get("/warm/")
    with CaptureQueriesContext(connection) as asked:
        for number in range(5):
            client.get(f"/missing-{number}/")
    assert [query["sql"] for query in asked if not str(query["sql"]).startswith(READING)] == []
    tally.forget(quiet_for=0)
    with CaptureQueriesContext(connection) as asked:
        client.get("/one/")
    assert len([query for query in asked if "INSERT" in str(query["sql"])]) == 1
    assert not tally.is_due()


@pytest.mark.parametrize(
    "path",
    [
        *("/wp-login.php", "/wp-admin/", "/.env", "/.git/config", "/backup.zip", "/a//b", "/cgi-bin/x"),
        *("/admin/x/", "/preview/secret-token/", "/media/x.webp", "/vendor/phpunit/x"),
        *(
            "/unsubscribe/me@example.com/",
            f"/reset/{'a1' * 20}/",
            f"/{'x' * 401}/",
            "/call/447700900123/",
            "/a%00b/",
        ),
        *("/blog/?page=99",),
    ],
)
def test_scanners_tokens_and_what_is_not_public_are_not_kept(path):
    assert worth_keeping(RequestFactory().get(path)) == ""


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/2016/03/01/a-post/", "/2016/03/01/a-post"),
        ("/index.php/2016/a-post", "/index.php/2016/a-post"),
        ("/about.html", "/about.html"),
        ("/blog/%E6%89%98/", "/blog/托"),
        (f"/blog/{'a-long-address-' * 10}", f"/blog/{'a-long-address-' * 10}"),
    ],
)
def test_what_a_page_may_have_been_is_kept(path, kept):
    assert worth_keeping(RequestFactory().get(path)) == kept


@pytest.mark.parametrize(
    "referrer", ["", "nonsense", "https://[broken", "android-app://<x>/", "https://a b/"]
)
def test_a_strange_referrer_is_none(referrer):
    assert referrer_host(RequestFactory().get("/", headers={"Referer": referrer})) == ""


def test_memory_and_table_are_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 5)
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    own = Tally()
    for number in range(9):
        own.miss(RequestFactory().get(f"/missing-{number}/"), at=NOW)
        own.miss(RequestFactory().get("/missing-4/"), at=NOW + timedelta(seconds=number))
    own.write()
    kept = list(MissingPage.objects.values_list("path", "count"))
    assert (len(kept), kept[0]) == (3, ("/missing-4", 10))


def test_a_slow_database_costs_numbers_never_an_answer(client, caplog):
    MovedPage.leave("/old/", make_article(slug="here"))
    tally.forget(quiet_for=0)
    with connection.execute_wrapper(_refuse_inserts):
        response = client.get("/old/")
    assert response["Location"] == "/blog/here/"
    assert "counts of old addresses are lost: OperationalError" in caplog.text
    assert MovedPageHits.objects.count() == 0


def _refuse_inserts(execute, sql, params, many, context):
    from django.db import OperationalError

    if "INSERT" in sql:
        raise OperationalError("canceling statement due to statement timeout")
    return execute(sql, params, many, context)


def test_a_moved_page_deleted_meanwhile_is_no_error():
    page = MovedPage.objects.create(old_path="/old", new_path="/new")
    tally.hit(page.pk, at=NOW)
    page.delete()
    tally.write()
    assert MovedPageHits.objects.count() == 0
