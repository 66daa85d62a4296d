"""A draft as visitors would see it: the public page of words that are not, or not yet, in the article's row."""

from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.text import slugify

from blog.cards import load_renditions, markup
from blog.models import Article, Author, Category, Tag, snapshot
from blog.models.snapshot import Content
from blog.related import related_to

RELATED = 3


def as_seen(content: Content, *, article: Article | None, at: datetime) -> Article:
    """An article that is in no table, with all that the public templates read (`bylines`, `labels`)."""
    date = article.published_at if article and article.published_at else at
    seen = Article(pk=article.pk if article else None, published_at=date)
    snapshot.fill(seen, content)
    seen.title, seen.slug = seen.title or "Untitled", seen.slug or "untitled"
    if seen.category is None:
        seen.category = Category(pk=0, name="No category yet", slug="no-category-yet")
    seen.derive()
    vars(seen)["bylines"] = _bylines(content.get("authors") or [])
    vars(seen)["labels"] = _labels(content.get("tags") or [])
    return seen


def related_to_draft(content: Content, *, article: Article | None, at: datetime) -> list[SafeString]:
    """Cards. The draft's own pins first, then what the row of the article would show."""
    cards = Article.objects.published(at=at).for_cards().prefetch_related(None)
    pinned = cards.in_bulk(content.get("pins") or [])
    chosen = [pinned[pk] for pk in content.get("pins") or [] if pk in pinned]
    others = related_to(article, at=at, count=RELATED * 2) if article else []
    shown = [*chosen, *(other for other in others if other not in chosen)][:RELATED]
    load_renditions(*(other.hero for other in shown))
    return [markup(other, "brief") for other in shown]


def _bylines(ids: list[int]) -> list[dict[str, str]]:
    authors = Author.objects.in_bulk(ids)
    return [{"name": authors[pk].name, "slug": authors[pk].slug} for pk in ids if pk in authors]


def _labels(names: list[str]) -> list[dict[str, str]]:
    known = dict(Tag.objects.filter(name__in=names).values_list("name", "slug"))
    return [{"name": name, "slug": known.get(name) or slugify(name) or "tag"} for name in names]
