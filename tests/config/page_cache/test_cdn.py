"""A CDN in front: what its copies are told, and that each commit reaches it, by a real server on loopback."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.models import Article
from config import tasks
from config.page_cache.cdn import Cdn
from config.page_cache.purging import AGAIN, purge, unpurged
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = "/blog/hosts/"


class Receiver(ThreadingHTTPServer):
    """Keeps what it was asked, and says what it was told to say."""

    def __init__(self):
        self.asked, self.status = [], 200
        super().__init__(("127.0.0.1", 0), Asked)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def told(self):
        return [key for _, _, body in self.asked for key in body.get("keys", ["*"])]


class Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture
def receiver():
    with Receiver() as server:
        yield server
        server.shutdown()


def cdn(name="own", api="http://127.0.0.1:1", seconds=600):
    return {"name": name, "api": api, "token": "let-me", "seconds": seconds}


@pytest.fixture
def fronted(receiver, settings, transactional_db):
    """A site with a CDN in front, whose sessions say so."""
    settings.CDN = cdn(api=f"{receiver.address}/drop")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE page_cache_purge")
        cursor.execute("SET byline.cdn = 'on'")
    yield receiver
    with connection.cursor() as cursor:
        cursor.execute("RESET byline.cdn")
        cursor.execute("TRUNCATE page_cache_purge")


@pytest.fixture
def article(site):
    article = make_article("Why hosts differ", slug="hosts", body="<p>" + "Many words. " * 200 + "</p>")
    site.wait()
    return article


@pytest.fixture
def shown(site, monkeypatch):
    """Pages as a CDN of this name gets them."""

    def ask(name="own", address=HOSTS, **more):
        monkeypatch.setattr(site.cache, "cdn", Cdn(**cdn(name)))
        return site.ask(address, **more)

    return ask


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, is_again FROM page_cache_purge ORDER BY id")
        return cursor.fetchall()


def time_passes():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE page_cache_purge SET due_at = due_at - make_interval(secs => %s)", [AGAIN])


def jobs():
    return ProcrastinateJob.objects.filter(task_name=tasks.purge.name, status="todo")


def elsewhere(do):
    """On another connection, as the worker does."""
    thread = threading.Thread(target=lambda: (do(), connection.close()))
    thread.start()
    thread.join()


# -- what copies are told ----------------------------------------------------------------------------------


def test_without_a_cdn_nobody_but_us_keeps_a_page(site, article):
    for _ in range(2):
        headers = site.ask(HOSTS).headers
        assert headers["cache-control"] == "no-cache"
        assert not headers.keys() & {"surrogate-key", "cache-tag", "cdn-cache-control", "surrogate-control"}


@pytest.mark.parametrize(
    ("name", "control", "tags", "between"),
    [
        ("fastly", "surrogate-control", "surrogate-key", " "),
        ("cloudflare", "cdn-cache-control", "cache-tag", ","),
        ("own", "cdn-cache-control", "surrogate-key", " "),
    ],
)
def test_a_cdn_keeps_a_page_under_its_keys_and_a_browser_asks_each_time(
    name, control, tags, between, shown, article
):
    for more in [{}, {"HTTP_ACCEPT_ENCODING": "br"}, {"HTTP_IF_NONE_MATCH": "*"}]:
        answer = shown(name, **more)
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=600"
        assert answer.headers[control] == "max-age=600, stale-while-revalidate=60, stale-if-error=86400"
        assert {f"article-{article.pk}", "frame"} <= set(answer.headers[tags].split(between))
    assert answer.status == 304


def test_a_copy_ends_with_the_next_moment_that_was_planned(site, shown, article):
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now() + timedelta(seconds=90))
    site.wait()
    headers = shown().headers
    assert headers["cdn-cache-control"] in {f"max-age={seconds}" for seconds in range(80, 91)}
    assert headers["cache-control"].endswith(headers["cdn-cache-control"].removeprefix("max-age="))


def test_what_is_for_one_person_or_not_kept_is_shared_with_nobody(site, shown, article, settings, client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for address, more in [
        (HOSTS, {"HTTP_COOKIE": cookie}),
        ("/blog/hosts", {}),
        ("/blog/nothing/", {}),
        (f"{HOSTS}?q=1", {}),
    ]:
        answer = shown(address=address, **more)
        assert answer.headers["cache-control"].startswith(("private, no-cache", "public, max-age=0")), address
        if answer.headers["cache-control"].startswith("public"):
            assert "surrogate-key" in answer.headers, address
        else:
            assert "surrogate-key" not in answer.headers, address


def test_a_page_that_nobody_vouches_for_is_shared_with_nobody(site, shown, article, monkeypatch):
    shown()
    monkeypatch.setattr(site.cache.listener, "is_away", True)
    answer = shown()
    assert (answer.status, answer.headers["cache-control"]) == (200, "private, no-cache")
    assert "warning" in answer.headers


# -- what is purged ----------------------------------------------------------------------------------------


def test_each_commit_is_told_once_and_again_a_little_later(fronted, site, article):
    purge()
    time_passes()
    purge()
    del fronted.asked[:]
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(title="Why hosts really differ")
        elsewhere(purge)
        assert fronted.asked == []
    purge()
    assert f"article-{article.pk}" in fronted.told()
    path, headers, _ = fronted.asked[0]
    assert (path, headers["Authorization"]) == ("/drop", "Bearer let-me")
    told = len(fronted.asked)
    purge()
    assert len(fronted.asked) == told  # not yet
    time_passes()
    purge()
    assert len(fronted.asked) == 2 * told
    assert rows() == []


def test_the_worker_tells_it(fronted, site, article, no_old_jobs):
    Article.objects.filter(pk=article.pk).update(title="Why hosts really differ")
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(queues=["purge"], wait=False, listen_notify=False, install_signal_handlers=False)
    assert f"article-{article.pk}" in fronted.told()
    assert jobs().count() == 1  # the second time, later
    assert jobs().get().scheduled_at > timezone.now()


def test_what_is_rolled_back_is_told_to_nobody(fronted, site, article):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE page_cache_purge")
    before = jobs().count()
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(title="Never seen")
        assert jobs().count() == before + 1  # one for the transaction
        Article.objects.filter(pk=article.pk).update(title="Never seen either")
        assert jobs().count() == before + 1
        transaction.set_rollback(True)
    assert (rows(), jobs().count()) == ([], before)


def test_nothing_is_written_without_a_cdn(site, article):
    assert (rows(), jobs().count()) == ([], 0)


def test_what_is_planned_is_fetched_again_to_learn_its_end(fronted, site, article):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE page_cache_purge")
        cursor.execute("SELECT drop_pages_at(now() + interval '1 hour', 'card-5')")
    assert rows() == [("card-5", False)]


def test_a_refusal_is_told_of_and_tried_again(fronted, site, article, caplog):
    fronted.status = 503
    tasks.purge.func()
    assert "The CDN answered 503." in caplog.text
    found = unpurged()
    assert (found.problem, found.keys) == ("The CDN answered 503.", len(rows()))
    assert found.since > timezone.now() - timedelta(minutes=1)
    fronted.status = 200
    caplog.clear()
    tasks.purge_again.func(0)
    assert (unpurged(), caplog.text) == (None, "")
    assert {is_again for _, is_again in rows()} == {True}


def test_the_overview_says_that_visitors_may_see_old_pages(fronted, article, client):
    fronted.status = 401
    tasks.purge.func()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    words = client.get("/admin/").content.decode()
    assert "Visitors may see old pages." in words
    assert "The CDN answered 401." in words


def test_very_many_keys_are_everything(fronted, site):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT drop_pages(VARIADIC array_agg('tag-' || n)) FROM generate_series(1, 1001) AS n"
        )
    purge()
    assert [body for *_, body in fronted.asked] == [{"everything": True}]


@pytest.mark.parametrize(
    ("name", "keys", "orders"),
    [
        ("fastly", ["a", "b"], [("/zone/purge", {"surrogate_keys": ["a", "b"]})]),
        ("fastly", ["a", "*"], [("/zone/purge_all", {})]),
        ("cloudflare", ["a", "b"], [("/zone/purge_cache", {"tags": ["a", "b"]})]),
        ("cloudflare", ["*"], [("/zone/purge_cache", {"purge_everything": True})]),
        ("own", ["a"], [("/zone", {"keys": ["a"]})]),
    ],
)
def test_each_cdn_is_told_in_its_own_words(name, keys, orders, receiver):
    Cdn(**cdn(name, f"{receiver.address}/zone")).purge(keys)
    assert [(path, body) for path, _, body in receiver.asked] == orders
    ((_, headers, _),) = receiver.asked
    assert headers.get("Fastly-Key", headers.get("Authorization")) in {"let-me", "Bearer let-me"}


def test_many_tags_are_told_in_parts(receiver):
    Cdn(**cdn("cloudflare", receiver.address)).purge(f"tag-{n:02}" for n in range(45))
    assert [len(body["tags"]) for *_, body in receiver.asked] == [30, 15]


def test_a_token_follows_no_redirect(receiver):
    receiver.status = 302
    with pytest.raises(Exception, match="302"):
        Cdn(**cdn(api=receiver.address)).purge(["a"])


def test_all_processes_have_dropped_it_before_the_cdn_is_told(fronted, site, article):
    """It would fetch the old page from one of them at once."""
    site.ask(HOSTS)
    Article.objects.filter(pk=article.pk).update(title="Now")
    purge()
    assert not site.is_kept(HOSTS)
    assert fronted.asked
