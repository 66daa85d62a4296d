"""A thread with a connection of its own that hears what was dropped, and so knows whether kept pages may be trusted.

Trust is a lease: a reply of the server says that whatever was committed before the question has been heard. Pages are
served for `LEASE` seconds after such a question, so nobody has to be told of a process that hangs or is cut off.
"""

import logging
import os
import select
import threading
import time
from contextlib import suppress
from typing import Any

import psycopg
from django.db import Error, connections
from psycopg import Notify

from config.page_cache.pages import Pages
from config.page_cache.renewing import Renewer

CHANNEL = "byline_pages"
LEASE = 2.0  # seconds
ASK_AGAIN = 0.5  # seconds between two questions, and between two attempts to connect
PATIENCE = 1  # seconds for a connection

log = logging.getLogger(__name__)


class Listener:
    def __init__(self, pages: Pages, renewer: Renewer) -> None:
        self.pages = pages
        self.renewer = renewer
        self.is_away = False  # the last attempt to connect failed: there is nobody to ask
        self._trusted_until = 0.0
        self._connection: psycopg.Connection[Any] | None = None
        self._pinged = self._told = 0  # the newest number that was heard, and that was said to be heard
        self._process = 0
        self._is_ended = False
        self._is_writing = False
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def is_trusted(self) -> bool:
        return time.monotonic() < self._trusted_until

    def see_that_it_runs(self) -> None:
        """With the first request of this process: a thread does not survive a fork."""
        if self._process != os.getpid():
            with self._starting:
                if self._process != os.getpid():
                    self._process = os.getpid()
                    self._thread = threading.Thread(target=self._run, name="page cache", daemon=True)
                    self._thread.start()

    def end(self) -> None:
        """Nothing is trusted any more; returns when the connection is closed."""
        self._is_ended = True
        if self._thread:
            self._thread.join()
        if self.pages.files:
            self.pages.files.end()

    # -- in the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._is_ended:
            try:
                self._connect()
                while not self._is_ended:
                    self._wait()
                    self._ask()
                self._leave()
                self._lose()
            except (psycopg.Error, Error, OSError):
                self._lose()
            except Exception:
                log.exception("The page cache’s listener failed; pages are made anew until it hears again.")
                self._lose()
                time.sleep(ASK_AGAIN)

    def _connect(self) -> None:
        self._connection = connect()
        self._connection.add_notify_handler(self._hear)
        self._connection.execute(f"LISTEN {CHANNEL}")
        asked = time.monotonic()
        self._pinged = self._told = self._connection.execute("SELECT page_cache_heard()").fetchone()[0]  # type: ignore[index]
        self.pages.forget()  # first: what is heard from here on stays
        for moment, keys in self._connection.execute(
            "SELECT extract(epoch FROM at)::float8, keys FROM coming_pages()"
        ):
            self.pages.drop_at(moment, *keys)
        if self.is_away:
            log.warning("The database is back: every page is made anew.")
        self.is_away = False
        self._trusted_until = asked + LEASE

    def _wait(self) -> None:
        assert self._connection
        select.select([self._connection.fileno()], [], [], ASK_AGAIN)

    def _ask(self) -> None:
        """Also tells the server how far we have heard, where somebody waits for that. What is heard with its reply may
        be more: then once again, so that nobody waits for the next time.
        """
        assert self._connection
        number = -1
        while self._pinged != number or self.pages.has_old():
            is_holding = self.pages.files is not None and self._hold()
            asked = time.monotonic()
            self._connection.execute(f"SELECT page_cache_vouch({LEASE})" if is_holding else "SELECT 1")
            self.renewer.renew()
            self._trusted_until = asked + LEASE
            if is_holding:
                self.pages.vouch_for_files(self._trusted_until - time.monotonic())
            number = self._pinged
            if number > self._told:
                self._connection.execute("SELECT page_cache_heard(%s)", [number])
                self._told = number

    def _hold(self) -> bool:
        """Whether this process is the one that writes pages as files."""
        files = self.pages.files
        assert files
        if not files.is_held and files.hold():
            self.pages.want_files()
            if not self._is_writing:
                self._is_writing = True
                threading.Thread(target=self.pages.write_files, name="page files", daemon=True).start()
        return files.is_held

    def _leave(self) -> None:
        """Nobody has to wait until the lease of our files ends."""
        if self.pages.files and self.pages.files.is_held:
            assert self._connection
            self.pages.files.release()
            self._connection.execute("SELECT page_cache_vouch(0)")

    def _hear(self, notify: Notify) -> None:
        """`key`, `@seconds key` for a moment to come, `?number` from somebody who waits."""
        text = notify.payload
        if text.startswith("?"):
            self._pinged = max(self._pinged, int(text[1:]))
        elif text.startswith("@"):
            moment, key = text[1:].split(" ", 1)
            self.pages.drop_at(float(moment), key)
        elif self.renewer.is_rested():
            self.pages.drop_soon(text)
        else:
            self.pages.drop(text)

    def _lose(self) -> None:
        """What we missed is not known: pages are made anew, unless there is nobody who could have changed them."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
            self._connection = None
            self._trusted_until = 0.0
            if self.pages.files:
                self.pages.files.release()
            return  # and connect at once: mostly one connection ended, not the server
        if not self.is_away:
            log.warning("The database is away: %s kept pages are served as they were.", len(self.pages))
        self.is_away = True
        time.sleep(ASK_AGAIN)


def connect() -> psycopg.Connection[Any]:
    """Beside Django's, which belong to threads and go back to a pool."""
    wrapper = connections["default"].copy()
    wrapper.settings_dict["OPTIONS"].pop("pool", None)
    parameters = wrapper.get_connection_params()
    parameters |= {"connect_timeout": PATIENCE, "application_name": "byline page cache"}
    parameters.pop("cursor_factory", None)
    connection = psycopg.Connection.connect(**parameters, autocommit=True)
    connection.execute("SET synchronous_commit = off")
    connection.execute(f"SET statement_timeout = {PATIENCE * 1000}")
    return connection
