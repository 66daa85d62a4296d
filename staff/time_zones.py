"""Each person's own clock: what they read and type in the admin is in their time zone."""

import zoneinfo
from collections.abc import Callable
from datetime import tzinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone


@cache
def time_zones() -> list[str]:
    """The names of places, such as `Europe/Vienna`; none of the old abbreviations."""
    return sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")
    )


def zone(name: str) -> tzinfo:
    """The one of this name, else the site's own."""
    return zoneinfo.ZoneInfo(name) if name in time_zones() else timezone.get_default_timezone()


def validate_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("There is no such time zone; write one such as Europe/Vienna.")


@cache
def _admin() -> str:
    return reverse("admin:index")


class OwnClock:
    """In the admin only: a public page never asks who is reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(_admin()):
            return self.get_response(request)
        with timezone.override(zone(getattr(request.user, "time_zone", ""))):
            return self.get_response(request)
