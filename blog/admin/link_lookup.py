"""Our own articles as the text editor's links ask for them: by words, or by an address that somebody pasted."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog import own_links
from blog.admin import rights
from blog.models import Article, MovedPage
from blog.models.article import Articles
from blog.models.moved_page import normalise

SHOWN, MOST_ADDRESSES = 10, 50


@require_safe
def articles(request: HttpRequest) -> JsonResponse:
    """`?q=` answers a list, newest first; `?address=`, repeated, those that are ours: address → article."""
    if not (rights.may(request, "view") or rights.may(request, "write")):
        raise PermissionDenied
    seen = _visible(request)
    addresses = request.GET.getlist("address")[:MOST_ADDRESSES]
    if addresses:
        found = {address: _as_json(article) for address in addresses if (article := _at(seen, address))}
        return JsonResponse({"found": found})
    return JsonResponse(
        {"articles": [_as_json(article) for article in _with_words(seen, request.GET.get("q", ""))]}
    )


def _visible(request: HttpRequest) -> Articles:
    """An author finds what everybody can read, and their own."""
    articles = Article.objects.only("title", "slug", "published_at", "withdrawn_at", "binned_at")
    if rights.may(request, "view"):
        return articles
    own = rights.own(request, Article.objects.all()).values("pk")
    return articles.filter(
        Q(pk__in=Article.objects.published(at=timezone.now()).values("pk")) | Q(pk__in=own)
    )


def _with_words(articles: Articles, words: str) -> Articles:
    for word in words[:200].split():
        articles = articles.filter(Q(title__icontains=word) | Q(slug__icontains=word))
    return articles.newest_first()[:SHOWN]


def _at(articles: Articles, address: str) -> Article | None:
    """Also by an address that it had before."""
    path = own_links.path_of(address)
    if path is None:
        return None
    moved = MovedPage.objects.filter(old_path=normalise(path))
    return articles.filter(Q(slug=own_links.slug_of(path)) | Q(pk__in=moved.values("article"))).first()


def _as_json(article: Article) -> dict[str, Any]:
    state = article.state(at=timezone.now())
    return {
        "id": article.pk,
        "title": article.title,
        "address": article.get_absolute_url(),
        "state": state,
    }
