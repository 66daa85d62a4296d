"""Two people saved the same article: what differs, field by field, and whose words to take."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from blog.body import clean
from blog.comparison import compare_folded, compare_words
from blog.models import Article, Author, Category, Picture, Revision
from blog.models.snapshot import TEXTS, Content, differences
from config.rich_text import tidy

NAMES = {
    "title": "Title",
    "summary": "Summary",
    "body": "Body",
    "slug": "Address",
    "category": "Category",
    "tags": "Tags",
    "authors": "Authors",
    "pins": "Related articles",
    "hero": "Hero picture",
    "hero_is_shown": "Hero above the text",
    "language": "Language",
    "search_title": "Title for search engines",
    "search_description": "Description for search engines",
    "is_indexed": "Search engines may list it",
    "canonical_address": "Canonical address",
    "social_title": "Title when shared",
    "social_text": "Text when shared",
    "social_picture": "Picture when shared",
}


@dataclass(frozen=True)
class Difference:
    """Each side as HTML, with what that person changed marked in it."""

    name: str
    label: str
    theirs: str
    yours: str
    is_theirs_only: bool  # the writer left it as it was, so the other's words are the newer ones


class Conflict:
    """`newest` was saved after the page that sent `yours` had been opened."""

    def __init__(self, base: Content, yours: Content, newest: Revision) -> None:
        self.newest = newest
        theirs = newest.content
        self.fields = [
            Difference(
                name,
                NAMES[name],
                marked(name, (base or yours).get(name), theirs.get(name)),
                marked(name, (base or theirs).get(name), yours.get(name)),
                not differences({name: base.get(name)}, {name: yours.get(name)}),
            )
            for name in differences(theirs, yours)
        ]

    @staticmethod
    def choices(data: Any, newest: Content) -> Content:
        """The fields for which the writer chose the other person's words."""
        return {name: newest.get(name) for name in data.getlist("theirs") if name in NAMES}


def marked(name: str, old: Any, new: Any) -> str:
    """What `new` says, as HTML that shows where it differs from `old`."""
    if name == "body":
        return mark_safe(compare_folded(_body(old), _body(new)) or "–")  # cleaned
    if name in TEXTS:
        return mark_safe(compare_words(old or "", new or "") or "–")  # escaped
    return in_words(name, new)


def _body(html: str | None) -> str:
    """As the editor spells it, and without the anchors of its notes, which stand in the editor on the same page."""
    return re.sub(r'<(li|sup) id="[^"]*"', r"<\1", tidy(clean(html or "")))


def in_words(name: str, value: Any) -> str:
    """A field of a snapshot, but for the body, for people to read."""
    models = {
        "category": Category,
        "hero": Picture,
        "social_picture": Picture,
        "authors": Author,
        "pins": Article,
    }
    if name in models:
        ids = value if isinstance(value, list) else [value]
        rows = models[name]._default_manager.in_bulk([pk for pk in ids if pk])
        return ", ".join(str(rows[pk]) for pk in ids if pk in rows) or "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(value) or "–"
    return value or "–"
