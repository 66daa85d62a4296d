"""The YAML between `---` lines, read as leniently as the static site generators read it.

All values stay text, lists of text or None: what is a date or a switch is the reader's to say. (YAML's own guesses
differ by version, and make a title of `2024` or `no` into something else.)
"""

import re
from itertools import pairwise
from typing import NamedTuple

import yaml

FENCE = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
KEY = re.compile(r"[A-Za-z_][\w-]*\Z")
KEY_LINE = re.compile(r"^[A-Za-z_][\w-]*:(?=\s|$)", re.MULTILINE)
NOTHING = {"", "~", "null", "Null", "NULL"}
OFF = {"false", "no", "off", "0"}

Value = str | list[str] | None


class Unreadable(ValueError):
    """Why the front matter cannot be read, in words."""


class FrontMatter(NamedTuple):
    values: dict[str, Value]
    body: str
    is_repaired: bool  # something in it was not quite YAML


def read(text: str) -> FrontMatter:
    """Raises `Unreadable` when there is none, or nothing can be made of it."""
    if not (match := FENCE.match(text)):
        raise Unreadable("It has no front matter (YAML between two lines of ---).")
    raw, is_repaired = _mapping(match[1])
    values, was_joined = _join_slipped_lines(raw)
    return FrontMatter(
        {key: _plain(value) for key, value in values.items()},
        text[match.end() :],
        is_repaired or was_joined,
    )


def _mapping(source: str) -> tuple[dict[str, object], bool]:
    """As YAML; else without the blanks and tabs at the ends of lines; else key by key."""
    for text, is_repaired in [(source, False), (re.sub(r"[ \t]+$", "", source, flags=re.MULTILINE), True)]:
        loaded = _load(text)
        if isinstance(loaded, dict):
            return loaded, is_repaired
    values = {key: _one(block) for key, block in _blocks(source)}
    if not values:
        raise Unreadable("Its front matter is not a list of keys and values.")
    return values, True


def _load(text: str) -> object:
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def _blocks(source: str) -> list[tuple[str, str]]:
    starts = [match.start() for match in KEY_LINE.finditer(source)]
    pieces = [source[start:end] for start, end in pairwise([*starts, len(source)])]
    return [(piece.split(":", 1)[0], piece) for piece in pieces]


def _one(block: str) -> object:
    loaded = _load(block)
    if isinstance(loaded, dict) and len(loaded) == 1:
        return next(iter(loaded.values()))
    return block.split(":", 1)[1].strip().strip("\"'")


def _join_slipped_lines(raw: dict[str, object]) -> tuple[dict[str, object], bool]:
    """A sentence with a colon in it that slipped out of its value looks like a key: put it back where it was."""
    values: dict[str, object] = {}
    last, joined = "", False
    for key, value in raw.items():
        name = str(key)
        if KEY.match(name) or not last:
            values[name], last = value, name
        else:
            joined = True
            rest = f"{name}: {value}" if value else name
            values[last] = f"{values[last]}\n\n{rest}" if isinstance(values[last], str) else values[last]
    return values, joined


def _plain(value: object) -> Value:
    if isinstance(value, list):
        return [item.strip() for item in value if isinstance(item, str) and item.strip() not in NOTHING]
    if isinstance(value, str) and value.strip() not in NOTHING:
        return value.strip()
    return None


def text_of(value: Value) -> str:
    """A list gives its first item."""
    if isinstance(value, list):
        return value[0] if value else ""
    return value or ""


def list_of(value: Value) -> list[str]:
    """Plain text is a list of one; with commas in it, of several."""
    items = value.split(",") if isinstance(value, str) else value or []
    return list(dict.fromkeys(item.strip() for item in items if item.strip()))


def is_off(value: Value) -> bool:
    return isinstance(value, str) and value.lower() in OFF
