"""Ground module: what a storage of media hands out, be it a folder or a bucket. Imports no app."""

from typing import BinaryIO, NamedTuple, Protocol

from config.span import Span

AWAY = "Pictures cannot be stored at this moment: the place where they are kept does not answer. Try again later."


class Away(OSError):
    """The storage does not answer, or refuses us. Says why in a word, for the log."""


class Wanted(NamedTuple):
    """A part (`span`), if one was asked for, and only while the file's tag is `tag`; no content for a HEAD request."""

    span: Span | None = None
    tag: str = ""
    with_content: bool = True


class Piece(NamedTuple):
    """An open file or part of one; whoever takes it closes `content`."""

    content: BinaryIO
    size: int  # of the whole file, in bytes
    tag: str  # another for other content
    part: range | None = None


class Storage(Protocol):
    def piece(self, name: str, wanted: Wanted) -> Piece:
        """Raises `FileNotFoundError`, `OutOfRange` and `Away`."""
