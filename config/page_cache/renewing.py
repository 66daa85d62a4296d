"""Pages that many ask for are made anew before they are dropped, while readers still get the old ones (refresh ahead).

Whoever changed something is answered when that is done, or when its time is over: so nobody who knows of the change
sees an old page, and nobody else waits for a new one. Pages that few ask for are dropped at once, and all of them are
while one change follows the other.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from config.page_cache.address import Address
from config.page_cache.page import Page
from config.page_cache.pages import Pages

PATIENCE = 0.06  # seconds, from what was heard to the last page that is dropped
MOST = 12  # pages
REST = 0.5  # seconds in which nothing is made anew

log = logging.getLogger(__name__)


class Renewer:
    def __init__(self, pages: Pages, make: Callable[[Address, Page], None]) -> None:
        self.pages = pages
        self.make = make
        self._rests_until = 0.0
        self._wanted: Sequence[tuple[Address, Page]] = ()
        self._is_due = threading.Event()
        self._is_done = threading.Event()
        self._thread: threading.Thread | None = None

    def is_rested(self) -> bool:
        return time.monotonic() >= self._rests_until

    def renew(self) -> None:
        """What was dropped and is still there. Returns within `PATIENCE`; then no old page is there any more."""
        if wanted := self.pages.old(MOST):
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="page renewer", daemon=True)
                self._thread.start()
            self._wanted = wanted
            self._is_done.clear()
            self._is_due.set()
            self._is_done.wait(PATIENCE)
            self._wanted = ()
            self._rests_until = time.monotonic() + REST
        self.pages.let_go()

    def _run(self) -> None:
        """Apart from the thread that listens: a database that does not answer may hold this one."""
        while True:
            self._is_due.wait()
            self._is_due.clear()
            wanted = self._wanted
            for address, page in wanted:
                if self._wanted is not wanted:  # the time is over
                    break
                try:
                    self.make(address, page)
                except Exception:
                    log.exception("A page was not made anew: the next who asks for it will tell why.")
            if self._wanted is wanted:
                self._is_done.set()
