"""Draws ahead on all cores: the pictures are the longest part of the first start."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from config.demo import pictures


@contextmanager
def drawn_ahead(keys: Iterable[str]) -> Iterator[Callable[[str], bytes]]:
    """`draw(key)`, answered as soon as a process has it. Processes are spawned: no connection is shared.

    Where the system has no semaphores for us (`/dev/shm` is absent, closed or full), each is drawn when asked for.
    """
    try:
        executor = ProcessPoolExecutor(mp_context=get_context("spawn"))
    except OSError:
        yield pictures.draw
        return
    with executor as pool:
        waiting = {key: pool.submit(pictures.draw, key) for key in keys}
        yield lambda key: waiting[key].result()
