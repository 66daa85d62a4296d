"""Ground module: the part of a file that a request asks for (RFC 9110, 14.1.2). Imports no app."""

import re
from typing import NamedTuple

SPAN = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{1,18})?|-(?P<ending>\d{1,18}))", re.ASCII)


class OutOfRange(ValueError):
    """The file, of `size` bytes, has nothing there."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Span(NamedTuple):
    """From byte `first` to byte `last`, both included, or to the end; without a first: the last so many."""

    first: int | None
    last: int | None

    def __str__(self) -> str:
        return f"bytes={'' if self.first is None else self.first}-{'' if self.last is None else self.last}"

    def within(self, size: int) -> range:
        """The bytes of a file that has so many. Raises `OutOfRange`."""
        if self.first is None:
            found = range(max(size - (self.last or 0), 0), size)
        else:
            found = range(self.first, size if self.last is None else min(self.last + 1, size))
        if not found:
            raise OutOfRange(size)
        return found


def asked_by(header: str) -> Span | None:
    """None for what is no range, or several: the whole file answers that, too."""
    found = SPAN.fullmatch(header.strip())
    if not found:
        return None
    if found["ending"]:
        return Span(None, int(found["ending"]))
    first, last = int(found["first"]), int(found["last"]) if found["last"] else None
    return None if last is not None and last < first else Span(first, last)
