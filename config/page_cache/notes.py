"""What a page was made from, noted while it is made. A note is a surrogate key: `article-12`, `lists`, `frame`."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def note(*keys: str) -> None:
    """The page that is being made shows what these keys stand for. Without a page it means nothing."""
    if (noted := _noted.get()) is not None:
        noted.update(keys)


@contextmanager
def noting() -> Generator[set[str]]:
    """What is noted in here; whoever is around it notes it, too."""
    noted: set[str] = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
        note(*noted)
