"""Kept pages as files: which are written, when nobody vouches for them any more, and what nginx makes of them."""

import gzip
import os
import shutil
import threading
import time
from datetime import timedelta
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import brotli
import pytest
from django.db import connection
from django.utils import timezone

from bench.front import Front
from bench.nginx import PROGRAM
from blog.models import Article
from config.page_cache import listener as listening
from tests.config.page_cache.conftest import MODERN, Site
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = "/blog/hosts/"


@pytest.fixture(scope="module")
def _writing(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        site = Site(folder=tmp_path_factory.mktemp("front") / "pages")
        site.listen()
        yield site
        site.cache.listener.end()


@pytest.fixture
def site(_writing, transactional_db):
    _writing.cache.pages.forget()
    wait_until(lambda: links(_writing))
    return _writing


@pytest.fixture
def article(site):
    article = make_article("Why hosts differ", slug="hosts", body="<p>" + "Many words. " * 200 + "</p>")
    site.wait()
    return article


def wait_until(there, seconds=5):
    until = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < until, "That does not happen."
        time.sleep(0.01)
    return found


def links(site):
    now = site.cache.pages.files.folder / "now"
    return sorted(int(second) for second in os.listdir(now)) if now.exists() else []


def written(site):
    """Names, also while what was dropped is on its way out."""
    kept = site.cache.pages.files._kept
    return sorted(
        os.path.relpath(os.path.join(where, name), kept)
        for where, _, names in os.walk(kept)
        for name in names
    )


# -- which are written -------------------------------------------------------------------------------------


def test_a_kept_page_is_a_file_plain_and_compressed(site, article):
    page = site.ask(HOSTS).body
    assert wait_until(lambda: site.handed_out(HOSTS)) == page
    names = ["testserver/blog/hosts/index.html", "testserver/blog/hosts/index.html.br",
             "testserver/blog/hosts/index.html.gz"]  # fmt: skip
    assert written(site) == names
    kept = site.cache.pages.files._kept
    assert brotli.decompress((kept / names[1]).read_bytes()) == page
    assert gzip.decompress((kept / names[2]).read_bytes()) == page


def test_other_answers_are_none(site, article):
    for address, extra in [
        ("/blog/feed.xml", {}),  # nginx would have to know its type
        ("/sitemap.xml", {}),
        ("/blog/?page=2", {}),
        ("/blog/nothing/", {}),
        ("/admin/login/", {}),
        ("/talk-to-our-experts/", {}),
        (HOSTS, {"HTTP_HOST": "TestServer"}),
        (HOSTS, {"HTTP_HOST": "testserver:80"}),
        (HOSTS, {"HTTP_AUTHORIZATION": "Basic eDp5"}),
    ]:
        site.ask(address, **extra)
    site.ask("/")
    wait_until(lambda: site.handed_out("/"))  # they are written one after the other
    assert {name.rpartition("/")[0] for name in written(site)} == {"testserver"}


def test_a_page_with_a_policy_of_its_own_is_none(site, article):
    """nginx says one policy with all files."""
    site.ask(HOSTS)
    page = next(
        page for address, page in site.cache.pages._pages.items() if getattr(address, "path", "") == HOSTS
    )
    files = site.cache.pages.files
    address = next(address for address in site.cache.pages._pages if getattr(address, "path", "") == HOSTS)
    assert files._may_be_file(address, page)
    page.headers = [(name, value.replace("'self'", "'unsafe-inline'")) for name, value in page.headers]
    assert not files._may_be_file(address, page)
    page.headers = [*page.headers, ("Refresh", "5")]
    assert not files._may_be_file(address, page)


# -- when they go ------------------------------------------------------------------------------------------


def test_whoever_changed_it_is_answered_when_the_file_is_gone(site, article):
    for number in range(3):
        site.ask(HOSTS)
        wait_until(lambda: site.handed_out(HOSTS))
        Article.objects.filter(pk=article.pk).update(title=f"Why hosts differ, part {number}")
        site.wait()
        assert site.handed_out(HOSTS) is None
    assert "part 2" in site.ask(HOSTS).body.decode()


def test_links_are_made_for_the_seconds_that_we_vouch_for_and_no_others(site, article):
    for _ in range(3):
        now = int(time.time())
        assert set(links(site)) <= {now - 1, now, now + 1, now + 2}
        time.sleep(0.3)
    assert wait_until(lambda: int(time.time()) in links(site))


def test_no_file_is_handed_out_in_the_second_of_a_planned_moment(site, article):
    site.ask(HOSTS)
    wait_until(lambda: site.handed_out(HOSTS))
    moment = timezone.now() + timedelta(seconds=1.2)
    Article.objects.filter(pk=article.pk).update(withdrawn_at=moment)
    site.wait()
    site.ask(HOSTS)
    while timezone.now() < moment + timedelta(seconds=0.3):
        if int(time.time()) >= int(moment.timestamp()):
            assert site.handed_out(HOSTS) is None
        time.sleep(0.01)
    assert site.ask(HOSTS).status == 404
    wait_until(lambda: links(site))  # and then again


def test_a_site_that_hears_nothing_any_more_vouches_for_nothing(site, article):
    site.ask(HOSTS)
    wait_until(lambda: site.handed_out(HOSTS))
    pid = site.cache.listener._connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    wait_until(lambda: not site.is_kept(HOSTS))
    assert site.handed_out(HOSTS) is None
    wait_until(lambda: links(site))


def test_one_process_holds_the_folder_and_another_follows_it(article, tmp_path):
    one, other = Site(folder=tmp_path / "pages"), Site(folder=tmp_path / "pages")
    try:
        one.listen()
        wait_until(lambda: one.cache.pages.files.is_held)
        other.listen()
        other.ask(HOSTS)
        assert not other.cache.pages.files.hold()
        # The one that holds it makes it when it has seen the other's wish.
        assert wait_until(lambda: other.handed_out(HOSTS)) == one.ask(HOSTS).body
        one.cache.listener.end()
        wait_until(lambda: other.cache.pages.files.is_held)
        assert wait_until(lambda: other.handed_out(HOSTS)) == other.ask(HOSTS).body
    finally:
        for site in [one, other]:
            site.cache.listener.end()


def test_an_editor_waits_for_the_lease_of_a_process_that_was_killed(site, article):
    """Its connection is gone, and nobody takes its files away before another process holds the folder."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO page_cache_listener VALUES (0, now(), 0, clock_timestamp() + interval '1 second')"
        )
        began = time.monotonic()
        Article.objects.filter(pk=article.pk).update(title="Why hosts really differ")
        site.wait()
        assert 0.9 < time.monotonic() - began < listening.LEASE
        cursor.execute("DELETE FROM page_cache_listener WHERE pid = 0")


def test_everything_goes_at_once(site, article):
    for address in ["/", "/blog/", HOSTS]:
        site.ask(address)
    wait_until(lambda: len(written(site)) == 9)
    site.cache.pages.drop("*")
    assert site.handed_out("/") is site.handed_out(HOSTS) is None
    wait_until(lambda: written(site) == [])


def test_what_makes_room_takes_its_file_along(site, article):
    site.ask(HOSTS)
    wait_until(lambda: site.handed_out(HOSTS))
    most = site.cache.pages.most_bytes
    try:
        site.cache.pages.most_bytes = 30_000
        site.ask("/")
        site.ask("/blog/")
    finally:
        site.cache.pages.most_bytes = most
    assert not site.is_kept(HOSTS)
    assert site.handed_out(HOSTS) is None


# -- nginx with the configuration that we ship ---------------------------------------------------------------


class Behind(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture
def front(site, article, tmp_path, settings):
    if PROGRAM is None:
        pytest.skip("nginx is not installed.")
    settings.ALLOWED_HOSTS = ["testserver"]
    asked = []

    def counted(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return site.cache(environ, start_response)

    with Behind(("127.0.0.1", 0), Quiet) as behind:
        behind.set_app(counted)
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        var = site.cache.pages.files.folder.parent
        with Front(tmp_path / "nginx", var=var, behind=behind.server_port) as nginx:
            nginx.asked = asked
            yield nginx
            assert (tmp_path / "nginx/error.log").read_text() == ""
        behind.shutdown()
    shutil.rmtree(tmp_path / "nginx")


@pytest.fixture
def in_front(front, site):
    """With the article's page as a file, and nothing asked of the site yet."""
    front.get(HOSTS)
    wait_until(lambda: site.handed_out(HOSTS))
    del front.asked[:]
    return front


def test_nginx_hands_out_the_same_page_with_the_same_headers(in_front, site):
    status, headers, body = in_front.get(HOSTS)
    assert (status, body, in_front.asked) == (200, site.ask(HOSTS).body, [])
    ours = site.ask(HOSTS).headers
    besides = {"connection", "date", "server", "etag", "strict-transport-security"}
    policy = "content-security-policy"
    assert set(headers[policy].split("; ")) == set(ours[policy].split("; "))
    for one in [headers, ours]:
        for name in [*besides, policy]:
            one.pop(name, None)
    assert headers == ours


@pytest.mark.parametrize("coding", ["gzip", MODERN])
def test_nginx_hands_out_what_is_compressed_already(coding, in_front, site):
    _, headers, body = in_front.get(HOSTS, Accept_Encoding=coding)
    decode = {"gzip": gzip.decompress, "br": brotli.decompress}[headers["content-encoding"]]
    assert decode(body) == site.ask(HOSTS).body
    status, _, body = in_front.get(HOSTS, Accept_Encoding=coding, If_None_Match=headers["etag"])
    assert (status, body, in_front.asked) == (304, b"", [])


def test_anything_else_is_the_sites_to_answer(in_front):
    for path, headers in [
        (HOSTS, {"Cookie": "byline-session-8000=x"}),
        (HOSTS, {"Cookie": "a=b; __Host-session=x"}),
        (HOSTS, {"Authorization": "Basic eDp5"}),
        (f"{HOSTS}?page=2", {}),
        (f"{HOSTS}?utm_source=a&page=2", {}),
        (f"{HOSTS}?anything", {}),
        ("/blog/hosts", {}),
        ("/blog/nothing/", {}),
        ("/now/", {}),
        ("/blog/hosts/index.html", {}),
        ("/blog/hosts/index.html.gz", {}),
        ("/blog/hosts/.new", {}),
    ]:
        del in_front.asked[:]
        in_front.get(path, **headers)
        assert len(in_front.asked) == 1, (path, headers)
    assert in_front.get("/../lock")[0] == 400


def test_those_who_count_visits_cost_nothing(in_front):
    for query in ["utm_source=a", "utm_source=a&utm_campaign=b%20c", "gclid=x&utm_medium=y", "fbclid=z"]:
        assert in_front.get(f"{HOSTS}?{query}")[0] == 200
    assert in_front.asked == []


def test_a_head_has_no_body_and_a_post_is_no_page(in_front):
    status, headers, body = in_front.get(HOSTS, method="HEAD")
    assert (status, body, in_front.asked) == (200, b"", [])
    assert int(headers["content-length"]) > 1000
    in_front.get(HOSTS, method="POST")
    assert in_front.asked == [HOSTS]


def test_nginx_shows_a_change_as_soon_as_its_author_was_answered(in_front, site, article):
    """Each version as long as the one before, several of them in one second: the ETag differs all the same."""
    tags = set()
    for number in range(10, 20):
        Article.objects.filter(pk=article.pk).update(title=f"Why hosts differ {number}")
        site.wait()
        _, headers, body = in_front.get(HOSTS)
        assert f"differ {number}" in body.decode()
        wait_until(lambda: site.handed_out(HOSTS))
        _, headers, body = in_front.get(HOSTS)
        assert f"differ {number}" in body.decode()
        tags.add((headers["etag"], headers["content-length"]))
    assert len(tags) == len({tag for tag, _ in tags}) == 10
    assert len({length for _, length in tags}) == 1


def test_somebody_signed_in_gets_a_page_of_their_own(in_front, settings, client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    name = settings.SESSION_COOKIE_NAME
    in_front.get(HOSTS, Cookie=f"{name}={client.cookies[name].value}")
    assert in_front.asked == [HOSTS]
