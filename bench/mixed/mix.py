"""What readers ask for: the pages of the sitemap, in the codings of browsers and crawlers, some with `utm_…`."""

import random
import re
import urllib.request
from dataclasses import dataclass

BROWSER, OLDER, CRAWLER = "gzip, deflate, br, zstd", "gzip, deflate", ""
CODINGS = {BROWSER: 60, OLDER: 25, CRAWLER: 15}
SHARES = {"article": 50, "index": 18, "home": 7, "category": 12, "tag": 8, "author": 3, "feed": 2}  # per cent
KINDS = {
    "home": r"/",
    "index": r"/blog/",
    "feed": r"/blog/feed\.xml",
    "category": r"/blog/category/.+",
    "tag": r"/blog/tag/.+",
    "author": r"/blog/author/.+",
    "article": r"/blog/[\w-]+/",
}
FROM_LETTERS = 0.2  # of those who read an article
LETTERS = 20  # different `utm_…` addresses of each article
KNOWN = 0.3  # of requests: the browser has the page and asks whether it is still so


@dataclass(slots=True)
class Ask:
    """One request as it is written. `etag` and `shown` are of the page that its reader has."""

    page: int  # its place in the list of paths
    coding: str
    head: bytes  # up to the empty line
    etag: bytes = b""
    shown: int = 0

    def data(self, *, is_known: bool) -> bytes:
        if is_known and self.etag:
            return b"%sIf-None-Match: %s\r\n\r\n" % (self.head, self.etag)
        return self.head + b"\r\n"


def pages(port: int) -> list[str]:
    """Paths, in the order of the sitemap."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sitemap.xml") as answer:
        found = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", answer.read().decode())
    return [path for path in [*found, "/blog/feed.xml"] if kind_of(path)]


def kind_of(path: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path)), "")


def mix(port: int, paths: list[str], count: int) -> list[Ask]:
    """So many requests in a row; of equals there is one object. Of each kind of page the first are asked for most."""
    asks, weights = [], []
    for kind, share in SHARES.items():
        places = [place for place, path in enumerate(paths) if kind_of(path) == kind]
        total = sum(1 / rank for rank in range(1, len(places) + 1))
        for rank, place in enumerate(places, 1):
            for coding, part in CODINGS.items():
                for query, chance in queries(kind).items():
                    asks.append(Ask(place, coding, head(port, paths[place] + query, coding)))
                    weights.append(share * part * chance / rank / total)
    return random.Random(1).choices(asks, weights, k=count)


def queries(kind: str) -> dict[str, float]:
    if kind != "article":
        return {"": 1}
    letters = [f"?utm_source=letter&utm_medium=email&utm_campaign=week-{number}" for number in range(LETTERS)]
    return {"": 1 - FROM_LETTERS, **dict.fromkeys(letters, FROM_LETTERS / LETTERS)}


def head(port: int, address: str, coding: str) -> bytes:
    accepted = f"Accept-Encoding: {coding}\r\n" if coding else ""
    return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{accepted}".encode()
