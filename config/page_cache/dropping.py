"""Whoever changed what pages show is answered when no process shows the old ones any more."""

import time
from collections.abc import Callable
from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from config.page_cache.listener import LEASE

FIRST_LOOK = 0.002  # seconds
LONGEST_PAUSE = 0.05


def wait_until_dropped() -> bool:
    """After the commit, on the connection that changed something: returns when every process has dropped it.

    At the latest after `LEASE`, when a process that has not heard trusts its pages no longer. Answers whether anything
    had been dropped. A query, and a few while it waits, which takes some milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_cache_ping()")
        if (number := cursor.fetchone()[0]) is None:
            return False
        until, pause = time.monotonic() + LEASE, FIRST_LOOK
        while time.monotonic() < until:
            time.sleep(pause)
            cursor.execute("SELECT page_cache_is_behind(%s)", [number])
            if not cursor.fetchone()[0]:
                break
            pause = min(2 * pause, LONGEST_PAUSE)
    return True


@cache
def _admin() -> str:
    return reverse("admin:index")


class AnswerWhenDropped:
    """In the admin, whatever is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and request.path.startswith(_admin()):
            wait_until_dropped()
        return response
