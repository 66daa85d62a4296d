"""Where articles stand, by the word in the address: read once for all pages, until it changes."""

from typing import TypeVar

from django.shortcuts import get_object_or_404

from blog import page_keys
from blog.models import Author, Category, Tag
from config import page_cache

S = TypeVar("S", Category, Tag, Author)


def shelf_at(kind: type[S], slug: str, *joined: str) -> S:
    """With what is `joined`, as in `select_related`. Nobody may change it. Raises `Http404`. A query, where it is not
    kept.
    """

    def find() -> S:
        shelf = get_object_or_404(kind._default_manager.select_related(*joined), slug=slug)
        page_keys.note_shelf(shelf)
        return shelf

    return page_cache.part(f"{kind.__name__} at {slug}", [], find)
