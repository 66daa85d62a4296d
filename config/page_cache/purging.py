"""What the CDN in front (cdn.py) has still to be told to drop: an outbox, filled by `drop_pages` at each commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from config.page_cache.cdn import Cdn, NotPurged
from config.page_cache.dropping import wait_until_dropped
from config.page_cache.pages import EVERYTHING

MOST = 1000  # keys that are named; of more, everything is dropped
AGAIN = 10  # seconds


@dataclass(frozen=True)
class Unpurged:
    since: datetime
    problem: str
    keys: int


def purge() -> None:
    """Tells the CDN what is due. Raises `NotPurged`; what it was not told stays due.

    Each key twice: a copy of the old page may have been on its way to the CDN when it was told first.
    """
    cdn = Cdn.of_site()
    if cdn is None or not (due := _due()):
        return
    _see_that_we_dropped_it()
    keys = {key for _, key, _ in due}
    try:
        cdn.purge(keys if len(keys) <= MOST else [EVERYTHING])
    except NotPurged as problem:
        _note([number for number, *_ in due], str(problem))
        raise
    _done(due)


def _due() -> Sequence[tuple[int, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key, is_again FROM page_cache_purge WHERE due_at <= now()")
        return cursor.fetchall()


def _see_that_we_dropped_it() -> None:
    """Else the CDN might fetch the old page from one of us at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('byline.dropped', 'yes', false)")
    wait_until_dropped()


def _note(ids: list[int], problem: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE page_cache_purge SET problem = %s WHERE id = ANY(%s)", [problem, ids])


def _done(told: Sequence[tuple[int, str, bool]]) -> None:
    once = [number for number, _, is_again in told if not is_again]
    twice = [number for number, _, is_again in told if is_again]
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_cache_purged(%s, %s, make_interval(secs => %s))", [once, twice, AGAIN])


def unpurged() -> Unpurged | None:
    """What the CDN has refused so far. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at), max(problem), count(*) FROM page_cache_purge WHERE problem <> ''")
        since, problem, keys = cursor.fetchone()
    return Unpurged(since, problem, keys) if keys else None
