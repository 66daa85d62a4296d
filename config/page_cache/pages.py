"""The kept pages and parts of this process: found by address, dropped by key, never more than their share of memory."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from config.page_cache.address import Address
from config.page_cache.page import Page, Variant

if TYPE_CHECKING:
    from config.page_cache.files import Files
    from config.page_cache.parts import Part

EVERYTHING = "*"
REMEMBERED = 4096  # drops that a page which is just being made is held against

on_moment: list[
    Callable[[], None]
] = []  # called when a planned moment has come, before any page is made after it


class Pages:
    def __init__(self, most_bytes: int, files: "Files | None" = None) -> None:
        self.most_bytes = most_bytes
        self.files = files  # of the pages that are kept here, when a web server in front hands them out
        self.bytes = 0
        self._pages: dict[Address | str, Page | Part] = {}  # parts by their names
        self._by_key: defaultdict[str, set[Address | str]] = defaultdict(set)
        self._drops: deque[tuple[int, frozenset[str]]] = deque(maxlen=REMEMBERED)
        self._count = 0  # of drops so far
        self._moments: dict[float, set[str]] = {}
        self._next = float("inf")  # seconds since 1970: when the next planned change comes true
        self._old: dict[Address, Page] = {}  # dropped, and still there until they are made anew (renewing.py)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Pages alone, without the parts they are made of."""
        return sum(isinstance(address, Address) for address in list(self._pages))

    # -- asked by every request: no lock ------------------------------------------------------------------

    def get(self, address: Address) -> Page | None:
        return self._pages.get(address)  # type: ignore[return-value]

    def part(self, name: str) -> "Part | None":
        return self._pages.get(name)  # type: ignore[return-value]

    def tick(self) -> bool:
        """Drops what a moment that has come makes old. Answers whether one had come."""
        if time.time() < self._next:
            return False
        with self._lock:
            for callback in on_moment:
                callback()
            now = time.time()
            for moment in sorted(moment for moment in self._moments if moment <= now):
                self._drop(frozenset(self._moments.pop(moment)))
            self._next = min(self._moments, default=float("inf"))
        return True

    # -- keeping --------------------------------------------------------------------------------------------

    def begin(self) -> int:
        """To be asked before the first look into the database, and handed to `keep`."""
        return self._count

    def keep(self, address: Address | str, page: "Page | Part", *, began: int) -> bool:
        """False when something it shows was dropped while it was made, or nobody can say any more."""
        with self._lock:
            if not self._is_new(page.keys, began) or page.size > self.most_bytes:
                return False
            self._remove(address)
            self._pages[address] = page
            self.bytes += page.size
            for key in page.keys:
                self._by_key[key].add(address)
            self._make_room()
            if self.files and isinstance(address, Address):
                self.files.want(address, page)  # type: ignore[arg-type]
            return True

    def add(self, address: Address, page: Page, coding: str, variant: Variant) -> None:
        """One more variant of a page, if that is still kept."""
        with self._lock:
            if self._pages.get(address) is page and coding not in page.variants:
                page.variants[coding] = variant
                self.bytes += variant.size
                self._make_room()

    def _is_new(self, keys: frozenset[str], began: int) -> bool:
        if self._count - began > len(self._drops):
            return False
        for number, dropped in reversed(self._drops):
            if number <= began:
                break
            if EVERYTHING in dropped or not dropped.isdisjoint(keys):
                return False
        return True

    def _make_room(self) -> None:
        """The oldest goes first, but what was asked for since the last look gets another round."""
        while self.bytes > self.most_bytes:
            address = next(iter(self._pages))
            page = self._pages[address]
            if page.was_asked:
                page.was_asked = False
                self._pages[address] = self._pages.pop(address)
            else:
                self._remove(address)

    # -- dropping -------------------------------------------------------------------------------------------

    def drop(self, *keys: str) -> None:
        with self._lock:
            self._drop(frozenset(keys))

    def drop_soon(self, *keys: str) -> None:
        """The same, but what many ask for stays until it is made anew, or let go."""
        with self._lock:
            self._drop(frozenset(keys), spares=True)

    def old(self, most: int) -> list[tuple[Address, Page]]:
        """Dropped, and still there; those that are asked for most."""
        with self._lock:
            return sorted(self._old.items(), key=lambda item: -item[1].asked)[:most]

    def has_old(self) -> bool:
        return bool(self._old)

    def let_go(self) -> None:
        with self._lock:
            for address in list(self._old):
                self._remove(address)

    def drop_at(self, moment: float, *keys: str) -> None:
        """`moment` in seconds since 1970."""
        with self._lock:
            self._moments.setdefault(moment, set()).update(keys)
            self._next = min(self._next, moment)
            if self.files:
                self.files.end_before(moment)

    def ends(self, keys: frozenset[str]) -> float:
        """When the next planned change of one of these comes true, in seconds since 1970; mostly never."""
        with self._lock:
            return min(
                (moment for moment, own in self._moments.items() if EVERYTHING in own or own & keys),
                default=float("inf"),
            )

    def forget(self) -> None:
        """Everything, and the moments to come."""
        with self._lock:
            self._drop(frozenset([EVERYTHING]))
            self._moments.clear()
            self._next = float("inf")

    def _drop(self, keys: frozenset[str], *, spares: bool = False) -> None:
        """Counted last: who begins while something goes, and may have taken an old part, is held against this drop."""
        self._take_out(keys, spares=spares)
        self._count += 1
        self._drops.append((self._count, keys))

    def _take_out(self, keys: frozenset[str], *, spares: bool) -> None:
        if EVERYTHING in keys:
            self._pages.clear()
            self._by_key.clear()
            self._old.clear()
            self.bytes = 0
            if self.files:
                self.files.clear()
            return
        for key in keys:
            for address in list(self._by_key.get(key, ())):
                page = self._pages[address]
                if spares and isinstance(address, Address) and page.is_hot():  # type: ignore[union-attr]
                    self._old[address] = page  # type: ignore[assignment]
                else:
                    self._remove(address)

    def _remove(self, address: Address | str) -> None:
        if page := self._pages.pop(address, None):
            if isinstance(address, Address):
                self._old.pop(address, None)
                if self.files:
                    self.files.remove(address)
            self.bytes -= page.size
            for key in page.keys:
                if (there := self._by_key.get(key)) is not None:
                    there.discard(address)
                    if not there:
                        del self._by_key[key]

    # -- files ----------------------------------------------------------------------------------------------

    def vouch_for_files(self, seconds: float) -> None:
        """So long, but never past a planned moment."""
        if self.files:
            self.tick()
            with self._lock:
                self.files.lease(min(time.time() + seconds, self._next))

    def want_files(self) -> None:
        """Of what is kept already."""
        assert self.files
        for address, page in list(self._pages.items()):
            if isinstance(address, Address):
                self.files.want(address, page)  # type: ignore[arg-type]

    def write_files(self) -> None:
        """For ever, in a thread of its own."""
        assert self.files
        self.files.write_on(self._lock, lambda address, page: self._pages.get(address) is page)
