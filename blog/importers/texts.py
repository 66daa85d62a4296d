"""Plain texts that must fit their field."""

import re

from django.db.models import Model

from blog.importers.html_tree import Element

SUMMARY_LENGTH = 300  # signs, about the two sentences that a dek has
SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s)")


def room(model: type[Model], name: str) -> int:
    """How many signs a field holds."""
    return getattr(model._meta.get_field(name), "max_length", None) or 0


def shorten(text: str, limit: int) -> str:
    """At most `limit` signs: whole sentences if they fill half of it, else whole words and an ellipsis."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text, 0, limit + 1)]
    if ends and limit / 2 <= ends[-1] <= limit:
        return text[: ends[-1]]
    return (
        text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…" if " " in text[:limit] else text[:limit]
    )


def summary_of(body: Element) -> str:
    """The first sentences of the first paragraph that has some; else of all there is to read."""
    paragraphs = [" ".join(block.text().split()) for block in body.walk() if block.tag == "p"]
    first = next((text for text in paragraphs if len(text) > 40), " ".join(body.text().split()))
    return shorten(first, SUMMARY_LENGTH)
