"""Authors' names by key, as site generators keep them in a data file."""

from pathlib import Path

import yaml

from blog.importers.front_matter import Unreadable

NAMES = ("full_name", "name", "display_name", "title")


def names_from(file: Path) -> dict[str, str]:
    """`jane: Jane Doe`, or `jane: {full_name: Jane Doe}`. Raises `Unreadable`."""
    try:
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable("it is not YAML.") from error
    if not isinstance(loaded, dict):
        raise Unreadable("it is not a list of keys and names.")
    return {str(key): name for key, value in loaded.items() if (name := _name(value))}


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in NAMES if value.get(key)), "")
    return value.strip() if isinstance(value, str) else ""
