"""One kept page: its bytes, plain and compressed, each with its own ETag and its headers ready-made."""

import gzip
import re
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import brotli

Headers = list[tuple[str, str]]

BESIDES = 1500  # bytes of headers, keys and objects, about, for each variant
HOT = 3  # times that somebody asked for it, at least
HOT_PER_SECOND = 1.0
SHORTEST = 256  # bytes; shorter ones grow
# Headers that tell of the bytes themselves; a 304 has none of them (RFC 9110, 15.4.5).
OF_BYTES = {"content-length", "content-type", "content-encoding", "content-language", "last-modified"}
OWN = {"etag", "content-length", "content-encoding", "surrogate-key", "vary"}


@dataclass(frozen=True, slots=True)
class Variant:
    body: bytes
    etag: str
    headers: Headers
    unchanged: Headers  # of a 304

    @property
    def size(self) -> int:
        return len(self.body) + BESIDES


@dataclass(slots=True, eq=False)
class Page:
    keys: frozenset[str]
    headers: Headers  # as Django gave them, without those that we write
    plain: Variant
    variants: dict[str, Variant] = field(default_factory=dict)
    was_asked: bool = False  # since the last look for what may go
    asked: int = 0  # times
    since: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)  # of one who compresses

    def variant(self, coding: str) -> Variant | None:
        """None: not made yet. Short pages have but one."""
        return self.variants.get(coding) or (self.plain if len(self.plain.body) < SHORTEST else None)

    def is_hot(self) -> bool:
        return self.asked >= HOT and self.asked >= HOT_PER_SECOND * (time.monotonic() - self.since)

    def make(self, coding: str) -> Variant:
        return made(self.plain.body, self.headers, coding)

    @property
    def size(self) -> int:
        return sum(
            variant.size
            for variant in {id(one): one for one in [self.plain, *self.variants.values()]}.values()
        )


def page(body: bytes, headers: Headers, keys: frozenset[str]) -> Page:
    own = [(name, value) for name, value in headers if name.lower() not in OWN]
    plain = made(body, own, "")
    return Page(keys, own, plain, {"": plain})


def made(body: bytes, headers: Headers, coding: str) -> Variant:
    """The ETag stands for the plain bytes and the coding, so that equal pages of two processes have the same."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}{"-" + coding if coding else ""}"'
    coded = CODINGS[coding](body) if coding else body
    always = [("ETag", etag), ("Vary", "Accept-Encoding")]
    encoding = [("Content-Encoding", coding)] if coding else []
    return Variant(
        coded,
        etag,
        [*headers, *always, *encoding, ("Content-Length", str(len(coded)))],
        [*(one for one in headers if one[0].lower() not in OF_BYTES), *always],
    )


def _brotli(body: bytes) -> bytes:
    return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 7, mtime=0)


CODINGS = {"br": _brotli, "gzip": _gzip}  # of equals, the first


@lru_cache(1000)
def coding_for(accepted: str) -> str:
    """`br`, `gzip` or none, by what the browser accepts (RFC 9110, 12.5.3). Of equals, the shorter."""
    weights = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = _weight(parameters)
    anything = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda name: weights.get(name, anything))
    return best if weights.get(best, anything) > 0 else ""


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if found := re.fullmatch(r"q\s*=\s*([01](?:\.\d{0,3})?)", parameter):
            return float(found[1])
    return 1.0


def is_known_to(browser: str, etag: str) -> bool:
    """Whether `If-None-Match` names this variant (weak comparison, RFC 9110, 13.1.2)."""
    return browser == etag or browser.strip() == "*" or etag in re.findall(r'"[^"]*"', browser)
