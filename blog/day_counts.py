"""Numbers by key and day, counted in memory and written every few seconds: a thousand a second are one short write.

A process that is killed loses what it counted since its last write, `PAUSE` seconds at most; one that is asked to end
writes first. A database that is away or slow costs no answer: what could not be written waits for the next time.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from multiprocessing.util import Finalize
from typing import NamedTuple

from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds
MOST_WAITING = 5000  # different keys in memory; of more than these, the new ones are not counted
PATIENCE = "500ms"


class Counted(NamedTuple):
    key: str
    day: date


class DayCounts:
    def __init__(self, write: Callable[[Mapping[Counted, int]], None]) -> None:
        """`write` puts the numbers into the database; it raises `django.db.Error` when it could not."""
        self._lock = threading.Lock()
        self._write = write
        self._timer: threading.Timer | None = None
        self.forget()
        # The web server's processes end by `os._exit`, which `atexit` does not hear of; this is called either way.
        Finalize(None, self.write, exitpriority=1)

    def forget(self, *, pause: float | None = PAUSE) -> None:
        """Without a pause, nothing is written by itself."""
        self._counts: Counter[Counted] = Counter()
        self._pause = pause
        self._stop()

    def add(self, key: str, *, on: date) -> None:
        with self._lock:
            self._take_in({Counted(key, on): 1})

    def write(self) -> None:
        """What was counted since the last time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._stop()
        if not counts:
            return
        try:
            self._write(counts)
        except Error as error:
            logger.warning("counts are written later: %s", type(error).__name__)
            with self._lock:
                self._take_in(counts)

    def _take_in(self, counts: Mapping[Counted, int]) -> None:
        for counted, number in counts.items():
            if counted in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[counted] += number
        if self._timer is None and self._pause is not None:
            self._timer = threading.Timer(self._pause, self._when_due)
            self._timer.daemon = True
            self._timer.start()

    def _when_due(self) -> None:
        try:
            self.write()
        finally:
            connection.close()  # this thread's own

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None


@contextmanager
def hurried() -> Iterator[CursorWrapper]:
    """A cursor in one transaction, which waits for nobody for long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'; SET LOCAL lock_timeout = '{PATIENCE}'")
        yield cursor
