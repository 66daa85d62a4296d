"""What the documents name exists: paths, links, commands, variables."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
# Files that a recipe tells the reader to make.
TO_BE_MADE = {
    "blog/importers/wordpress.py",
    "blog/management/commands/import_wordpress.py",
    "templates/blog/authors.html",
    "tests/blog/importers/test_wordpress.py",
    "tests/files/wordpress/",
}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOP = {path.name for path in ROOT.iterdir()} - {".venv", "var"}


def code(text):
    """What stands in back-ticks, on a line or in a block."""
    blocks = re.findall(r"```.*?```", text, re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def paths(text):
    """Named paths of this tree: `blog/models/article.py`, `docs/`; one with a `*`, `<…>` or capitals is a pattern."""
    words = [word.strip(",;:()'\"") for piece in code(text) for word in piece.split()]
    named = [word.split("=")[-1].split("#")[0] for word in words if "/" in word]
    return [
        word
        for word in named
        if word.split("/")[0] in TOP and re.fullmatch(r"[\w./-]+", word) and "…" not in word
    ]


def links(text):
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)
    return [
        link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"\w+:|#", link)
    ]


def commands(text):
    return re.findall(r"(?:manage\.py|bin/manage) ([a-z]\w+)", "\n".join(code(text)))


def variables():
    """What the code reads of the environment."""
    files = [path for folder in ["config", "bin"] for path in (ROOT / folder).rglob("*.py")]
    reads = r"""(?:environment\.\w+\(|os\.environ\.get\()\s*"([A-Z_]+)\""""
    return {name for path in files for name in re.findall(reads, path.read_text())}


def missing(document, text):
    yield from (path for path in paths(text) if path not in TO_BE_MADE and not (ROOT / path).exists())
    yield from (link for link in links(text) if not (document.parent / link).exists())
    yield from (command for command in commands(text) if command not in get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_that_a_document_names_exists(document):
    assert list(missing(document, document.read_text())) == []


def test_the_manual_lists_every_variable_of_the_environment_and_no_other():
    rows = re.findall(
        r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (ROOT / "docs/operating.md").read_text(), re.MULTILINE
    )
    assert {name for row in rows for name in re.findall(r"[A-Z_]+", row)} == variables()


def test_what_does_not_exist_is_found():
    text = "See `blog/models/nothing.py`, [there](docs/nowhere.md) and\n```\nbin/manage no_such_thing\n```"
    assert list(missing(ROOT / "README.md", text)) == [
        "blog/models/nothing.py",
        "docs/nowhere.md",
        "no_such_thing",
    ]
