"""Plain makers for what readers yield; what matters is in the call."""

from datetime import UTC, datetime
from pathlib import Path

from blog.importers.entry import Byline, Entry
from blog.importers.receipt import Receipt
from blog.importers.run import run
from blog.importers.writer import Terms, Writer
from tests.factories import NOW

FILES = Path(__file__).parents[2] / "files"
ASSETS = FILES / "markdown" / "assets"


def make_entry(key="a.md", **fields):
    return Entry(
        **{
            "key": key,
            "slug": key.removesuffix(".md"),
            "title": "A title",
            "summary": "What it is about.",
            "body": "<p>Some words.</p>",
            "published_at": datetime(2020, 1, 2, tzinfo=UTC),
            "authors": [Byline("ida", "Ida")],
            **fields,
        }
    )


def write(*entries, at=NOW, assets=(ASSETS,), **terms):
    """The receipt of a whole run over these entries."""
    receipt = Receipt()
    run(entries, Writer("markdown", assets=assets, at=at, terms=Terms(**terms)), receipt)
    return receipt


def remarks(receipt):
    return [(remark.kind, remark.about) for _, remark in receipt.remarks]
