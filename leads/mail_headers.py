"""Headers of a mail that nobody vouches for: decoded as far as they can be, never an exception."""

from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from config import words


def every(message: Message, name: str) -> list[str]:
    """The headers of this name as they stand there; letters beyond ASCII in UTF-8 (RFC 6532), or in what they are."""
    found = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return [decoded(value.encode("utf-8", "surrogateescape"), "utf-8") for value in found]


def first(message: Message, name: str, *, most: int = 4000) -> str:
    return next(iter(every(message, name)), "")[:most]


def header(message: Message, name: str) -> str:
    """The first of this name, decoded, on one line, and without signs that deceive."""
    return plain(first(message, name))


def plain(spelled: str) -> str:
    """Without the spelling of RFC 2047; what is spelled wrongly stays as it is."""
    try:
        pieces = decode_header(spelled)
    except (HeaderParseError, ValueError):
        return words.one_line(spelled)
    # Beside spelled words the library gives the others in this encoding of its own.
    texts = (
        p if isinstance(p, str) else decoded(p, charset or "raw-unicode-escape") for p, charset in pieces
    )
    return words.one_line("".join(texts))


def decoded(piece: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            return piece.decode(name)
        except (LookupError, ValueError):  # as bytes.decode has it for an unknown charset, or a wrong one
            continue
    return piece.decode("latin-1")
