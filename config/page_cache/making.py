"""One maker for each page: who asks for a page that is just being made waits for it (request coalescing). And few pages
at once: Python runs one thread at a time.

After a change of a much-read page everybody asks for it in the same moment. Sixteen threads that make the same page
take sixteen times as long, and sixteen that make different ones are all ready only at the end; those who ask for kept
pages wait behind them.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.page_cache.address import Address
from config.page_cache.page import Page

PATIENCE = 3.0  # seconds
AT_ONCE = 1  # page; a second process makes another one
POLITENESS = 0.2  # seconds before a page is made all the same: the others may wait for a slow database


class Making:
    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.is_for_all = True  # unless its maker says that the answer may not be kept


class Makers:
    def __init__(self) -> None:
        self._at_work: dict[Address, Making] = {}
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)

    @contextmanager
    def turn(self, address: Address, kept: Callable[[], Page | None]) -> Iterator[Page | Making]:
        """The page that somebody else made meanwhile, or this thread's own turn to make it."""
        mine, until = Making(), time.monotonic() + PATIENCE
        while (theirs := self._begin(address, mine)) is not mine:
            theirs.is_over.wait(max(0, until - time.monotonic()))
            if (page := kept()) is not None:
                yield page
                return
            if not theirs.is_for_all or time.monotonic() >= until:
                yield mine
                return
        has_place = self._places.acquire(timeout=POLITENESS)
        try:
            yield mine
        finally:
            with self._lock:
                del self._at_work[address]
            mine.is_over.set()
            if has_place:
                self._places.release()

    def _begin(self, address: Address, mine: Making) -> Making:
        with self._lock:
            return self._at_work.setdefault(address, mine)
