"""Old addresses lead on: asked only when no page of ours answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils import timezone

from blog.models import MovedPage


class FollowMovedPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        page = MovedPage.find(request.path)
        if page is None or not page.is_open(at=timezone.now()):
            return response
        # Permanent to search engines, but asked again by browsers: an address may come back (slug A, B, A again),
        # and a browser that kept A → B would run in a circle.
        return HttpResponsePermanentRedirect(page.target(), headers={"Cache-Control": "no-cache"})
