"""Views whose pages are kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from config.page_cache.notes import noting
from config.page_cache.parts import parts_of_request

HEADER = "Surrogate-Key"
ASK_EACH_TIME = "no-cache"  # to browsers: the answer is mostly a 304


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose pages may be kept: they depend on nothing but the address, `?page=`, and what was noted."""

    @wraps(view)
    def noted_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with parts_of_request(), noting() as noted:
            response = view(request, *args, **kwargs)
        if response.status_code == 200 and noted:
            response.headers[HEADER] = " ".join(sorted(noted))
            response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    return noted_view
