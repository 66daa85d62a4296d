"""Moved pages as a table (CSV): old_path, new_path. Each line says what came of it; a refused one stops no other."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from blog.leading import lead, leads_nowhere, old_place
from blog.models import MovedPage

COLUMNS = ["old_path", "new_path"]
MAX_BYTES = 1024 * 1024
MAX_LINES = 5000
KINDS = {"made": "made", "changed": "changed", "unchanged": "there already", "refused": "refused"}


class Unreadable(ValueError):
    """Why this is no table of addresses, in words."""


class Outcome(NamedTuple):
    line: int
    old: str
    new: str
    kind: str  # one of KINDS
    reason: str = ""
    leads_nowhere: bool = False  # at this moment; it is made all the same

    @property
    def words(self) -> str:
        return KINDS[self.kind]


def read(content: bytes) -> str:
    """As text, whatever program wrote it. Raises `Unreadable`."""
    if len(content) > MAX_BYTES:
        raise Unreadable("The file is larger than 1 MB: bring it in as several.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def take_in(text: str, *, keep: bool) -> list[Outcome]:
    """Line by line, in one transaction, undone without `keep`: so a look ahead is exact. Raises `Unreadable`."""
    rows = list(_rows(text))
    with transaction.atomic():
        outcomes = _with_ends(rows, [_take_in(*row) for row in rows])
        transaction.set_rollback(not keep)
    return outcomes


def _with_ends(rows: list[tuple[int, list[str]]], outcomes: list[Outcome]) -> list[Outcome]:
    """Where each leads once all lines are in: a later one may have led it on. A query for each place, and one."""
    kept = {one.line for one in outcomes if one.kind != "refused"}
    olds = {line: old_place(cells[0]) for line, cells in rows if line in kept}
    pages = MovedPage.objects.filter(old_path__in=olds.values()).select_related("article")
    ends = {page.old_path: page.target() for page in pages}
    nowhere = {end for end in set(ends.values()) if leads_nowhere(end)}
    return [one._replace(leads_nowhere=ends.get(olds.get(one.line, "")) in nowhere) for one in outcomes]


def _take_in(line: int, cells: list[str]) -> Outcome:
    if len(cells) != len(COLUMNS):
        return Outcome(
            line,
            ", ".join(cells)[:200],
            "",
            "refused",
            "A line holds two addresses: the old and the new one.",
        )
    old, new = cells
    try:
        return Outcome(line, old[:200], new[:200], lead(old, new))
    except MovedPage.Refused as error:
        return Outcome(line, old[:200], new[:200], "refused", str(error))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, its cells), without the heading and empty lines."""
    text = text.replace("\0", "")
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), skipinitialspace=True)
    try:
        found = [
            (reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise Unreadable("This is not a table of comma-separated values.") from error
    if found and [cell.lower() for cell in found[0][1]] == COLUMNS:
        del found[0]
    if not found:
        raise Unreadable("There is no line in it.")
    if len(found) > MAX_LINES:
        raise Unreadable(f"It holds more than {MAX_LINES} lines: bring it in as several.")
    yield from found


def _delimiter(text: str) -> str:
    """Spreadsheets of many countries write semicolons."""
    heading = text.strip().split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def counted(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    counts = Counter(outcome.kind for outcome in outcomes)
    return [(words, counts[kind]) for kind, words in KINDS.items() if counts[kind]]


def write_out() -> str:
    """Every moved page. Each cell begins with a slash, by a constraint: no spreadsheet takes it for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for page in MovedPage.objects.select_related("article").iterator():
        writer.writerow([page.old_path, page.target()])
    return written.getvalue()
