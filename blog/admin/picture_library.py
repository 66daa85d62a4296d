"""The library as the text editor asks for it: pictures by words, a page at a time, as JSON."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from blog.models import Picture

PAGE_SIZE = 24
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
FIELDS = ["name", "alt", "caption", "credit"]


@require_safe
def pictures(request: HttpRequest) -> JsonResponse:
    """Newest first, of those that hold all words (`q`), or one by its `id`: two queries (pictures, renditions)."""
    if not request.user.has_perm("blog.view_picture"):
        raise PermissionDenied
    if (number := request.GET.get("id", "")).isdecimal() and len(number) < 19:
        chosen = Picture.objects.with_renditions().filter(pk=int(number))
        return JsonResponse({"pictures": [details(picture) for picture in chosen], "next": None})
    asked = request.GET.get("page", "1")
    page = int(asked) if PAGE_NUMBER.fullmatch(asked) else 1
    begin = (page - 1) * PAGE_SIZE
    found = list(_with_words(request.GET.get("q", ""))[begin : begin + PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = [as_json(picture) for picture in found[:PAGE_SIZE]]
    return JsonResponse({"pictures": shown, "next": page + 1 if more else None})


def _with_words(words: str) -> QuerySet[Picture]:
    pictures = Picture.objects.with_renditions()
    for word in words[:200].split():
        holds = Q()
        for field in FIELDS:
            holds |= Q(**{f"{field}__icontains": word})
        pictures = pictures.filter(holds)
    return pictures


def as_json(picture: Picture) -> dict[str, Any]:
    """What the editor needs to show a picture and to write its figure. No query when renditions are prefetched."""
    words = {name: getattr(picture, name) for name in FIELDS}
    size = {"width": picture.width, "height": picture.height}
    addresses = {"src": picture.own_address, "thumbnail": picture.rendition_url(480)}
    return {"id": picture.pk, **words, **size, **addresses}


def details(picture: Picture) -> dict[str, Any]:
    """What the desk needs besides, to show crops and to change words and focal point."""
    focal = {"focal_x": picture.focal_x, "focal_y": picture.focal_y, "large": picture.rendition_url(800)}
    return {
        **as_json(picture),
        **focal,
        "change": reverse("admin:blog_picture_change_details", args=[picture.pk]),
    }
