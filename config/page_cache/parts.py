"""Parts that many pages share, such as a card or the foot: kept beside the pages, dropped by the same keys.

A page that has to be made anew is put together from them. Without the cache, and for those who are signed in, a part
lives as long as the request that made it.
"""

import zlib
from array import array
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from config.page_cache.notes import note, noting
from config.page_cache.pages import Pages

T = TypeVar("T")

BESIDES = 500  # bytes of names, keys and objects, about
LONG = 4000  # characters


@dataclass(slots=True, eq=False)
class Packed:
    """A long text, which takes a fifth of its room and is read again in a tenth of a millisecond."""

    kind: type[str]
    bytes: bytes

    @classmethod
    def of(cls, text: str) -> "Packed":
        return cls(type(text), zlib.compress(text.encode(), 1))

    def text(self) -> str:
        return self.kind(zlib.decompress(self.bytes).decode())


class Part:
    __slots__ = ("_kept", "keys", "was_asked")

    def __init__(self, keys: frozenset[str], value: Any) -> None:
        self.keys = keys
        self.was_asked = False
        self._kept = Packed.of(value) if isinstance(value, str) and len(value) > LONG else value

    @property
    def value(self) -> Any:
        return self._kept.text() if isinstance(self._kept, Packed) else self._kept

    @property
    def size(self) -> int:
        match self._kept:
            case Packed():
                return BESIDES + len(self._kept.bytes)
            case str():
                return BESIDES + 2 * len(self._kept)
            case array():
                return BESIDES + self._kept.itemsize * len(self._kept)
            case _:
                return BESIDES + 4 * BESIDES


class Store(Protocol):
    def get(self, name: str) -> Part | None: ...
    def keep(self, name: str, part: Part) -> None: ...


class OfRequest:
    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}

    def get(self, name: str) -> Part | None:
        return self._parts.get(name)

    def keep(self, name: str, part: Part) -> None:
        self._parts[name] = part


class OfProcess:
    """For one request. What it makes is held against whatever was dropped since the request began."""

    def __init__(self, pages: Pages, is_trusted: Callable[[], bool], *, began: int) -> None:
        self._pages, self._is_trusted, self._began = pages, is_trusted, began
        self._was_trusted = is_trusted()  # of what was read before, nobody knows what will change it
        self._own = OfRequest()  # what may not be kept still is not made twice

    def get(self, name: str) -> Part | None:
        if self._is_trusted() and (found := self._pages.part(name)):
            return found
        return self._own.get(name)

    def keep(self, name: str, part: Part) -> None:
        if not (self._was_trusted and self._is_trusted() and self._pages.keep(name, part, began=self._began)):
            self._own.keep(name, part)


_store: ContextVar[Store | None] = ContextVar("parts", default=None)


@contextmanager
def parts_in(store: Store) -> Generator[None]:
    """Whatever is made in here finds its parts there."""
    token = _store.set(store)
    try:
        yield
    finally:
        _store.reset(token)


@contextmanager
def parts_of_request() -> Generator[None]:
    """Where no one else has said where parts are kept."""
    if _store.get() is not None:
        yield
        return
    with parts_in(OfRequest()):
        yield


def part(name: str, keys: Iterable[str], make: Callable[[], T]) -> T:
    """What `make` gives, or gave; nobody may change it. `keys` stand for what it shows, besides those that `make`
    notes: all of them, if it may find something that was read before.
    """
    store = _store.get()
    if store is not None and (known := store.get(name)) is not None:
        known.was_asked = True
        note(*known.keys)
        return known.value  # type: ignore[no-any-return]
    with noting() as noted:
        note(*keys)
        value = make()
    if store is not None:
        store.keep(name, Part(frozenset(noted), value))
    return value


def kept_part(name: str) -> Any | None:
    """For those who make several parts with one query: what is kept. A moment later it may be dropped; not noted."""
    known = store.get(name) if (store := _store.get()) is not None else None
    return known.value if known is not None else None
