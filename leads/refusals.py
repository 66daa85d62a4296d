"""Posts that the form does not take, each with a status and a sentence for a person."""

from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, UnreadablePostError

from config import origin

# 5,000 characters of four bytes, percent-encoded, are 60 kB; the rest is for the other fields.
MAX_BODY_BYTES = 128 * 1024
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}

ELSEWHERE = (
    "This message came from another website, so we have not taken it. Please use the form on our own page."
)
NO_FORM = "We only take what our form sends. Please use the form on our own page."
TOO_LONG = (
    "This is longer than we can take, so nothing was sent. "
    "Please go back, shorten your message to 5,000 characters, and send it again."
)
BROKEN = "Some characters arrived broken, so nothing was sent. Please go back and send your message again."


def why_refused(request: HttpRequest) -> tuple[int, str] | None:
    """Status and sentence, or None for a post that the form may read. The cheap questions come first."""
    if origin.is_foreign(request):
        return 403, ELSEWHERE
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type not in FORM_TYPES or charset not in {"utf-8", "utf8"}:
        return 415, NO_FORM
    if "HTTP_TRANSFER_ENCODING" in request.META:  # of no stated length, which Django reads as an empty body
        return 411, NO_FORM
    if _length(request) > MAX_BODY_BYTES:
        return 413, TOO_LONG
    return None if _is_utf8(request) else (400, BROKEN)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_utf8(request: HttpRequest) -> bool:
    # Django replaces broken bytes by U+FFFD, which an honest text may hold too: so the bytes themselves are asked.
    try:
        body = request.body
        (body if request.content_type == "multipart/form-data" else unquote_to_bytes(body)).decode()
    except (UnicodeDecodeError, UnreadablePostError):
        return False
    return True
