"""What every import command shares; each adds its reader (`blog/management/commands/import_markdown.py`)."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from blog.importers.entry import Entry, Failure
from blog.importers.receipt import Receipt
from blog.importers.run import run
from blog.importers.writer import Terms, Writer

ONE_AT_A_TIME = 7_301_946  # of PostgreSQL's advisory locks
SOME_FAILED, MISUSED, STOPPED = 1, 2, 130
T = TypeVar("T")


class ImportCommand(BaseCommand):
    """A subclass names its `source` and answers `entries`; its own options go into `add_arguments`."""

    source = ""  # stands in ImportRecord, so it never changes

    def entries(self, given: dict[str, Any]) -> tuple[Iterable[Entry | Failure], int]:
        """The reader's, and how many there will be. Raises `CommandError` for options that make no sense."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--assets", type=Path, action="append", default=[], help="where pictures are; may be repeated")
        add("--receipt", type=Path, help="write the counts to this file, as JSON")
        add("--warnings", type=Path, help="write every warning to this file, as CSV")
        add("--default-category", default=Terms.default_category, help="for posts without one (%(default)s)")
        add("--default-author", default="", help="a name for posts that have no author")
        add("--old-site", default="", help="https://…: links to pages that did not come along lead there")
        add(
            "--overwrite",
            action="store_true",
            help="also articles that were changed here since the last import",
        )
        add("--dry-run", action="store_true", help="tell what would happen, write nothing")

    def handle(self, *args: Any, **given: Any) -> None:
        for folder in given["assets"]:
            _must_be_there(folder)
        entries, count = self.entries(given)
        with the_only_import():
            terms = Terms(
                default_category=given["default_category"],
                default_author=given["default_author"],
                old_site=given["old_site"],
                overwrite=given["overwrite"],
                is_dry=given["dry_run"],
            )
            writer = Writer(self.source, assets=given["assets"], at=timezone.now(), terms=terms)
            receipt = self._run(entries, count, writer)
        self._report(given, receipt, writer)
        if receipt.counts["failed"]:
            sys.exit(SOME_FAILED)

    def _run(self, entries: Iterable[Entry | Failure], count: int, writer: Writer) -> Receipt:
        receipt = Receipt()
        try:
            run(watched(entries, "Reading", count), writer, receipt, watch=watched)
        except KeyboardInterrupt:
            done = receipt.counts["imported"] + receipt.counts["updated"]
            self.stderr.write(
                f"\nStopped. {done} articles were written and are whole; {count - receipt.total} files were not "
                "looked at. Run the same command again to go on."
            )
            sys.exit(STOPPED)
        return receipt

    def _report(self, given: dict[str, Any], receipt: Receipt, writer: Writer) -> None:
        self.stdout.write(receipt.as_text())
        if (host := writer.addresses.old_host) and not given["old_site"]:
            self.stdout.write(f"Links to articles at {host} were taken for links within the blog.")
        if given["dry_run"]:
            self.stdout.write("Nothing was written (--dry-run).")
        if given["receipt"]:
            given["receipt"].write_text(receipt.as_json() + "\n", encoding="utf-8")
        if given["warnings"]:
            with given["warnings"].open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(["file", "kind", "about"])
                rows.writerows([key, remark.kind, remark.about] for key, remark in receipt.remarks)


def _must_be_there(folder: Path) -> None:
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.", returncode=MISUSED)


@contextmanager
def the_only_import() -> Iterator[None]:
    """Raises `CommandError` when another process imports."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise CommandError("Another import is running. Wait until it ends.", returncode=MISUSED)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def watched(entries: Iterable[T], doing: str, count: int) -> Iterable[T]:
    """A progress bar on a terminal, nothing elsewhere."""
    return tqdm(entries, desc=doing, total=count, unit=" posts", disable=None, file=sys.stderr, leave=False)
