from datetime import date, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from blog import day_counts
from blog.day_counts import Counted, DayCounts
from blog.models import Article, DailyReads
from blog.reads import reads
from tests.factories import make_article
from tests.readers import BEACON, PERSON

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)


def counted():
    return dict(DailyReads.objects.values_list("article__slug", "reads"))


def test_a_read_is_counted_for_its_article_and_day(client, django_assert_num_queries):
    article = make_article(slug="here")
    with django_assert_num_queries(0):
        answers = [client.post("/blog/here/read/", headers=BEACON) for _ in range(3)]
    assert {(answer.status_code, answer.content, len(answer.cookies)) for answer in answers} == {
        (204, b"", 0)
    }
    reads.write()
    client.post("/blog/here/read/", headers=BEACON)
    reads.write()
    assert list(DailyReads.objects.values_list("article", "day", "reads")) == [
        (article.pk, timezone.localdate(), 4)
    ]


def test_what_is_no_page_of_ours_gets_the_same_answer_and_counts_nothing(client):
    make_article(slug="here")
    make_article(slug="draft", published_at=None)
    make_article(slug="gone", withdrawn_at=timezone.now())
    for slug in ["draft", "gone", "unknown"]:
        assert client.post(f"/blog/{slug}/read/", headers=BEACON).status_code == 204
    assert client.post("/blog/here/read/", headers={"User-Agent": PERSON}).status_code == 204
    reads.write()
    assert counted() == {}


def test_only_a_post_counts(client):
    make_article(slug="here")
    assert client.get("/blog/here/read/", headers=BEACON).status_code == 405
    reads.write()
    assert counted() == {}


def test_a_database_that_is_slow_costs_nothing_but_time(caplog):
    make_article(slug="here")
    reads.add("here", on=DAY)

    def refuse(execute, sql, params, many, context):
        if "INSERT" in sql:
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        reads.write()
    assert (counted(), "counts are written later: OperationalError" in caplog.text) == ({}, True)
    reads.add("here", on=DAY)
    reads.write()
    assert counted() == {"here": 2}


def test_an_article_deleted_meanwhile_is_no_error():
    make_article(slug="here")
    reads.add("here", on=DAY)
    reads.add("gone", on=DAY)
    reads.write()
    assert counted() == {"here": 1}


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(day_counts, "MOST_WAITING", 2)
    written = []
    own = DayCounts(written.append)
    own.forget(pause=None)
    for key in ["a", "b", "c", "a"]:
        own.add(key, on=DAY)
    own.write()
    assert written == [{Counted("a", DAY): 2, Counted("b", DAY): 1}]


def test_it_writes_by_itself_after_a_pause():
    from threading import Event

    done, written = Event(), []
    own = DayCounts(lambda counts: (written.append(dict(counts)), done.set()))
    own.forget(pause=0.01)
    own.add("a", on=DAY)
    assert done.wait(5)
    assert written == [{Counted("a", DAY): 1}]


def test_articles_with_their_reads_since_a_day(django_assert_num_queries):
    often, never = make_article(slug="often"), make_article(slug="never")
    for back, number in [(0, 5), (1, 7), (2, 100)]:
        DailyReads.objects.create(article=often, day=DAY - timedelta(days=back), reads=number)
    with django_assert_num_queries(1):
        found = {
            article.slug: article.reads for article in Article.objects.with_reads(since=DAY - timedelta(1))
        }
    assert found == {"often": 12, "never": 0}
    assert never.daily_reads.count() == 0
