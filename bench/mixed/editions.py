"""By which a page tells how old it is: titles end with their article's place among the changed, and a count."""

import gzip
import re
import zlib
from functools import lru_cache

import brotli

MARK = re.compile(r", edition \d-\d{6}$")
SHOWN = re.compile(rb"edition (\d)-(\d{6})")
CODINGS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}

Editions = tuple[tuple[int, int], ...]  # place and number


def titled(title: str, place: int, number: int) -> str:
    return f"{MARK.sub('', title)}, edition {place}-{number:06}"


@lru_cache(maxsize=1000)
def editions(body: bytes, coding: str) -> Editions:
    """Of each marked article the oldest that stands on this page. The same bytes are not read twice.

    Raises `ValueError` for bytes that no browser could read.
    """
    found: dict[int, int] = {}
    try:
        page = CODINGS[coding](body)
    except (KeyError, OSError, EOFError, zlib.error, brotli.error) as error:
        raise ValueError(f"A body that is not what it says: {coding}.") from error
    for place, number in SHOWN.findall(page):
        found[int(place)] = min(int(number), found.get(int(place), int(number)))
    return tuple(sorted(found.items()))
