"""The error pages. All but the 404 stand alone: they need no database, and most are rendered once."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from config import origin
from config.page_cache.parts import parts_of_request


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_alone("errors/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_alone("errors/403.html"), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Leads back to the page that the form stood on, where the browser names one of ours."""
    before = request.headers.get("Referer", "")
    form_address = before if origin.origin_of(before) in origin.own(request) else ""
    page = render_to_string("errors/403_csrf.html", {"form_address": form_address})
    return HttpResponse(page, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says nothing of what was asked for, so that a draft answers with the same bytes as a page that never was."""
    with parts_of_request():
        return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_alone("errors/500.html"), status=500)


@cache
def _alone(template: str) -> str:
    return render_to_string(template)
