"""The surrogate keys of what pages of the blog show. Their other half, which drops them: the triggers of
blog/migrations/0016_pages_are_dropped.py."""

from blog.models import Article, Author, Category, Picture, Tag
from config.page_cache import note

LISTS = "lists"  # which articles there are, and in which order
RELATED = "related"  # what is chosen from all of them
SITEMAP = "sitemap"
FRAME = "frame"  # what stands around every page

Shelf = Category | Tag | Author


def of_article(article: Article) -> list[str]:
    """All of it; with `bylines` and `labels`. The company and its categories stand around the text."""
    own = [f"article-{article.pk}", f"category-{article.category_id}", FRAME]
    pictures = of_pictures(article.hero, article.social_picture)
    return [*own, *_of_people_and_labels(article), *pictures]


def note_people_and_labels(article: Article) -> None:
    note(*_of_people_and_labels(article))


def _of_people_and_labels(article: Article) -> list[str]:
    people = [f"author-{one['pk']}" for one in vars(article)["bylines"]]
    return people + [f"tag-{one['pk']}" for one in vars(article)["labels"]]


def of_card(article: Article) -> list[str]:
    """The company says how reading on is called."""
    hero = [f"picture-{article.hero_id}"] if article.hero_id else []
    return [f"card-{article.pk}", f"category-{article.category_id}", *hero, FRAME]


def note_pictures(*pictures: Picture | None) -> None:
    note(*of_pictures(*pictures))


def of_pictures(*pictures: Picture | None) -> list[str]:
    return [f"picture-{picture.pk}" for picture in pictures if picture]


def note_shelf(shelf: Shelf) -> None:
    """What is said of it. An author has a portrait."""
    note(f"{_kind(shelf)}-{shelf.pk}")
    note_pictures(shelf.portrait if isinstance(shelf, Author) else None)


def of_list(shelf: Shelf | None) -> str:
    """Which articles stand there; without a shelf, which there are at all."""
    return f"{_kind(shelf)}-list-{shelf.pk}" if shelf else LISTS


def _kind(shelf: Shelf) -> str:
    return type(shelf).__name__.lower()
