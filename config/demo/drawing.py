"""Draws ahead on all cores, and decodes what was drawn: the pictures are the longest part of the first start."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from blog import decoding
from config.demo import pictures

NEVER_DECODED = "logo"  # no picture of the library

Made = tuple[bytes, decoding.Decoded | None]


class Ahead:
    """`draw(key)`, answered as soon as a process has it; and what the library makes of it."""

    def __init__(self, waiting: "dict[str, Future[Made]]") -> None:
        self._waiting = waiting

    def __call__(self, key: str) -> bytes:
        return self._waiting[key].result()[0]

    def decoded(self, key: str) -> decoding.Decoded | None:
        return self._waiting[key].result()[1]


@contextmanager
def drawn_ahead(keys: Iterable[str]) -> Iterator[Callable[[str], bytes]]:
    """An `Ahead`, in the order of the keys. Processes are spawned: no connection is shared.

    Where the system has no semaphores for us (`/dev/shm` is absent, closed or full), each is drawn when asked for.
    """
    try:
        executor = ProcessPoolExecutor(mp_context=get_context("spawn"))
    except OSError:
        yield pictures.draw
        return
    with executor as pool:
        yield Ahead({key: pool.submit(make, key) for key in keys})


def make(key: str) -> Made:
    content = pictures.draw(key)
    return content, None if key == NEVER_DECODED else decoding.decode(content, with_renditions=True)
