"""The sitemap (sitemaps.org/protocol.html): whole addresses of pages that answer 200, and when they last changed.

One file up to 10,000 addresses; above that `/sitemap.xml` is the index of `/blog/sitemap-lists-1.xml`,
`/blog/sitemap-articles-1.xml` and so on. An article's place in those follows from its number in the database, so that a
part costs the same however many there are; lists do not tell then when they changed, which all of them would have to.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef
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

MAX_ADDRESSES = 10_000  # of the 50,000 that are allowed: a robot waits a second for a part, not five


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
            places = list(_places(now))
            if len(places) <= MAX_ADDRESSES:
                return places
        return [
            Place(reverse("blog:sitemap_part", args=[kind, number]), None, is_part=True)
            for kind, numbers in [("lists", _list_numbers(now)), ("articles", _article_numbers(now))]
            for number in numbers
        ]


sitemaps = {"all": Addresses}


@require_safe
@page_cache.kept
def part(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    page_cache.note(page_keys.SITEMAP)
    now = timezone.now()
    first = (int(number) - 1) * MAX_ADDRESSES
    if kind == "lists":
        places = list(islice(_unchanged_lists(now), first, first + MAX_ADDRESSES))
    else:
        places = list(_articles(_range(_published(now), int(number))))
    if not places or not _is_large(now):
        raise Http404
    return render(request, "sitemap.xml", {"urlset": places}, content_type="application/xml; charset=utf-8")


def _published(at: datetime) -> Articles:
    changed_at = Greatest("published_at", "updated_at")  # PostgreSQL's ignores a NULL
    return Article.objects.published(at=at).annotate(changed_at=changed_at)


# -- all in one ---------------------------------------------------------------------------------------------


def _is_large(at: datetime) -> bool:
    """Counts no further than it has to."""
    return Article.objects.published(at=at)[: MAX_ADDRESSES + 1].count() > MAX_ADDRESSES


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


def _unchanged_lists(at: datetime) -> Iterator[Place]:
    yield Place(reverse("home"), None)
    yield Place(reverse("blog:index"), None)
    yield from _pages()
    readable = Article.objects.published(at=at)
    for name, lists, articles in [
        ("category", Category.objects.all(), readable.filter(category=OuterRef("pk"))),
        ("tag", Tag.objects.all(), readable.filter(taggings__tag=OuterRef("pk"))),
        ("author", Author.objects.all(), readable.filter(authorships__author=OuterRef("pk"))),
    ]:
        used: Any = lists.filter(Exists(articles)).order_by("pk")
        for slug in used.values_list("slug", flat=True).iterator():
            yield Place(reverse(f"blog:{name}", args=[slug]), None)


def _list_numbers(at: datetime) -> range:
    count = sum(1 for _ in _unchanged_lists(at))
    return range(1, -(-count // MAX_ADDRESSES) + 1)


def _range(articles: Articles, number: int) -> Articles:
    return articles.filter(pk__gt=(number - 1) * MAX_ADDRESSES, pk__lte=number * MAX_ADDRESSES)


def _article_numbers(at: datetime) -> list[int]:
    last = Article.objects.aggregate(pk=Max("pk"))["pk"] or 0
    numbers = range(1, -(-last // MAX_ADDRESSES) + 1)
    return [number for number in numbers if _range(_published(at), number).filter(is_indexed=True).exists()]
