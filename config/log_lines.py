"""Log lines without what a visitor typed.

PostgreSQL adds the refused row to its errors (`DETAIL:  Failing row contains (…)`), and a traceback repeats them.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

import django.db
import psycopg

# Whoever holds one of these addresses may act by it; Django names the address of a page that failed.
SECRET = re.compile(r"(/(?:preview|talk-to-our-experts/(?:yours|address|thanks))/)[^/\s]+")
VALUE = re.compile(r'(?:: |=\()".*')  # such as: invalid input syntax for type integer: "what was typed"


class Line(logging.Formatter):
    """Of a database error only what the database says of its own names stays: which rule refused what."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter's traceback may be kept here
        return SECRET.sub(r"\1…", super().format(record))

    def formatException(self, ei: Any) -> str:
        text = super().formatException(ei)
        for error in _behind(ei[1], set()):
            if isinstance(error, django.db.Error | psycopg.Error) and (told := str(error)):
                text = text.replace(told, _without_values(told))
        return text


def _behind(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """`error`, and what a traceback of it tells as well; a group's members too."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    for other in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
        yield from _behind(other, seen)


def _without_values(told: str) -> str:
    # By whole messages, not by lines: a value may hold line ends itself.
    return VALUE.sub("", told.splitlines()[0])
