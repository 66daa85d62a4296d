import io
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from config.headers import plain_policy
from config.page_cache.address import address_of
from config.page_cache.dropping import wait_until_dropped
from config.page_cache.files import Files
from config.page_cache.layer import PageCache

MODERN = "gzip, deflate, br, zstd"


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


class Site:
    """The cache in front of Django, as a web server calls it."""

    def __init__(self, most_bytes=8_000_000, folder=None):
        self.cache = PageCache(
            WSGIHandler(),
            most_bytes=most_bytes,
            session_cookie=settings.SESSION_COOKIE_NAME,
            is_secure=settings.IS_SECURE,
            files=Files(folder, policy=plain_policy) if folder else None,
        )

    def listen(self):
        self.cache.listener.see_that_it_runs()
        until = time.monotonic() + 10
        while not self.cache.listener.is_trusted():
            assert time.monotonic() < until, "The listener does not hear."
            time.sleep(0.01)

    def environ(self, address, method="GET", **extra):
        path, _, query = address.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **extra,
        }

    def ask(self, address, method="GET", application=None, **extra):
        taken = []
        body = (application or self.cache)(
            self.environ(address, method, **extra), lambda *started: taken.append(started)
        )
        whole = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        status, headers = taken[0][:2]
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, whole)

    def fresh(self, address):
        """What Django says now, past the cache."""
        return self.ask(address, application=self.cache.application)

    def is_kept(self, address):
        return self.cache.pages.get(address_of(self.environ(address))[0]) is not None

    def handed_out(self, address):
        """The file that a web server in front would send at this moment."""
        files = self.cache.pages.files
        with suppress(FileNotFoundError):
            return (files.folder / f"now/{int(time.time())}/testserver{address}index.html").read_bytes()

    def wait(self):
        """For what this test's connection has dropped; before the next `ask`, which closes it as a request does."""
        assert wait_until_dropped()


@pytest.fixture(scope="module")
def _listening(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        site = Site()
        site.listen()
        yield site
        site.cache.listener.end()


@pytest.fixture
def site(_listening, transactional_db):
    _listening.cache.pages.forget()
    return _listening
