"""What the code imports is named in requirements*.in with a reason, and what is named there is pinned with hashes."""

import ast
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"bin", "blog", "brand", "config", "leads", "reviews", "staff", "tests"}
OF_THE_SITE = ["requirements.in", "requirements-embedded.in", "requirements-s3.in"]
DISTRIBUTIONS = importlib.metadata.packages_distributions()


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def named(file):
    lines = (ROOT / file).read_text().splitlines()
    return {plain(re.match(r"[\w.-]+", line)[0]): line for line in lines if re.match(r"\w", line)}


def imported(*folders):
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    yield from (name.name.split(".")[0] for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.split(".")[0]


def distributions(*folders):
    others = set(imported(*folders)) - OURS - set(sys.stdlib_module_names)
    return {plain(DISTRIBUTIONS[name][0]) for name in others if name in DISTRIBUTIONS}


def test_the_site_imports_only_packages_that_are_named():
    folders = ["blog", "brand", "config", "leads", "reviews", "staff"]
    known = set().union(*(named(file) for file in OF_THE_SITE))
    assert distributions(*folders) - known == set()


def test_the_tests_import_only_packages_that_are_named():
    known = set().union(*(named(file) for file in [*OF_THE_SITE, "requirements-dev.in"]))
    assert distributions("tests", "bin") - known == set()


@pytest.mark.parametrize(
    "file", ["requirements", "requirements-embedded", "requirements-s3", "requirements-dev"]
)
def test_every_named_package_has_a_reason_and_is_pinned_with_hashes(file):
    pinned = re.findall(
        r"^([\w.-]+)(?:\[[\w,]+\])?==\S+(?: ;[^\\]*)? \\\n    --hash=sha256:\w{64}",
        (ROOT / f"{file}.txt").read_text(),
        re.MULTILINE,
    )
    assert {name: "#" in line for name, line in named(f"{file}.in").items()} == dict.fromkeys(
        named(f"{file}.in"), True
    )
    assert set(named(f"{file}.in")) - set(map(plain, pinned)) == set()


@pytest.mark.parametrize("file", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_a_pinned_file_tells_nothing_of_where_it_was_made(file):
    assert (
        re.findall(r"(?i)https?://\S+|file:\S+|--\S*(?:index|links|host)\S*| /\S+", (ROOT / file).read_text())
        == []
    )
