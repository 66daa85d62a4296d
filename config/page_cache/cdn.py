"""A content delivery network in front of the site: what its copies are told, and how it is told to drop them.

Browsers are told to ask each time, as without one. The CDN keeps a page under its surrogate keys until a key is
purged, and never beyond the next moment at which the page changes by itself.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from django.conf import settings

from config.page_cache.page import Headers
from config.page_cache.pages import EVERYTHING
from config.page_cache.reading import ASK_EACH_TIME

WHILE_FETCHING = 60  # seconds in which an old copy is shown while a new one is fetched
WHILE_DOWN = 24 * 60 * 60  # seconds in which an old copy is shown when the site does not answer
PATIENCE = 10  # seconds


class NotPurged(Exception):
    """Says why, for the operator."""


@dataclass(frozen=True, kw_only=True)
class Cdn:
    name: str
    api: str  # where it is told
    token: str
    seconds: int  # that a page is kept, if nothing purges it

    @classmethod
    def of_site(cls) -> Self | None:
        return cls(**settings.CDN) if settings.CDN else None

    def headers(self, keys: frozenset[str], *, ends: float) -> Headers:
        """In place of `Cache-Control: no-cache`. `ends`: seconds since 1970, or infinity."""
        left = ends - time.time()
        seconds = int(min(self.seconds, left))
        if seconds <= 0:
            return [("Cache-Control", ASK_EACH_TIME)]
        shared = f"max-age={seconds}"
        if left > self.seconds:  # never past a moment that was planned
            shared += f", stale-while-revalidate={WHILE_FETCHING}, stale-if-error={WHILE_DOWN}"
        # `stale-while-revalidate` is for the CDN alone: a browser would show an old page by it.
        return [
            ("Cache-Control", f"public, max-age=0, must-revalidate, s-maxage={seconds}"),
            ("Surrogate-Control" if self.name == "fastly" else "CDN-Cache-Control", shared),
            self._tags(keys),
        ]

    def _tags(self, keys: Iterable[str]) -> tuple[str, str]:
        if self.name == "cloudflare":
            return "Cache-Tag", ",".join(sorted(keys))
        return "Surrogate-Key", " ".join(sorted(keys))

    def purge(self, keys: Iterable[str]) -> None:
        """Returns when the CDN has said yes. Raises `NotPurged`."""
        for path, body in self._orders(sorted(set(keys))):
            self._post(path, body)

    def _orders(self, keys: list[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
        """As their references of 2026 have it: api.fastly.com, api.cloudflare.com/client/v4."""
        is_everything = EVERYTHING in keys
        match self.name:
            case "fastly":
                if is_everything:
                    yield "/purge_all", {}
                else:
                    yield from (("/purge", {"surrogate_keys": some}) for some in _parts(keys, 256))
            case "cloudflare":
                if is_everything:
                    yield "/purge_cache", {"purge_everything": True}
                else:
                    yield from (("/purge_cache", {"tags": some}) for some in _parts(keys, 30))
            case _:
                yield "", {"everything": True} if is_everything else {"keys": keys}

    def _post(self, path: str, body: Mapping[str, object]) -> None:
        token = {"Fastly-Key": self.token} if self.name == "fastly" else {}
        if self.token and not token:
            token = {"Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(
            self.api + path, json.dumps(body).encode(), {"Content-Type": "application/json", **token}
        )
        try:
            with _opener().open(request, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            raise NotPurged(f"The CDN answered {error.code}.") from error
        except OSError as error:
            raise NotPurged(f"The CDN did not answer ({type(error).__name__}).") from error


def _parts(keys: list[str], most: int) -> Iterator[list[str]]:
    for start in range(0, len(keys), most):
        yield keys[start : start + most]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    """The token goes nowhere but to the address of the settings."""
    return urllib.request.build_opener(_NoRedirects)
