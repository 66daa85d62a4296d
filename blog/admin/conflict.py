"""Two people saved the same article: what differs, field by field, and whose words to take."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from blog.models import Article, Author, Category, Picture, Revision
from blog.models.snapshot import Content, differences

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
SHOWN = 600  # characters of a long text


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    theirs: str
    yours: str
    is_theirs_only: bool  # the writer left it as it was, so the other's words are the newer ones


class Conflict:
    """`newest` was saved after the page that sent `yours` had been opened."""

    def __init__(self, base: Content, yours: Content, newest: Revision) -> None:
        self.newest = newest
        self.fields = [
            Difference(
                name,
                NAMES[name],
                in_words(name, newest.content.get(name)),
                in_words(name, yours.get(name)),
                not differences({name: base.get(name)}, {name: yours.get(name)}),
            )
            for name in differences(newest.content, yours)
        ]

    @staticmethod
    def choices(data: Any, newest: Content) -> Content:
        """The fields for which the writer chose the other person's words."""
        return {name: newest.get(name) for name in data.getlist("theirs") if name in NAMES}


def in_words(name: str, value: Any) -> str:
    """A field of a snapshot for people to read."""
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
    text = strip_tags(value or "") if name == "body" else value or ""
    return text[:SHOWN] + ("…" if len(text) > SHOWN else "") or "–"
