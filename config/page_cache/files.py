"""Kept pages as files, for a web server in front that hands them out without asking us (deploy/nginx.conf).

    pages/now/1790000000 ─▶ ../kept-7/            that second's pages, if anybody vouches for them
    pages/kept-7/www.example.com/blog/index.html  one page, and beside it index.html.gz and index.html.br

nginx looks under the second of its clock. We make the links of the seconds to come while we hear of every drop, so when
this process hangs, ends or is cut off, nginx finds nothing and asks the site. One process of a host holds the folder;
the others leave it wishes (pages/wanted) for what they were asked for and it was not.
"""

import base64
import fcntl
import logging
import os
import re
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from config.page_cache.address import Address
from config.page_cache.page import CODINGS, SHORTEST, Page

HOST = re.compile(r"[a-z0-9][a-z0-9.-]*")  # as nginx writes $host
PATH = re.compile(r"/(?:[^/\0.][^/\0]*/)*")  # no empty part, none that begins with a dot
LONGEST_PART = 200  # bytes
MOST_WAITING = 500
ENDINGS = {"": "", "gzip": ".gz", "br": ".br"}
MOMENTS = 2**33  # seconds: times of change that ext4 can hold
# What deploy/nginx.conf says itself with each file. A page with another header, or another policy, is none for it.
KNOWN = {
    "cache-control",
    "content-type",
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}

log = logging.getLogger(__name__)


class Files:
    """Of this process. `remove`, `clear` and `end_before` are called by `Pages` with its lock held."""

    make: Callable[[Address], None]  # has `Pages` keep that page, if it may be kept

    def __init__(self, folder: Path, *, policy: Callable[[], str]) -> None:
        self.folder = folder
        self.policy = policy
        self._now, self._wanted = folder / "now", folder / "wanted"
        self._kept: Path | None = None  # none: another process holds the folder
        self._lock_file: int | None = None
        self._until = 0.0  # what is vouched for, in seconds since 1970
        self._number = 0
        self._there: set[Address] = set()
        self._waiting: deque[tuple[Address, Page | None]] = deque(maxlen=MOST_WAITING)
        self._due = threading.Semaphore(0)

    @property
    def is_held(self) -> bool:
        return self._kept is not None

    # -- called by Pages ------------------------------------------------------------------------------------

    def remove(self, address: Address) -> None:
        if address in self._there and self._kept is not None:
            self._there.discard(address)
            _remove(_place(self._kept, address))

    def clear(self) -> None:
        """Everything, at once: the links go, and what they led to is nobody's any more."""
        self._waiting.clear()
        self._there.clear()
        if self._kept is not None:
            self._unlink(0)
            gone, self._kept = self._kept, self._fresh()
            self.lease(self._until)
            threading.Thread(
                target=shutil.rmtree, args=(gone,), kwargs={"ignore_errors": True}, daemon=True
            ).start()

    def end_before(self, moment: float) -> None:
        """No file is handed out in the second of this moment, nor after it, until `lease` says so again."""
        if self._kept is not None:
            self._until = min(self._until, moment)
            self._unlink(int(moment))

    # -- called by the listener -----------------------------------------------------------------------------

    def hold(self) -> bool:
        """Tries to become the process that holds the folder. What another one left is cleared away."""
        if self._lock_file is not None:
            return True
        for folder in [self._now, self._wanted]:
            folder.mkdir(parents=True, exist_ok=True)
        lock_file = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock_file)
            return False
        self._lock_file = lock_file
        self._unlink(0)
        for old in self.folder.glob("kept-*"):
            shutil.rmtree(old, ignore_errors=True)
        self._kept = self._fresh()
        return True

    def lease(self, until: float) -> None:
        """Links the seconds that are wholly before `until` (seconds since 1970), and unlinks all others."""
        if self._kept is None:
            return
        self._until, now = until, int(time.time())
        wanted = {str(second) for second in range(now, int(until))}
        there = set(os.listdir(self._now))
        for second in there - wanted:
            (self._now / second).unlink(missing_ok=True)
        for second in wanted - there:
            (self._now / second).symlink_to(f"../{self._kept.name}")
        for name in os.listdir(self._wanted)[:MOST_WAITING]:
            (self._wanted / name).unlink(missing_ok=True)
            if (address := _wish(name)) is not None:
                self._queue(address, None)

    def release(self) -> None:
        """Nothing is vouched for."""
        self._until = 0.0
        if self._kept is not None:
            self._unlink(0)

    def end(self) -> None:
        """The folder is anybody's."""
        self.release()
        self._kept = None
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    # -- writing --------------------------------------------------------------------------------------------

    def want(self, address: Address, page: Page) -> None:
        """To be written soon, by the thread that runs `write_on`. It takes no time here."""
        if not self._may_be_file(address, page):
            return
        if self._kept is not None:
            self._queue(address, page)
        elif len(name := _name_of_wish(address)) <= LONGEST_PART:
            with suppress(OSError):
                (self._wanted / name).touch()

    def _queue(self, address: Address, page: Page | None) -> None:
        """Without a page: it is to be made first."""
        self._waiting.append((address, page))
        self._due.release()

    def write_on(self, lock: threading.Lock, is_kept: Callable[[Address, Page], bool]) -> None:
        """For ever, in a thread of its own."""
        while True:
            self._due.acquire()
            with suppress(IndexError):
                address, page = self._waiting.popleft()
                try:
                    if page is None:
                        self.make(address)
                    else:
                        self.write(address, page, lock, is_kept)
                except FileNotFoundError:
                    pass  # everything was dropped meanwhile, and the folder with it
                except OSError as error:
                    log.warning("A page was not written for the web server in front: %s.", error.strerror)

    def write(
        self, address: Address, page: Page, lock: threading.Lock, is_kept: Callable[[Address, Page], bool]
    ) -> None:
        """Under other names first. They get their own while nothing can be dropped, or not at all."""
        kept = self._kept
        if kept is None or not is_kept(address, page):
            return
        place = _place(kept, address)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = {}
        for coding, ending in ENDINGS.items():
            if not coding or len(page.plain.body) >= SHORTEST:
                body = CODINGS[coding](page.plain.body) if coding else page.plain.body
                fresh[place.with_name(f"index.html{ending}")] = _written(
                    place.with_name(f".new{ending}"), body, page
                )
        with lock:
            if self._kept is kept and is_kept(address, page):
                self._there.add(address)
                for name, written in sorted(
                    fresh.items(), reverse=True
                ):  # the plain one last: it is looked for first
                    written.replace(name)
                return
        for written in fresh.values():
            written.unlink(missing_ok=True)

    def _may_be_file(self, address: Address, page: Page) -> bool:
        headers = {name.lower(): value for name, value in page.headers}
        return (
            not address.query
            and bool(
                HOST.fullmatch(address.host) and ".." not in address.host and PATH.fullmatch(address.path)
            )
            and all(len(part) <= LONGEST_PART for part in address.path.split("/"))
            and headers.keys() <= KNOWN
            and headers.get("content-type") == "text/html; charset=utf-8"
            and headers.get("content-security-policy", "") == self.policy()
        )

    # -- the folder -----------------------------------------------------------------------------------------

    def _fresh(self) -> Path:
        self._number += 1
        kept = self.folder / f"kept-{os.getpid()}-{self._number}"
        kept.mkdir()
        return kept

    def _unlink(self, first: int) -> None:
        for second in os.listdir(self._now):
            if int(second) >= first:
                (self._now / second).unlink(missing_ok=True)


def _place(kept: Path, address: Address) -> Path:
    """A path is bytes, which WSGI writes as Latin-1."""
    return kept / address.host / os.fsdecode(address.path.encode("latin-1"))[1:] / "index.html"


def _name_of_wish(address: Address) -> str:
    return base64.urlsafe_b64encode(f"{address.host}\n{address.path}".encode("latin-1")).decode()


def _wish(name: str) -> Address | None:
    with suppress(ValueError):
        host, _, path = base64.urlsafe_b64decode(name).decode("latin-1").partition("\n")
        if HOST.fullmatch(host) and PATH.fullmatch(path):
            return Address(host, path, "")
    return None


def _written(path: Path, body: bytes, page: Page) -> Path:
    """nginx makes the ETag of a file's length and its time of change: two versions of one second would have the same.

    So the time is one that stands for the content.
    """
    path.write_bytes(body)
    path.chmod(0o640)
    moment = int(page.plain.etag.strip('"')[:12], 16) % MOMENTS
    os.utime(path, (moment, moment))
    return path


def _remove(place: Path) -> None:
    for ending in ENDINGS.values():
        place.with_name(f"index.html{ending}").unlink(missing_ok=True)
    with suppress(OSError):
        place.parent.rmdir()
