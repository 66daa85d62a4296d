"""What did not arrive, for the overview of those who can do something about it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from blog import mentions
from leads.models import Delivery, Webhook

SHORT = 6
RECENT = timedelta(days=14)  # what was given up longer ago stands in the list of deliveries alone


def lists(request: HttpRequest, *, at: datetime) -> Iterator[dict[str, Any]]:
    """None when all is well."""
    if request.user.has_perm("leads.view_delivery"):
        yield from _deliveries(at)
    if request.user.has_perm("staff.change_user"):
        yield from _mentions()


def _deliveries(at: datetime) -> Iterator[dict[str, Any]]:
    found = Delivery.objects.failed().filter(failed_at__gte=at - RECENT).exclude(event=Webhook.TEST)
    rows = [
        {
            "title": f"{delivery.get_kind_display()}, {delivery.lead or delivery.recipient}",
            "url": reverse("admin:leads_delivery_change", args=[delivery.pk]),
            "words": delivery.problem,
            "at": delivery.failed_at,
        }
        for delivery in found.select_related("lead").order_by("-failed_at")[:SHORT]
    ]
    if rows:
        address = f"{reverse('admin:leads_delivery_changelist')}?state=failed"
        yield {"name": "undelivered", "title": "Did not arrive", "url": address, "rows": rows}


def _mentions() -> Iterator[dict[str, Any]]:
    rows = [
        {
            "title": f"To {person}, about a comment on “{comment.article}”",
            "url": reverse("admin:blog_article_comments", args=[comment.article_id]),
            "words": "The mail server took it at none of eight attempts.",
        }
        for comment, person in mentions.not_told()
    ]
    if rows:
        yield {
            "name": "mentions",
            "title": "Mails about comments that did not arrive",
            "rows": rows[:SHORT],
            "press_url": reverse("admin:mentions_again"),
            "press_label": "Send them again",
        }


def webhooks_given_up(request: HttpRequest) -> list[Webhook]:
    """For a banner."""
    return list(Webhook.objects.given_up()) if request.user.has_perm("leads.change_webhook") else []


def tell_mentioned_again(request: HttpRequest) -> HttpResponse:
    """POST alone."""
    if not request.user.has_perm("staff.change_user"):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    mentions.try_again(at=timezone.now())
    messages.success(request, "They are sent again within a minute.")
    return HttpResponseRedirect(reverse("admin:index"))
