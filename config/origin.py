"""Ground module: did this request come from a page of ours? It stands in for a CSRF token on public pages, which hold
no per-visitor byte. Imports no app.

Every browser of these years sends `Origin` with a POST and cannot be made by a page to forge it, or `Sec-Fetch-Site`
(Fetch Metadata, W3C draft; OWASP's cheat sheet on CSRF, "Fetch Metadata headers"). A client that sends neither is no
browser, so it carries nobody's rights by accident.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_foreign(request: HttpRequest) -> bool:
    """Whether another site's page sent this, as far as the browser tells."""
    told = request.META  # `request.headers` is made of all of it first
    if told.get("HTTP_SEC_FETCH_SITE", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = told.get("HTTP_ORIGIN")
    if origin is None:
        return "HTTP_REFERER" in told and origin_of(told["HTTP_REFERER"]) not in own(request)
    return origin not in own(request)  # "null" is a sandboxed frame or a local file: never a page of ours


def own(request: HttpRequest) -> set[str]:
    """Our origins: the configured one, and the one under which this request was asked (a checked host)."""
    return {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}


def origin_of(address: str) -> str:
    """`scheme://host[:port]` of an address, or an empty text when it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
