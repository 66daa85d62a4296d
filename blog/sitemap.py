"""The sitemap (sitemaps.org/protocol.html): whole addresses of pages that answer 200, and when they last changed.

One file up to 5,000 addresses; above that `/sitemap.xml` is the index of `/blog/sitemap-pages-1.xml`,
`/blog/sitemap-tags-1.xml`, `/blog/sitemap-articles-1.xml` and so on. In which of them something stands follows from its
number in the database, so that a part costs the same however many there are; lists do not tell then when they changed,
for which all articles would have to be read.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog import page_keys
from blog.models import Article, Author, Category, Tag
from blog.models.article import Articles
from brand.models import Page
from config import page_cache
from config.prepared import Given, Prepared

MAX_ADDRESSES = 5_000  # of the 50,000 that are allowed: a robot waits a second for a part, not ten


class Place(NamedTuple):
    path: str
    changed_at: datetime | None
    is_part: bool = False


class Addresses:
    """What Django's view asks for the entries of `/sitemap.xml`: places, or the parts when they are too many."""

    def get_urls(self, **_asked: object) -> list[Place]:
        page_cache.note(page_keys.SITEMAP)
        now = timezone.now()
        if not _is_large(now):
            return list(_places(now))
        return [
            Place(reverse("blog:sitemap_part", args=[kind, number]), None, is_part=True)
            for kind, numbers in [
                ("pages", [1]),
                ("tags", _numbers(Tag, now)),
                ("articles", _numbers(Article, now)),
            ]
            for number in numbers
        ]


sitemaps = {"all": Addresses}


@require_safe
@page_cache.kept
def part(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    page_cache.note(page_keys.SITEMAP)
    now = timezone.now()
    places = list(_part(kind, int(number), now))
    if not places or not _is_large(now):
        raise Http404
    return render(request, "sitemap.xml", {"urlset": places}, content_type="application/xml; charset=utf-8")


def _published(at: datetime) -> Articles:
    changed_at = Greatest("published_at", "updated_at")  # PostgreSQL's ignores a NULL
    return Article.objects.published(at=at).annotate(changed_at=changed_at)


# -- all in one ---------------------------------------------------------------------------------------------


def _is_large(at: datetime) -> bool:
    """Counts no further than it has to."""
    articles = Article.objects.published(at=at)[: MAX_ADDRESSES + 1].count()
    return articles + Tag.objects.all()[: MAX_ADDRESSES + 1].count() > MAX_ADDRESSES


def _places(at: datetime) -> Iterator[Place]:
    """Six queries. A list changes when the newest of its articles does, be that one named here or not."""
    articles = _published(at)
    newest = articles.aggregate(at=Max("changed_at"))["at"]
    yield Place(reverse("home"), newest)
    yield Place(reverse("blog:index"), newest)
    yield from _pages()
    for name, slug in [("category", "category__slug"), ("tag", "tags__slug"), ("author", "authors__slug")]:
        yield from _lists(articles, name, slug)
    yield from _articles(articles)


def _pages() -> Iterator[Place]:
    for page in Page.objects.order_by("pk"):
        yield Place(page.get_absolute_url(), page.updated_at)


def _lists(articles: Articles, name: str, slug: str) -> Iterator[Place]:
    found = (
        articles.exclude(**{slug: None}).order_by().values(list_slug=F(slug)).annotate(at=Max("changed_at"))
    )
    for row in found.order_by("list_slug"):
        yield Place(reverse(f"blog:{name}", args=[row["list_slug"]]), row["at"])


def _articles(articles: Articles) -> Iterator[Place]:
    for article in articles.filter(is_indexed=True).order_by("pk").only("slug", "canonical_address"):
        path = article.get_absolute_url()
        if article.canonical_address in {"", f"{settings.SITE_URL}{path}"}:  # else its place is elsewhere
            yield Place(path, vars(article)["changed_at"])


# -- in parts -----------------------------------------------------------------------------------------------


def _part(kind: str, number: int, at: datetime) -> Iterator[Place]:
    if kind == "articles":
        yield from _articles(_range(_published(at), **_limits(number)))  # type: ignore[arg-type]
    elif kind == "tags":
        yield from _unchanged("tag", _range(_used(Tag, "taggings__tag", at), **_limits(number)))
    elif number == 1:
        yield Place(reverse("home"), None)
        yield Place(reverse("blog:index"), None)
        yield from _pages()
        yield from _unchanged("category", _used(Category, "category", at))
        yield from _unchanged("author", _used(Author, "authorships__author", at))


def _used(model: type[Model], name: str, at: datetime | Given) -> QuerySet[Any]:
    """Those that a visitor can find an article under; `name` is an article's for it. Each is asked for its first one:
    for an EXISTS, PostgreSQL would join all articles with all tags."""
    articles = Article.objects.published(at=at).filter(**{name: OuterRef("pk")}).values("pk")[:1]
    return model._default_manager.alias(first=Subquery(articles)).filter(first__gt=0).order_by("pk")


def _unchanged(name: str, lists: QuerySet[Any]) -> Iterator[Place]:
    for slug in lists.values_list("slug", flat=True):
        yield Place(reverse(f"blog:{name}", args=[slug]), None)


def _limits(number: int) -> dict[str, int]:
    """Of the primary keys in a part."""
    return {"above": (number - 1) * MAX_ADDRESSES, "most": number * MAX_ADDRESSES}


def _range(found: QuerySet[Any], *, above: int | Given, most: int | Given) -> QuerySet[Any]:
    return found.filter(pk__gt=above, pk__lte=most)


def _numbers(model: type[Model], at: datetime) -> list[int]:
    """Of the parts that hold any. A query each, which is prepared: a million articles have two hundred."""
    last = model._default_manager.aggregate(pk=Max("pk"))["pk"] or 0
    return [
        number
        for number in range(1, -(-last // MAX_ADDRESSES) + 1)
        if ANY[model].rows(at=at, **_limits(number))
    ]


def _any(found: QuerySet[Any]) -> list[QuerySet[Any]]:
    return [_range(found.order_by(), above=Given("above"), most=Given("most")).values("pk")[:1]]


ANY: dict[type[Model], Prepared] = {
    Tag: Prepared(lambda: _any(_used(Tag, "taggings__tag", Given("at")))),
    Article: Prepared(lambda: _any(Article.objects.published(at=Given("at")).filter(is_indexed=True))),
}
