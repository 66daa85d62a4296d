"""How often old and missing addresses are asked for, counted in memory and written every few seconds.

A flood of requests costs one short write in ten seconds, and a slow database costs numbers, never an answer. What a
process has counted and not written is lost when it is killed; these are hints, not accounts.
"""

import logging
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import Error, connection, transaction
from django.http import HttpRequest

from blog.models import MissingPage
from blog.models.moved_page import MAX_PATH_LENGTH, normalise

logger = logging.getLogger(__name__)

EVERY = 10.0  # seconds
MOST_WAITING = 300  # different addresses in memory
MOST_KEPT = 1000  # rows
PATIENCE = "500ms"

NOT_PUBLIC = ("/admin/", "/static/", "/media/", "/preview/", "/blog/cards/")
# What scanners try on every site, and what no page of a blog ends in.
SCANNING = re.compile(
    r"""\.(?:php\d?|aspx?|jspx?|cgi|pl|sh|py|env|git|sql|sqlite|bak|old|orig|swp|zip|tar|t?gz|rar|7z|ini|conf|cfg|
        ya?ml|log|exe|dll|json|xml|txt|map|js|css|ico|pem|key)$
    | (?:^|/)\. | //
    | /(?:wp-(?:admin|includes|login|json|cron|config)|cgi-bin|xmlrpc|phpmyadmin|pma|vendor|node_modules|actuator|
        owa|autodiscover|solr|hnap1|boaform|_ignition|telescope|server-status)(?:/|$)""",
    re.IGNORECASE | re.VERBOSE,
)
PERSONAL = re.compile(
    r"@|[0-9a-f]{24,}|[A-Za-z0-9_]{40,}|[0-9]{9,}", re.IGNORECASE
)  # an e-mail address, a token
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")

COUNT_HITS = """
INSERT INTO blog_movedpagehits AS kept (moved_page_id, count, last_at)
SELECT id, %s, %s FROM blog_movedpage WHERE id = %s
ON CONFLICT (moved_page_id) DO UPDATE
SET count = kept.count + EXCLUDED.count, last_at = greatest(kept.last_at, EXCLUDED.last_at)
"""
COUNT_MISSES = """
INSERT INTO blog_missingpage AS kept (path, count, first_seen_at, last_seen_at, referrer_host)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (path) DO UPDATE
SET count = kept.count + EXCLUDED.count, last_seen_at = greatest(kept.last_seen_at, EXCLUDED.last_seen_at),
    referrer_host = CASE EXCLUDED.referrer_host WHEN '' THEN kept.referrer_host ELSE EXCLUDED.referrer_host END
"""


@dataclass
class Count:
    number: int
    first_at: datetime
    last_at: datetime
    referrer_host: str = ""


class Tally:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self, *, quiet_for: float = EVERY) -> None:
        self._hits: dict[int, Count] = {}
        self._misses: dict[str, Count] = {}
        self._due_at = time.monotonic() + quiet_for

    def hit(self, moved_page: int, *, at: datetime) -> None:
        with self._lock:
            _add(self._hits, moved_page, at)

    def miss(self, request: HttpRequest, *, at: datetime) -> None:
        path = worth_keeping(request)
        if path:
            with self._lock:
                _add(self._misses, path, at, referrer_host(request))

    def is_due(self) -> bool:
        return bool(self._hits or self._misses) and time.monotonic() >= self._due_at

    def write(self) -> None:
        """What was counted since the last time. Trouble with the database is logged, and costs these numbers."""
        with self._lock:
            hits, misses, self._hits, self._misses = self._hits, self._misses, {}, {}
            self._due_at = time.monotonic() + EVERY
        if hits or misses:
            try:
                _write(hits, misses)
            except Error as error:
                logger.warning("counts of old addresses are lost: %s", type(error).__name__)


tally = Tally()


def _add(counts: dict, key: object, at: datetime, host: str = "") -> None:
    if (count := counts.get(key)) is not None:
        count.number, count.last_at, count.referrer_host = count.number + 1, at, host or count.referrer_host
    elif len(counts) < MOST_WAITING:
        counts[key] = Count(1, at, at, host)


def _write(hits: dict[int, Count], misses: dict[str, Count]) -> None:
    """In the order of the keys: two processes that write the same rows never wait for each other in a circle."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'; SET LOCAL lock_timeout = '{PATIENCE}'")
        if hits:
            cursor.executemany(COUNT_HITS, [(n.number, n.last_at, pk) for pk, n in sorted(hits.items())])
        if misses:
            cursor.executemany(COUNT_MISSES, list(_rows(misses)))
            if MissingPage.objects.count() > MOST_KEPT:
                MissingPage.objects.beyond(MOST_KEPT).delete()


def _rows(misses: dict[str, Count]) -> Iterator[tuple[str, int, datetime, datetime, str]]:
    for path, n in sorted(misses.items()):
        yield path, n.number, n.first_at, n.last_at, n.referrer_host


def worth_keeping(request: HttpRequest) -> str:
    """The path in its one spelling, or nothing: for what is not public, for scanners, and for what may name a person.

    A page number that a list lacks is no missing page.
    """
    path = request.path
    if request.method != "GET" or "page" in request.GET or path.startswith(NOT_PUBLIC):
        return ""
    if (
        len(path) > MAX_PATH_LENGTH
        or not path.isprintable()
        or SCANNING.search(path)
        or PERSONAL.search(path)
    ):
        return ""
    return normalise(path)


def referrer_host(request: HttpRequest) -> str:
    """Only the name of the site: whole addresses tell too much about people."""
    try:
        host = urlsplit(request.headers.get("Referer", "")).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""
