"""Requests that no page of ours can mean: refused before any view sees them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

MAX_QUERY_PARAMETERS = 100


class CleanRequests:
    """Answers 400 to NUL bytes and broken UTF-8 in path, query or cookies, which PostgreSQL would refuse as a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_unclean(request.path) or request.META.get("QUERY_STRING", "").count("&") > MAX_QUERY_PARAMETERS:
            raise BadRequest("The address holds characters that no page of ours has.")
        pairs = [text for name, values in request.GET.lists() for text in (name, *values)]
        if any(is_unclean(text) for text in [*pairs, *request.COOKIES.values()]):
            raise BadRequest("The address or a cookie holds characters that no page of ours has.")
        return self.get_response(request)


def is_unclean(text: str) -> bool:
    """Holds a NUL, a lone surrogate, or the replacement sign that stands for broken UTF-8."""
    return any(sign in "\0\ufffd" or "\ud800" <= sign <= "\udfff" for sign in text)
