"""Old addresses lead on: asked only when no page of ours answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils import timezone

from blog.models import MovedPage
from blog.tally import tally


class FollowMovedPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            response = _followed(request, response)
        if tally.is_due():
            tally.write()
        return response


def _followed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    now = timezone.now()
    page = MovedPage.find(request.path)
    if page is None:
        tally.miss(request, at=now)
        return response
    if not page.is_open(at=now):
        return response
    tally.hit(page.pk, at=now)
    # Permanent to search engines, but asked again by browsers: an address may come back (slug A, B, A again),
    # and a browser that kept A → B would run in a circle.
    return HttpResponsePermanentRedirect(page.target(), headers={"Cache-Control": "no-cache"})
