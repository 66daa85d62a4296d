"""The WSGI application in front of Django: kept pages are answered here."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from config.headers import plain_policy
from config.page_cache.address import Address, address_of, environ_of, passes_by
from config.page_cache.cdn import Cdn
from config.page_cache.files import Files
from config.page_cache.listener import Listener
from config.page_cache.making import Makers, Making
from config.page_cache.page import Headers, Page, coding_for, is_known_to, page
from config.page_cache.pages import Pages
from config.page_cache.parts import OfProcess, parts_in
from config.page_cache.reading import ASK_EACH_TIME, HEADER
from config.page_cache.renewing import Renewer

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

NEVER = {"private", "no-store"}
LONGEST_CHOICE = 200  # characters of Accept-Encoding
STALE = ("Warning", '111 - "Revalidation Failed"')

log = logging.getLogger(__name__)


class PageCache:
    def __init__(
        self,
        application: Application,
        *,
        most_bytes: int,
        session_cookie: str,
        is_secure: bool,
        cdn: Cdn | None = None,
        files: Files | None = None,
    ) -> None:
        self.application = application
        self.pages = Pages(most_bytes, files)
        self.renewer = Renewer(self.pages, self._make_anew)
        self.listener = Listener(self.pages, self.renewer)
        self.makers = Makers()
        if files:
            files.make = self._make_wanted
        self.session_cookie = session_cookie
        self.is_secure = is_secure
        self.cdn = cdn

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if passes_by(environ, self.session_cookie, is_secure=self.is_secure):
            return self._pass(environ, start_response)
        address, may_be_kept = address_of(environ)
        self.listener.see_that_it_runs()
        is_away = self.listener.is_away
        if not is_away:
            self.pages.tick()
        page = self.pages.get(address)
        if page is not None and (is_away or self.listener.is_trusted()):
            return self._answer(environ, start_response, address, page, is_stale=is_away)
        if not may_be_kept:
            return self._make(environ, start_response, address, page, Making(), may_be_kept=False)
        with self.makers.turn(address, lambda: self._trusted(address)) as turn:
            if isinstance(turn, Page):
                return self._answer(environ, start_response, address, turn)
            return self._make(environ, start_response, address, page, turn, may_be_kept=True)

    # -- a page that is kept --------------------------------------------------------------------------------

    def _answer(
        self,
        environ: dict[str, Any],
        start_response: StartResponse,
        address: Address,
        page: Page,
        *,
        is_stale: bool = False,
    ) -> Iterable[bytes]:
        page.was_asked = True
        page.asked += 1
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST_CHOICE])
        variant = page.variant(coding)
        if variant is None:
            with page.lock:  # once for all who ask at the same time
                if (variant := page.variant(coding)) is None:
                    variant = page.make(coding)
                    self.pages.add(address, page, coding, variant)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and is_known_to(known, variant.etag):
            start_response("304 Not Modified", self._marked(variant.unchanged, page, is_stale))
            return []
        start_response("200 OK", self._marked(variant.headers, page, is_stale))
        return [variant.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _marked(self, headers: Headers, page: Page, is_stale: bool) -> Headers:
        """With what is true of this answer alone. A CDN is given no page that we cannot vouch for."""
        stale = [STALE] if is_stale else []
        if self.cdn is None:
            return [*headers, *stale]
        if is_stale or not self.listener.is_trusted() or ("Cache-Control", ASK_EACH_TIME) not in headers:
            return [*self._unshared(headers), *stale]
        own = [header for header in headers if header[0] != "Cache-Control"]
        return own + self.cdn.headers(page.keys, ends=self.pages.ends(page.keys))

    def _unshared(self, headers: Headers) -> Headers:
        """Without surrogate keys. CDNs keep what says nothing, such as a redirect; these are told not to."""
        headers = [header for header in headers if header[0] != HEADER]
        if self.cdn is None or any(
            name == "Cache-Control" and words != ASK_EACH_TIME for name, words in headers
        ):
            return headers
        return [
            *(one for one in headers if one[0] != "Cache-Control"),
            ("Cache-Control", f"private, {ASK_EACH_TIME}"),
        ]

    def _trusted(self, address: Address) -> Page | None:
        return self.pages.get(address) if self.listener.is_trusted() else None

    # -- a page that is not ---------------------------------------------------------------------------------

    def _make(
        self,
        environ: dict[str, Any],
        start_response: StartResponse,
        address: Address,
        old: Page | None,
        making: Making,
        *,
        may_be_kept: bool,
    ) -> Iterable[bytes]:
        """`old` is a page that nobody can vouch for: served if Django has no better one."""
        began = self.pages.begin()
        is_trusted = self.listener.is_trusted()
        taken = Taken()
        with parts_in(OfProcess(self.pages, self.listener.is_trusted, began=began)):
            body = self.application(environ, taken)
        making.is_for_all = is_for_all = taken.may_be_kept()
        if old is not None and taken.status[:1] == "5":
            _close(body)
            return self._answer(environ, start_response, address, old, is_stale=True)
        if not may_be_kept or environ["REQUEST_METHOD"] != "GET" or not is_for_all:
            start_response(taken.status, self._unshared(taken.headers), *taken.rest)
            return body if environ["REQUEST_METHOD"] == "GET" else _none_of(body)
        fresh = page(_whole(body), taken.headers, taken.keys())
        if is_trusted and self.listener.is_trusted():
            self.pages.keep(address, fresh, began=began)
        else:
            making.is_for_all = False
        return self._answer(environ, start_response, address, fresh)

    def _make_wanted(self, address: Address) -> None:
        if self.pages.get(address) is None:
            self._make_anew(address, None)

    def _make_anew(self, address: Address, old: Page | None) -> None:
        """In the place of an old page, ready-made in the same codings, before anybody asks for it."""
        began, taken = self.pages.begin(), Taken()
        with parts_in(OfProcess(self.pages, self.listener.is_trusted, began=began)):
            body = _whole(self.application(environ_of(address, is_secure=self.is_secure), taken))
        if taken.may_be_kept() and self.listener.is_trusted():
            fresh = page(body, taken.headers, taken.keys())
            if old is not None:
                fresh.variants |= {coding: fresh.make(coding) for coding in old.variants if coding}
                fresh.asked, fresh.since = old.asked, old.since
            self.pages.keep(address, fresh, began=began)

    def _pass(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *rest: Any) -> Any:
            return start_response(status, self._unshared(headers), *rest)

        if environ["REQUEST_METHOD"] != "GET":  # whoever changes something may not keep what is not committed
            return self.application(environ, start)
        self.listener.see_that_it_runs()
        self.pages.tick()
        with parts_in(OfProcess(self.pages, self.listener.is_trusted, began=self.pages.begin())):
            return self.application(environ, start)


def in_front_of(application: Application) -> Application:
    """With the cache that the settings ask for, if any: while templates are being changed they are read anew."""
    if settings.DEBUG or not settings.PAGE_CACHE_MEGABYTES:
        return application
    return PageCache(
        application,
        most_bytes=settings.PAGE_CACHE_MEGABYTES * 1_000_000,
        session_cookie=settings.SESSION_COOKIE_NAME,
        is_secure=settings.IS_SECURE,
        cdn=Cdn.of_site(),
        files=Files(settings.PAGE_FILES, policy=plain_policy) if settings.PAGE_FILES else None,
    )


class Taken:
    """What Django said with `start_response`."""

    status = ""
    headers: Headers = []
    rest: tuple[Any, ...] = ()

    def __call__(self, status: str, headers: Headers, *rest: Any) -> None:
        self.status, self.headers, self.rest = status, headers, rest

    def keys(self) -> frozenset[str]:
        return frozenset(" ".join(value for name, value in self.headers if name == HEADER).split())

    def may_be_kept(self) -> bool:
        """A view said so, and nothing in the answer is for one visitor only."""
        if self.status[:3] != "200" or not self.keys():
            return False
        for name, value in self.headers:
            lowered = name.lower()
            if (
                lowered in {"set-cookie", "content-encoding"}
                or (lowered == "vary" and value.strip().lower() not in {"", "accept-encoding"})
                or (lowered == "cache-control" and any(word in value.lower() for word in NEVER))
            ):
                log.error("A page with the keys %s may not be kept: %s.", sorted(self.keys()), name)
                return False
        return True


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _none_of(body: Iterable[bytes]) -> list[bytes]:
    _close(body)
    return []


def _close(body: Iterable[bytes]) -> None:
    if hasattr(body, "close"):
        body.close()
