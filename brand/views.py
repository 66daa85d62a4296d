"""The home page, the plain pages and the stylesheet of the company's colours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from brand.models import Page
from brand.stylesheet import TEMPLATE, stylesheet
from config import page_cache

YEAR = 365 * 24 * 60 * 60


@require_safe
@page_cache.kept
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "brand/home.html", {"place": request.path})


@require_safe
@page_cache.kept
def page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug)
    page_cache.note(f"page-{page.pk}")
    return render(request, "brand/page.html", {"page": page})


@require_safe
def accent(
    request: HttpRequest, accent: str, accent_dark: str, version: str, *, template: str = TEMPLATE
) -> HttpResponse:
    """Asks no database: the colours are in the address, and the pattern lets nothing but colours through."""
    response = HttpResponse(stylesheet(f"#{accent}", f"#{accent_dark}", template), content_type="text/css")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
