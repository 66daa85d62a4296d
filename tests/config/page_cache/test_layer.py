"""What is kept, what is served from it, and to whom."""

import gzip
import threading
import time
from contextlib import suppress

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from blog.models import Article
from config.page_cache import making
from config.page_cache.dropping import wait_until_dropped
from tests.config.page_cache.conftest import MODERN
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(site):
    article = make_article("Why hosts differ", slug="hosts", body="<p>" + "Many words. " * 200 + "</p>")
    site.wait()
    return article


def test_the_second_reader_gets_the_kept_page_without_a_query(site, article, django_assert_num_queries):
    first = site.ask("/blog/hosts/")
    with django_assert_num_queries(0):
        second = site.ask("/blog/hosts/")
    assert first.status == second.status == 200
    assert first.body == second.body == site.fresh("/blog/hosts/").body
    assert first.headers == second.headers


@pytest.mark.parametrize("address", ["/", "/blog/", "/blog/feed.xml", "/sitemap.xml", "/blog/hosts/"])
def test_public_pages_are_kept(site, article, address):
    site.ask(address)
    assert site.is_kept(address)


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/login/", "/talk-to-our-experts/", "/livez", "/nothing/", "/blog/nothing/"]
)
def test_other_answers_are_not(site, address):
    site.ask(address)
    assert not site.is_kept(address)


@pytest.mark.parametrize(
    ("accepted", "coding", "decode"),
    [
        (MODERN, "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("br;q=0.2, gzip;q=0.8", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity", None, bytes),
        ("zstd", None, bytes),
        ("", None, bytes),
    ],
)
def test_bytes_are_sent_as_the_browser_takes_them(site, article, accepted, coding, decode):
    for _ in range(2):
        answer = site.ask("/blog/hosts/", HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers.get("content-encoding") == coding
        assert decode(answer.body) == site.fresh("/blog/hosts/").body
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-length"] == str(len(answer.body))


def test_each_variant_has_its_own_etag_and_answers_304(site, article):
    tags = set()
    for accepted in [MODERN, "gzip", ""]:
        tag = site.ask("/blog/hosts/", HTTP_ACCEPT_ENCODING=accepted).headers["etag"]
        again = site.ask("/blog/hosts/", HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=tag)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert not {"content-type", "content-length", "content-encoding"} & set(again.headers)
        assert "content-security-policy" in again.headers
        tags.add(tag)
    assert len(tags) == 3
    assert site.ask("/blog/hosts/", HTTP_IF_NONE_MATCH='"other"').status == 200
    assert site.ask("/blog/hosts/", HTTP_IF_NONE_MATCH=f'"other", W/{tag}').status == 304


def test_the_first_reader_may_be_told_that_nothing_changed(site, article):
    tag = site.ask("/blog/feed.xml").headers["etag"]
    site.cache.pages.forget()
    assert site.ask("/blog/feed.xml", HTTP_IF_NONE_MATCH=tag).status == 304


def test_head_is_get_without_the_body(site, article):
    got = site.ask("/blog/hosts/")
    head = site.ask("/blog/hosts/", "HEAD")
    assert (head.body, head.headers) == (b"", got.headers)


def test_head_of_a_page_that_is_not_kept_leaves_none(site, article):
    assert site.ask("/blog/hosts/", "HEAD").body == b""
    assert not site.is_kept("/blog/hosts/")


def test_browsers_ask_each_time_and_surrogate_keys_stay_here(site, article):
    for answer in [
        site.ask("/blog/hosts/"),
        site.ask("/blog/hosts/"),
        site.ask("/blog/hosts/", "HEAD", HTTP_COOKIE="x"),
    ]:
        assert answer.headers["cache-control"] == "no-cache"
        assert "surrogate-key" not in answer.headers


# -- addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["utm_source=mail&utm_campaign=may", "gclid=1", "fbclid=2", "msclkid=a", "_hsenc=1"]
)
def test_parameters_of_campaigns_never_split_an_entry(site, article, query, django_assert_num_queries):
    site.ask(f"/blog/hosts/?{query}")
    with django_assert_num_queries(0):
        plain = site.ask("/blog/hosts/")
    assert query.split("&")[0].encode() not in plain.body
    assert plain.body == site.fresh("/blog/hosts/").body


def test_a_parameter_that_nobody_knows_gets_the_page_but_leaves_none(
    site, article, django_assert_num_queries
):
    site.ask("/blog/hosts/?x=1")
    assert not site.is_kept("/blog/hosts/")
    site.ask("/blog/hosts/")
    with django_assert_num_queries(0):
        assert site.ask("/blog/hosts/?x=2").status == 200
    assert len(site.cache.pages) == 1


def test_pages_of_a_list_are_told_apart(site):
    for number in range(15):
        make_article(f"Article {number}")
    site.wait()
    first, second = site.ask("/blog/"), site.ask("/blog/?utm_source=a&page=2")
    assert first.body != second.body
    assert site.ask("/blog/?page=2").body == second.body == site.fresh("/blog/?page=2").body
    site.ask("/blog/?page=2&page=1")
    site.ask("/blog/?page=%32")
    assert len(site.cache.pages) == 2


def test_a_host_that_is_not_ours_gets_nothing_and_leaves_nothing(site, article):
    site.ask("/blog/hosts/")
    assert site.ask("/blog/hosts/", HTTP_HOST="evil.example").status == 400
    assert len(site.cache.pages) == 1


@pytest.mark.parametrize(
    "address", ["/blog//hosts/", "/blog/hosts", "/blog/hosts/%2e%2e/", "/blog/HOSTS/", "/blog/hosts/\u00fc"]
)
def test_other_spellings_of_a_path_are_other_addresses(site, article, address):
    site.ask("/blog/hosts/")
    answer = site.ask(address)
    assert answer.status in {301, 404}
    assert len(site.cache.pages) == 1


# -- whom it is for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_COOKIE": "byline-session-8000=abc"},
        {"SCRIPT_NAME": "/elsewhere"},
    ],
)
def test_some_requests_pass_the_cache_by(site, article, extra, settings):
    site.cache.session_cookie = "byline-session-8000"
    site.ask("/blog/hosts/", **extra)
    assert len(site.cache.pages) == 0
    site.ask("/blog/hosts/")
    article.title = "Another title"
    article.save()
    site.wait()
    if "SCRIPT_NAME" not in extra:
        assert b"Another title" in site.ask("/blog/hosts/", **extra).body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PURGE"])
def test_odd_methods_neither_read_nor_write_it(site, article, method):
    site.ask("/blog/hosts/")
    assert site.ask("/blog/hosts/", method).status in {403, 405}
    assert site.ask("/blog/hosts/").status == 200


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT", "HTTP_X_ORIGINAL_URL",
     "HTTP_X_REWRITE_URL", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_FORWARDED", "HTTP_ACCEPT_LANGUAGE", "HTTP_ORIGIN",
     "HTTP_REFERER", "HTTP_X_FRAGMENT", "HTTP_USER_AGENT", "HTTP_RANGE"],
)  # fmt: skip
def test_headers_that_are_no_part_of_the_address_change_nothing(site, article, header):
    poisoned = site.ask("/blog/hosts/", **{header: "evil.example/path"})
    assert b"evil.example" not in poisoned.body
    assert site.ask("/blog/hosts/").body == site.fresh("/blog/hosts/").body == poisoned.body


def test_a_cookie_of_no_session_is_no_reason_to_pass(site, article, django_assert_num_queries):
    site.ask("/blog/hosts/", HTTP_COOKIE="theme=dark")
    with django_assert_num_queries(0):
        site.ask("/blog/hosts/", HTTP_COOKIE="other=1")


def test_somebody_signed_in_leaves_nothing_behind(site, article, client):
    client.force_login(make_user(role="editor", is_staff=True))
    cookie = f"{site.cache.session_cookie}={client.cookies[site.cache.session_cookie].value}"
    assert site.ask("/blog/hosts/", HTTP_COOKIE=cookie).status == 200
    assert len(site.cache.pages) == 0


def test_on_a_secure_site_plain_http_is_sent_to_https(site, article, settings):
    settings.SECURE_SSL_REDIRECT = True
    django, site.cache.is_secure = site.cache.application, True
    site.cache.application = WSGIHandler()
    try:
        assert site.ask("/blog/hosts/").status == 301
        assert len(site.cache.pages) == 0
    finally:
        site.cache.application, site.cache.is_secure = django, False


def test_a_page_with_a_cookie_is_never_kept(site, caplog):
    def application(environ, start_response):
        start_response("200 OK", [("Surrogate-Key", "a"), ("Set-Cookie", "x=1")])
        return [b"for one"]

    django, site.cache.application = site.cache.application, application
    try:
        assert site.ask("/for-one/").body == b"for one"
    finally:
        site.cache.application = django
    assert not site.is_kept("/for-one/")
    assert "may not be kept" in caplog.text


# -- many who ask at once ----------------------------------------------------------------------------------


def test_a_page_that_many_ask_for_at_once_is_made_once(site, article):
    made = Slow(site)
    answers = made.ask_at_once("/blog/hosts/", 8)
    assert (made.count, {answer.status for answer in answers}) == (1, {200})
    assert len({answer.body for answer in answers}) == 1


def test_an_answer_for_one_is_waited_for_by_nobody_a_second_time(site):
    """The first is made while the others wait, to see whether it is for all; then each makes their own at once."""
    made = Slow(site)
    answers = made.ask_at_once("/blog/nothing/", 6)
    assert (made.count, {answer.status for answer in answers}) == (6, {404})
    assert made.most > 2


def test_what_was_dropped_while_it_was_made_is_made_again_for_those_who_waited(site, article):
    made = Slow(site, lambda: Article.objects.filter(pk=article.pk).update(title="Newer"))
    answers = made.ask_at_once("/blog/hosts/", 4)
    assert made.count in {2, 3}
    assert sum("Newer" in answer.body.decode() for answer in answers) >= 3
    assert "Newer" in site.ask("/blog/hosts/").body.decode()


def test_a_maker_that_fails_leaves_its_turn_to_the_next(site, article):
    made = Slow(site, error=ValueError)
    answers = made.ask_at_once("/blog/hosts/", 3)
    assert (made.count, [answer.status for answer in answers]) == (2, [200, 200])
    assert site.cache.makers._at_work == {}


def test_pages_are_made_one_after_the_other(site, article, monkeypatch):
    monkeypatch.setattr(making, "POLITENESS", 10)
    made = Slow(site, pause=0.05)
    answers = made.ask_at_once("/", 2, "/blog/", "/blog/hosts/")
    assert (made.count, made.most, {answer.status for answer in answers}) == (3, 1, {200})


def test_a_page_that_takes_long_keeps_nobody_from_making_others(site, article):
    made = Slow(site, pause=4 * making.POLITENESS)
    made.ask_at_once("/blog/", 1, "/blog/hosts/")
    assert (made.count, made.most) == (2, 2)


class Slow:
    """Django, which takes its time; the first time something happens while it does."""

    PAUSE = 0.3

    def __init__(self, site, happens=lambda: None, error=None, pause=PAUSE):
        self.site, self.happens, self.error, self.pause = site, happens, error, pause
        self.count = self.now = self.most = 0
        self.lock, self.application = threading.Lock(), site.cache.application

    def __call__(self, environ, start_response):
        with self.lock:
            self.count += 1
            self.now += 1
            self.most = max(self.most, self.now)
            is_first = self.count == 1
        body = self.application(environ, start_response)
        time.sleep(self.pause)
        with self.lock:
            self.now -= 1
        if is_first:
            self.happens()
            wait_until_dropped()
            if self.error:
                raise self.error
        return body

    def ask_at_once(self, address, number, *others):
        answers = []

        def ask(address):
            with suppress(ValueError):
                answers.append(self.site.ask(address))
            connection.close()

        self.site.cache.application = self
        try:
            threads = [threading.Thread(target=ask, args=[one]) for one in [address] * number + [*others]]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            self.site.cache.application = self.application
        return answers
