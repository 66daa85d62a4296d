"""The tags there are, as the desk suggests them: all of them while they are few, else those that begin as is typed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from blog.models import Tag

FEW = 300  # names within a page
SUGGESTED = 20


def few_names() -> list[str] | None:
    """None: there are more than a page should carry."""
    names = list(Tag.objects.order_by("name").values_list("name", flat=True)[: FEW + 1])
    return names if len(names) <= FEW else None


def tags(admin: Any, request: HttpRequest) -> JsonResponse:
    """`{"tags": [names]}`: of those that hold what is typed (`q`), those that begin with it come first."""
    if not admin.has_view_or_change_permission(request):
        raise PermissionDenied
    typed = request.GET.get("q", "").strip()[:100]
    found = Tag.objects.order_by("name").values_list("name", flat=True)
    names = list(found.filter(name__istartswith=typed)[:SUGGESTED]) if typed else []
    if typed and len(names) < SUGGESTED:
        within = found.filter(name__icontains=typed).exclude(name__istartswith=typed)
        names += within[: SUGGESTED - len(names)]
    return JsonResponse({"tags": names})
