"""The site tries out its own form: over HTTP, as a visitor without scripts would, all the way into the tables.

Forms die in many ways that no error tells: a proxy that refuses posts, a certificate, a page without its form. What is
sent carries a mark that only the site can make (leads/canary_mark.py), is held back like a suspect, is left out
wherever leads are shown or counted (`Lead.objects`), and is taken away at once.
"""

import uuid
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from django.conf import settings
from django.urls import reverse
from lxml import html
from lxml.etree import LxmlError

from leads.canary_mark import mark
from leads.models import Canary, Delivery, Lead

TIMEOUT, MAX_BYTES = 10, 1_000_000  # seconds for one answer; of a page
LEFT_OVER = timedelta(hours=1)
CALLED = {"User-Agent": "Byline-canary (bot; asks whether the form works)"}
EMAIL = "canary@byline.example.com"  # nothing is ever sent there


class Lost(Exception):
    """Where it was lost, in words."""


def watch(*, at: datetime) -> None:
    """One try, and what follows from how it ended."""
    Canary.record(try_out(), at=at)
    Lead.including_canaries.filter(is_canary=True, received_at__lt=at - LEFT_OVER).delete()


def try_out() -> str:
    """Send one enquiry through the form and look whether it arrived: where it was lost, in words, or nothing."""
    message = f"Canary {uuid.uuid4().hex}"
    try:
        _send(message)
        _look_for(message)
    except Lost as error:
        return str(error)
    finally:
        Lead.including_canaries.filter(is_canary=True, message=message).delete()
    return ""


def _send(message: str) -> None:
    client = build_opener(ProxyHandler({}), HTTPHandler(), HTTPSHandler())
    page = settings.CANARY_URL + reverse("leads:talk")
    form = _form(_asked(client, Request(page, headers=CALLED), "show the form"), page)
    filled = {**{name: value or "" for name, value in form.fields.items()}, **_filled(message)}
    filled.pop("consent", None)
    sent = Request(
        urljoin(page, form.get("action", "")),
        data=urlencode(filled).encode(),
        headers={**CALLED, "Origin": _origin(page), "Referer": page, "Sec-Fetch-Site": "same-origin"},
    )
    _asked(client, sent, "take the enquiry", ends_at=reverse("leads:thanks", args=["x"]).removesuffix("x/"))


def _filled(message: str) -> dict[str, str]:
    return {"name": "Canary", "email": EMAIL, "message": message, "canary": mark(message)}


def _asked(client: OpenerDirector, request: Request, to_do: str, *, ends_at: str = "") -> bytes:
    """The page that this led to, redirects followed as browsers do."""
    try:
        response: HTTPResponse
        with client.open(request, timeout=TIMEOUT) as response:
            if not urlsplit(response.url).path.startswith(ends_at):
                raise Lost(f"The site did not {to_do}: it answered {response.status} without thanks.")
            return response.read(MAX_BYTES)
    except HTTPError as error:
        error.close()
        raise Lost(f"The site did not {to_do}: it answered {error.code}.") from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        cause = getattr(error, "reason", error)
        why = "no answer in time" if isinstance(cause, TimeoutError) else type(cause).__name__
        raise Lost(f"The site cannot be reached at {_origin(request.full_url)} ({why}).") from None


def _form(page: bytes, address: str) -> html.FormElement:
    try:
        found = html.document_fromstring(page, base_url=address).xpath("//form[@data-talk-form]")
    except (LxmlError, ValueError):
        found = []
    if len(found) != 1 or not {"name", "email", "message"} <= set(found[0].fields):
        raise Lost("The form’s page is there, but without the form.")
    form: html.FormElement = found[0]
    return form


def _look_for(message: str) -> None:
    lead = Lead.including_canaries.filter(is_canary=True, message=message).first()
    if lead is None:
        raise Lost("The visitor was thanked, but the enquiry is not among the leads.")
    kinds = set(lead.deliveries.values_list("kind", flat=True))
    if missing := {Delivery.Kind.CONFIRMATION, Delivery.Kind.NOTIFICATION} - kinds:
        who = "we" if Delivery.Kind.NOTIFICATION in missing else "the visitor"
        raise Lost(f"The enquiry arrived, but no e-mail was prepared, so {who} would not be told.")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
