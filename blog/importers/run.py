"""A whole import: every entry is read once, and written only when all addresses are known."""

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from blog.importers.entry import Entry, Failure
from blog.importers.receipt import Receipt
from blog.importers.writer import Writer


def run(
    entries: Iterable[Entry | Failure],
    writer: Writer,
    receipt: Receipt,
    *,
    watch: Callable[[Iterable[Entry], str, int], Iterable[Entry]] = lambda entries, doing, count: entries,
) -> None:
    """Fills `receipt`. What is read waits in a temporary file, so memory holds one entry at a time.

    `watch(entries, "Writing", count)` may show how far it is.
    """
    with tempfile.TemporaryFile() as waiting:
        count = 0
        for entry in entries:
            if isinstance(entry, Failure):
                receipt.add_failure(entry)
            else:
                writer.announce(entry)
                pickle.dump(entry, waiting)  # our own, read back by this very process
                count += 1
        waiting.seek(0)
        for entry in watch(_waiting(waiting, count), "Writing", count):
            receipt.add(writer.write(entry))


def _waiting(file: IO[bytes], count: int) -> Iterator[Entry]:
    for _ in range(count):
        yield pickle.load(file)
