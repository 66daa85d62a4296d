"""Pages that many ask for: made anew while readers still get the old ones, and gone when the editor is answered."""

import time

import pytest

from blog.models import Article
from config.page_cache import renewing
from tests.config.page_cache.conftest import MODERN
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = "/blog/hosts/"


@pytest.fixture
def article(site):
    article = make_article("Why hosts differ", slug="hosts", body="<p>" + "Many words. " * 200 + "</p>")
    site.wait()
    site.cache.renewer._rests_until = 0.0
    return article


@pytest.fixture
def hot(site, article):
    """With a page that many ask for, plain and in Brotli."""
    for _ in range(5):
        site.ask(HOSTS)
        site.ask(HOSTS, HTTP_ACCEPT_ENCODING=MODERN)
    return article


class Slow:
    """Django, which takes its time."""

    def __init__(self, site, seconds):
        self.application, self.seconds, self.count = site.cache.application, seconds, 0

    def __call__(self, environ, start_response):
        self.count += 1
        time.sleep(self.seconds)
        return self.application(environ, start_response)


@pytest.fixture
def slowly(site, monkeypatch):
    def slow(seconds):
        application = Slow(site, seconds)
        monkeypatch.setattr(site.cache, "application", application)
        return application

    return slow


@pytest.fixture
def patience(monkeypatch):
    """As long as a busy machine needs to tell one thing from the other."""

    def be(seconds):
        monkeypatch.setattr(renewing, "PATIENCE", seconds)

    return be


def change(article, title="Why hosts really differ"):
    Article.objects.filter(pk=article.pk).update(title=title)


def test_it_is_there_anew_when_the_editor_is_answered(site, hot, slowly, patience):
    django = slowly(0)
    patience(1.5)
    change(hot)
    site.wait()
    assert site.is_kept(HOSTS)
    assert "Why hosts really differ" in site.ask(HOSTS).body.decode()
    assert site.ask(HOSTS, HTTP_ACCEPT_ENCODING=MODERN).headers["content-encoding"] == "br"
    assert django.count == 1
    page = next(
        page for address, page in site.cache.pages._pages.items() if getattr(address, "path", "") == HOSTS
    )
    assert set(page.variants) == {"", "br"}  # nobody waited for them to be compressed


def test_until_then_readers_get_the_old_one_and_wait_for_nothing(site, hot, slowly, patience):
    slowly(0.8)
    patience(1.5)
    change(hot)
    until = time.monotonic() + 5
    while not site.cache.pages._old:  # heard
        assert time.monotonic() < until
        time.sleep(0.001)
    began = time.monotonic()
    assert "Why hosts differ" in site.ask(HOSTS).body.decode()
    assert time.monotonic() - began < 0.4
    site.wait()
    assert "Why hosts really differ" in site.ask(HOSTS).body.decode()


def test_one_that_takes_too_long_is_gone_when_the_editor_is_answered(site, hot, slowly, patience):
    slowly(1.5)
    patience(0.2)
    began = time.monotonic()
    change(hot)
    site.wait()
    assert time.monotonic() - began < 1.2
    assert not site.is_kept(HOSTS)
    assert "Why hosts really differ" in site.ask(HOSTS).body.decode()


def test_one_that_nobody_may_see_any_more_is_gone(site, hot):
    Article.objects.filter(pk=hot.pk).update(published_at=None)
    site.wait()
    assert not site.is_kept(HOSTS)
    assert site.ask(HOSTS).status == 404


def test_one_that_few_ask_for_is_dropped_at_once(site, article, slowly):
    site.ask(HOSTS)
    django = slowly(0)
    change(article)
    site.wait()
    assert (site.is_kept(HOSTS), django.count) == (False, 0)


def test_while_one_change_follows_the_other_nothing_is_made_anew(site, hot, slowly, monkeypatch):
    """An import would have the processors do nothing else."""
    django = slowly(0)
    monkeypatch.setattr(renewing, "REST", 30)
    for number in range(4):
        change(hot, f"Number {number}")
        site.wait()
    assert django.count == 1
    assert "Number 3" in site.ask(HOSTS).body.decode()
