"""Where another system hands in a mail that came: as it is, signed as Standard Webhooks has it (docs/webhooks.md)."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from leads.inbound import take_in
from leads.models.webhook import signature
from leads.raw_mail import MAX_BYTES

TOLERANCE = timedelta(minutes=5)  # as the standard's own libraries have it


@csrf_exempt
@cache_control(private=True, no_store=True)
def inbound(request: HttpRequest) -> HttpResponse:
    """There only when it is set up. The same mail again is answered like the first time, and changes nothing."""
    at = timezone.now()
    if not settings.INBOUND_WEBHOOK_SECRET:
        raise Http404
    if request.method != "POST":
        return _refused("Post a mail here.", 405)
    if not _is_of_now(request, at):
        return _refused("webhook-timestamp is missing, or not of the last five minutes.", 401)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return _refused("A mail has at most 10 MB.", 413)
    body = request.read(MAX_BYTES + 1)
    if not _is_signed(request, body):
        return _refused("webhook-signature does not fit.", 401)
    if not body:
        return _refused("The body is the mail, and there is none.", 400)
    taken = take_in(body, at=at)
    return JsonResponse({"kind": taken.kind, "why": taken.why})


def _refused(why: str, status: int) -> HttpResponse:
    headers = {"Allow": "POST"} if status == 405 else {}
    return HttpResponse(f"{why}\n", "text/plain", status, headers=headers)


def _is_of_now(request: HttpRequest, at: datetime) -> bool:
    said = request.headers.get("webhook-timestamp", "")
    return (
        said.isascii()
        and said.isdigit()
        and abs(int(said[:12]) - at.timestamp()) <= TOLERANCE.total_seconds()
    )


def _is_signed(request: HttpRequest, body: bytes) -> bool:
    key, name = settings.INBOUND_WEBHOOK_SECRET, request.headers.get("webhook-id", "")
    right = signature(key, name, int(request.headers["webhook-timestamp"]), body).encode()
    given = request.headers.get("webhook-signature", "")[:2000].split()
    return bool(name) and any([hmac.compare_digest(one.encode(errors="replace"), right) for one in given])
