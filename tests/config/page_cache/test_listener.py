"""When pages are dropped, and when they are trusted: notifications, moments to come, a lost connection, a database away."""

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Article
from config.page_cache import listener as listening
from config.page_cache.dropping import wait_until_dropped
from config.page_cache.listener import Listener
from config.page_cache.pages import Pages
from config.page_cache.renewing import Renewer
from tests.config.page_cache.conftest import Site
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/blog/hosts/"


@pytest.fixture
def article(site):
    article = make_article("Why hosts differ", slug="hosts")
    site.wait()
    site.ask(PAGE)
    return article


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.01)


@pytest.fixture
def elsewhere():
    """Another session of the same server, in another database."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    with psycopg.connect(
        **{k: v for k, v in parameters.items() if k in {"host", "port", "user", "password", "dbname"}},
        autocommit=True,
    ) as session:
        yield session


def backend(site):
    connection = site.cache.listener._connection
    return connection and connection.info.backend_pid


def test_nothing_is_dropped_before_the_commit_and_nothing_by_a_rollback(site, article):
    with transaction.atomic():
        Article.objects.update(title="Never seen")
        time.sleep(0.1)
        assert site.is_kept(PAGE)
        transaction.set_rollback(True)
    assert not wait_until_dropped()
    assert site.is_kept(PAGE)


def test_a_draft_of_a_live_article_drops_nothing(site, article):
    article.save_draft({"title": "Secret"}, at=timezone.now(), by=None)
    assert not wait_until_dropped()
    assert site.is_kept(PAGE)


def test_a_page_that_was_made_while_something_changed_is_not_kept(site, article):
    """Django looks, an editor publishes, and only then the page arrives at the cache."""
    django = site.cache.application

    def slow(environ, start_response):
        body = [b"".join(django(environ, start_response))]
        Article.objects.update(title="Meanwhile")
        assert wait_until_dropped()
        return body

    site.cache.pages.forget()
    site.cache.application = slow
    try:
        assert b"Why hosts differ" in site.ask(PAGE).body
    finally:
        site.cache.application = django
    assert not site.is_kept(PAGE)
    assert b"Meanwhile" in site.ask(PAGE).body
    assert site.is_kept(PAGE)


def test_a_moment_to_come_is_known_to_those_who_listen_and_to_those_who_begin(site, article):
    moment = timezone.now() + timedelta(seconds=2.5)
    article.withdraw(at=timezone.now(), by=None, from_=moment)
    site.wait()
    late = Site()
    late.listen()
    try:
        for one in [site, late]:
            assert one.ask(PAGE).status == 200
            assert one.is_kept(PAGE)
        time.sleep(max(0, (moment - timezone.now()).total_seconds()))
        for one in [site, late]:
            assert one.ask(PAGE).status == 404
    finally:
        late.cache.listener.end()


def test_what_is_filed_elsewhere_before_its_moment_comes_appears_there(site):
    make_article("Old", tags=["Speed"])
    coming = make_article("Coming", published_at=None)
    moment = timezone.now() + timedelta(seconds=2.5)
    coming.publish(at=timezone.now(), by=None, live_from=moment)
    coming.tags.set(["Speed"])
    site.wait()
    assert b"Coming" not in site.ask("/blog/tag/speed/").body
    time.sleep(max(0, (moment - timezone.now()).total_seconds()))
    assert b"Coming" in site.ask("/blog/tag/speed/").body


def test_a_lost_connection_empties_the_cache_and_comes_back(site, article, elsewhere):
    before = backend(site)
    elsewhere.execute("SELECT pg_terminate_backend(%s)", [before])
    # In this order: for a moment the old connection's trust lasts, and there is none.
    until(lambda: backend(site) not in {before, None} and site.cache.listener.is_trusted())
    assert len(site.cache.pages) == 0
    Article.objects.update(title="Heard again")
    assert wait_until_dropped()
    assert b"Heard again" in site.ask(PAGE).body
    assert site.is_kept(PAGE)


def test_while_the_database_is_away_kept_pages_are_served_as_they_were(site, article, elsewhere, caplog):
    name = connection.settings_dict["NAME"]
    before = site.ask(PAGE)
    connection.close()
    elsewhere.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
    try:
        elsewhere.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        until(lambda: site.cache.listener.is_away)
        site.cache.pages.drop_at(time.time() - 1, "frame")  # its time is over as well
        stale = site.ask(PAGE)
        assert (stale.status, stale.body) == (200, before.body)
        assert stale.headers["warning"] == '111 - "Revalidation Failed"'
        assert "kept pages are served as they were" in caplog.text
        assert site.ask("/blog/").status >= 500
    finally:
        elsewhere.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')
    until(site.cache.listener.is_trusted)
    assert len(site.cache.pages) == 0
    assert "warning" not in site.ask(PAGE).headers


def test_pages_that_nobody_can_vouch_for_are_made_anew(site, article, monkeypatch):
    """As after a process stood still: what it missed is unknown until it has asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger: nobody is told
        cursor.execute("UPDATE blog_article SET title = 'Nobody was told'")
    assert b"Why hosts differ" in site.ask(PAGE).body
    monkeypatch.setattr(site.cache.listener, "is_trusted", lambda: False)
    assert b"Nobody was told" in site.ask(PAGE).body


def test_whoever_waits_is_answered_soon_and_never_later_than_the_lease(site, article, monkeypatch):
    Article.objects.update(title="Soon")
    began = time.monotonic()
    assert wait_until_dropped()
    assert time.monotonic() - began < 0.9 * listening.LEASE
    assert not wait_until_dropped()  # nothing more was dropped

    monkeypatch.setattr(site.cache.listener, "_ask", lambda: time.sleep(0.05))  # it hangs
    time.sleep(0.1)
    Article.objects.update(title="Late")
    began = time.monotonic()
    assert wait_until_dropped()
    assert listening.LEASE - 0.1 < time.monotonic() - began < listening.LEASE + 3
    assert not site.cache.listener.is_trusted()


def test_two_who_wait_at_once_are_both_answered(site, article):
    other = make_article("Another", slug="other")
    done = []

    def change(pk):
        try:
            Article.objects.filter(pk=pk).update(title=f"New {pk}")
            done.append(wait_until_dropped())
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(one.pk,)) for one in [article, other]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True, True]
    assert f"New {article.pk}".encode() in site.ask(PAGE).body


def test_what_is_heard_with_a_reply_is_told_at_once(site, monkeypatch):
    """Two editors within the same millisecond: nobody waits until the listener asks the next time."""
    pages = Pages(1_000_000)
    listener = Listener(pages, Renewer(pages, lambda address, page: None))
    listener._connect()
    tell, numbers = listener._connection.execute, [ping()]

    def execute(sql, *values):
        if "page_cache_heard" in sql and len(numbers) == 1:
            numbers.append(ping())
        return tell(sql, *values)

    monkeypatch.setattr(listener._connection, "execute", execute)
    listener._ask()
    until(lambda: not is_behind(numbers[1]), seconds=1)
    assert len(numbers) == 2
    listener._connection.close()


def ping():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('byline.dropped', 'yes', false)")
        cursor.execute("SELECT page_cache_ping()")
        return cursor.fetchone()[0]


def is_behind(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_cache_is_behind(%s)", [number])
        return cursor.fetchone()[0]
