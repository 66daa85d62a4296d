"""`manage.py import_markdown FOLDER`: docs/importing.md tells what it does with what."""

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

from blog.importers import markdown
from blog.importers.front_matter import Unreadable
from blog.importers.people import names_from
from blog.importers.receipt import Receipt
from blog.importers.run import run
from blog.importers.writer import Terms, Writer

ONE_AT_A_TIME = 7_301_946  # of PostgreSQL's advisory locks
SOME_FAILED, STOPPED = 1, 130
T = TypeVar("T")


class Command(BaseCommand):
    help = (
        "Bring in a folder of Markdown posts (Jekyll, Eleventy and the like). A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("folder", type=Path, help="the posts, in any depth; always give the same folder")
        add("--assets", type=Path, action="append", default=[], help="where pictures are; may be repeated")
        add("--receipt", type=Path, help="write the counts to this file, as JSON")
        add("--warnings", type=Path, help="write every warning to this file, as CSV")
        add(
            "--category-tags", default="", help="tags that become categories, the most important first: “a,b”"
        )
        add("--default-category", default=Terms.default_category, help="for all others (%(default)s)")
        add("--default-author", default="", help="a name for posts that have no author")
        add("--authors", type=Path, help="YAML with the authors’ names by key")
        add(
            "--key",
            action="append",
            default=[],
            help="what a field is called in front matter: hero=cover_image",
        )
        add("--address", default=markdown.Options.address, help="of a post on the old site (%(default)s)")
        add("--old-site", default="", help="https://…: links to pages that did not come along lead there")
        add(
            "--overwrite",
            action="store_true",
            help="also articles that were changed here since the last import",
        )
        add("--dry-run", action="store_true", help="tell what would happen, write nothing")

    def handle(self, *args: Any, **given: Any) -> None:
        for folder in [given["folder"], *given["assets"]]:
            if not folder.is_dir():
                raise CommandError(f"There is no folder {folder}.", returncode=2)
        reading = self._reading(given)
        terms = Terms(
            default_category=given["default_category"],
            default_author=given["default_author"],
            old_site=given["old_site"],
            overwrite=given["overwrite"],
            is_dry=given["dry_run"],
        )
        assets = [*given["assets"], given["folder"]]
        with the_only_import():
            self._run(given, reading, Writer("markdown", assets=assets, at=timezone.now(), terms=terms))

    def _run(self, given: dict[str, Any], reading: markdown.Options, writer: Writer) -> None:
        receipt = Receipt()
        found = len(markdown.files(given["folder"]))
        entries = watched(markdown.read(given["folder"], reading), "Reading", found)
        try:
            run(entries, writer, receipt, watch=watched)
        except KeyboardInterrupt:
            self._say_what_is_whole(receipt, found)
            sys.exit(STOPPED)
        self._report(given, receipt, writer)
        if receipt.counts["failed"]:
            sys.exit(SOME_FAILED)

    def _reading(self, given: dict[str, Any]) -> markdown.Options:
        try:
            keys = dict(pair.split("=", 1) for pair in given["key"])
            given["address"].format(year="", month="", day="", slug="")
        except (ValueError, KeyError, IndexError) as error:
            raise CommandError(
                "--key is written field=key; --address may hold {year} {month} {day} {slug}.", returncode=2
            ) from error
        if unknown := set(keys) - set(markdown.KEYS):
            fields = ", ".join(sorted(markdown.KEYS))
            raise CommandError(
                f"--key: no field {', '.join(sorted(unknown))}; there are {fields}.", returncode=2
            )
        try:
            names = names_from(given["authors"]) if given["authors"] else {}
        except (OSError, Unreadable) as error:
            raise CommandError(f"{given['authors']} cannot be read: {error}", returncode=2) from error
        tags = tuple(tag.strip() for tag in given["category_tags"].split(",") if tag.strip())
        options = markdown.Options(
            category_tags=tags,
            address=given["address"],
            names=names,
            zone=timezone.get_default_timezone(),
        )
        return markdown.with_keys(options, keys)

    def _say_what_is_whole(self, receipt: Receipt, found: int) -> None:
        done = receipt.counts["imported"] + receipt.counts["updated"]
        left = found - receipt.total
        self.stderr.write(
            f"\nStopped. {done} articles were written and are whole; {left} files were not looked at. "
            "Run the same command again to go on."
        )

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


@contextmanager
def the_only_import() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise CommandError("Another import is running. Wait until it ends.", returncode=2)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def watched(entries: Iterable[T], doing: str, count: int) -> Iterable[T]:
    """A progress bar on a terminal, nothing elsewhere."""
    return tqdm(entries, desc=doing, total=count, unit=" posts", disable=None, file=sys.stderr, leave=False)
