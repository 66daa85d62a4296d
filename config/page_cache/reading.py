"""What a page was made from, noted while it is made. A note is a surrogate key: `article-12`, `lists`, `frame`."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "Surrogate-Key"
ASK_EACH_TIME = "no-cache"  # to browsers: the answer is mostly a 304

_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def note(*keys: str) -> None:
    """The page that is being made shows what these keys stand for. Without a page it means nothing."""
    if (noted := _noted.get()) is not None:
        noted.update(keys)


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose pages may be kept: they depend on nothing but the address, `?page=`, and what was noted."""

    @wraps(view)
    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        noted: set[str] = set()
        token = _noted.set(noted)
        try:
            response = view(request, *args, **kwargs)
        finally:
            _noted.reset(token)
        if response.status_code == 200 and noted:
            response.headers[HEADER] = " ".join(sorted(noted))
            response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    return noting
