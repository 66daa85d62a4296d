"""What visitors read: lists and articles. Whatever is not published is as good as not there."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from blog import reads, search
from blog.appearance import card_address, card_of
from blog.article_page import article_page
from blog.cards import LISTED, cards, looks_of_list
from blog.lists import index_page, numbered_page, shelf_page
from blog.models import Article, Author, Category, Picture, Tag
from blog.page_keys import Shelf
from blog.shelves import shelf_at
from blog.social_card import picture_of
from brand.models import Company
from config import page_cache
from config.page_cache.parts import parts_of_request

YEAR = 365 * 24 * 60 * 60


@require_safe
@page_cache.kept
def index(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = index_page(request, at=at)
    shown = {"page": page, "cards": cards(page.ids, looks_of_list(), at=at), "place": request.path}
    return render(request, "blog/index.html", shown)


@require_safe
@page_cache.kept
def category(request: HttpRequest, slug: str) -> HttpResponse:
    category = shelf_at(Category, slug)
    listed = _listed(request, category, at=timezone.now())
    return render(request, "blog/category.html", {"category": category, "place": request.path, **listed})


@require_safe
@page_cache.kept
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag that no visitor can find an article under is not there: its name alone could tell of a draft."""
    tag = shelf_at(Tag, slug)
    listed = _listed(request, tag, at=timezone.now())
    if not listed["cards"]:
        raise Http404
    return render(request, "blog/tag.html", {"tag": tag, **listed})


@require_safe
@page_cache.kept
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = shelf_at(Author, slug, "portrait")
    listed = _listed(request, author, author.portrait, at=timezone.now())
    if not listed["cards"]:
        raise Http404
    return render(request, "blog/author.html", {"author": author, **listed})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Not kept: there are as many as there are words. One query, and two for cards that are not kept."""
    typed, at = " ".join(request.GET.get("q", "").split())[: search.LONGEST], timezone.now()
    with parts_of_request():
        found = search.search(typed, at=at)
        page = numbered_page(request, found.ids)
        shown = {"typed": typed, "found": found, "page": page, "place": request.path}
        shown["cards"] = cards(page.ids, LISTED, at=at)
        response = render(request, "blog/search.html", shown)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@page_cache.kept
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return article_page(request, slug, at=timezone.now())


@csrf_exempt  # it changes a number and nobody's rights; where it comes from is asked in blog/readers.py
@require_POST
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an article tells that it is read. The same answer to everybody; no query."""
    reads.count(request, slug, at=timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


@require_safe
def card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture drawn for an article without one. Two queries. An address from before a change leads on."""
    articles = Article.objects.published(at=timezone.now()).select_related("category")
    article = get_object_or_404(articles.defer("plain_text", "body", "body_html", "contents"), pk=pk)
    company = Company.current()
    card = card_of(article, company)
    if card.digest() != digest:
        return HttpResponseRedirect(card_address(article, company), headers={"Cache-Control": "no-cache"})
    response = HttpResponse(picture_of(card, article.pk), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _listed(request: HttpRequest, shelf: Shelf, *pictures: Picture | None, at: datetime) -> dict[str, Any]:
    """The asked page of published articles: a query, where their order is not kept, and two for cards that are not."""
    page = shelf_page(request, shelf, at=at)
    return {"page": page, "cards": cards(page.ids, looks_of_list(), at=at, besides=pictures)}
