"""`manage.py import_markdown FOLDER`: docs/importing.md tells what it does with what."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from blog.importers import markdown
from blog.importers.command import MISUSED, ImportCommand
from blog.importers.entry import Entry, Failure
from blog.importers.front_matter import Unreadable
from blog.importers.people import names_from


class Command(ImportCommand):
    help = (
        "Bring in a folder of Markdown posts (Jekyll, Eleventy and the like). A second run changes nothing."
    )
    source = "markdown"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the posts, in any depth; always give the same folder")
        super().add_arguments(parser)
        add = parser.add_argument
        add(
            "--category-tags", default="", help="tags that become categories, the most important first: “a,b”"
        )
        add("--authors", type=Path, help="YAML with the authors’ names by key")
        add(
            "--key",
            action="append",
            default=[],
            help="what a field is called in front matter: hero=cover_image",
        )
        add("--address", default=markdown.Options.address, help="of a post on the old site (%(default)s)")

    def entries(self, given: dict[str, Any]) -> tuple[Iterable[Entry | Failure], int]:
        folder = given["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.", returncode=MISUSED)
        given["assets"] = [*given["assets"], folder]  # pictures may lie beside the posts
        return markdown.read(folder, _options(given)), len(markdown.files(folder))


def _options(given: dict[str, Any]) -> markdown.Options:
    options = markdown.Options(
        category_tags=tuple(tag.strip() for tag in given["category_tags"].split(",") if tag.strip()),
        address=_address(given["address"]),
        names=_names(given["authors"]),
        zone=timezone.get_default_timezone(),
    )
    return markdown.with_keys(options, _keys(given["key"]))


def _keys(pairs: list[str]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if not all(pair.partition("="))]:
        raise CommandError(f"--key {wrong[0]}: it is written field=key.", returncode=MISUSED)
    keys = dict(pair.split("=", 1) for pair in pairs)
    if unknown := sorted(set(keys) - set(markdown.KEYS)):
        there = ", ".join(sorted(markdown.KEYS))
        raise CommandError(f"--key: there is no field {unknown[0]}, only {there}.", returncode=MISUSED)
    return keys


def _address(pattern: str) -> str:
    try:
        pattern.format(year="", month="", day="", slug="")
    except (ValueError, KeyError, IndexError) as error:
        raise CommandError(
            "--address may hold {year}, {month}, {day} and {slug}.", returncode=MISUSED
        ) from error
    return pattern


def _names(file: Path | None) -> dict[str, str]:
    try:
        return names_from(file) if file else {}
    except (OSError, Unreadable) as error:
        raise CommandError(f"{file} cannot be read: {error}", returncode=MISUSED) from error
