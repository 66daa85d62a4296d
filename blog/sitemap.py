"""The sitemap (sitemaps.org/protocol.html): whole addresses of pages that answer 200, and when they last changed.

One file up to 50,000 addresses; above that `/sitemap.xml` is the index of `/blog/sitemap-1.xml` and so on.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog import page_keys
from blog.models import Article
from blog.models.article import Articles
from brand.models import Page
from config import page_cache

MAX_ADDRESSES = 50_000


class Place(NamedTuple):
    path: str
    changed_at: datetime | None
    is_part: bool = False


class Addresses:
    """What Django's view asks for the entries of `/sitemap.xml`: places, or the parts when they are too many."""

    def get_urls(self, **_asked: object) -> list[Place]:
        places = list(_places(timezone.now()))
        if len(places) <= MAX_ADDRESSES:
            return places
        numbers = range(1, -(-len(places) // MAX_ADDRESSES) + 1)
        return [Place(reverse("blog:sitemap_part", args=[number]), None, is_part=True) for number in numbers]


sitemaps = {"all": Addresses}


@require_safe
@page_cache.kept
def part(request: HttpRequest, number: int) -> HttpResponse:
    places = list(_places(timezone.now()))
    first = (number - 1) * MAX_ADDRESSES
    if len(places) <= MAX_ADDRESSES or not 0 <= first < len(places):
        raise Http404
    shown = {"urlset": places[first : first + MAX_ADDRESSES]}
    return render(request, "sitemap.xml", shown, content_type="application/xml; charset=utf-8")


def _places(at: datetime) -> Iterator[Place]:
    """Five queries. A list changes when the newest of its articles does, be that one named here or not."""
    page_cache.note(page_keys.SITEMAP)
    articles = Article.objects.published(at=at).annotate(
        changed_at=Greatest("published_at", "updated_at")  # PostgreSQL's ignores a NULL
    )
    newest = articles.aggregate(at=Max("changed_at"))["at"]
    yield Place(reverse("home"), newest)
    yield Place(reverse("blog:index"), newest)
    for page in Page.objects.order_by("pk"):
        yield Place(page.get_absolute_url(), page.updated_at)
    for name, slug in [("category", "category__slug"), ("tag", "tags__slug"), ("author", "authors__slug")]:
        yield from _lists(articles, name, slug)
    for article in articles.filter(is_indexed=True).order_by("pk").only("slug", "canonical_address"):
        path = article.get_absolute_url()
        if article.canonical_address in {"", f"{settings.SITE_URL}{path}"}:  # else its place is elsewhere
            yield Place(path, vars(article)["changed_at"])


def _lists(articles: Articles, name: str, slug: str) -> Iterator[Place]:
    found = (
        articles.exclude(**{slug: None}).order_by().values(list_slug=F(slug)).annotate(at=Max("changed_at"))
    )
    for row in found.order_by("list_slug"):
        yield Place(reverse(f"blog:{name}", args=[row["list_slug"]]), row["at"])
