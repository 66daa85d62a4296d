"""Pictures from the folder or the bucket. In production a web server in front may do this with the same headers."""

import logging
import mimetypes
import re
from pathlib import PurePosixPath
from typing import cast

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from blog.models import FormerFile
from config.span import OutOfRange, asked_by
from config.stored_file import Away, Piece, Storage, Wanted

logger = logging.getLogger(__name__)

RASTERS = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
}
STRONG_TAG = re.compile(r'"[!\x23-\x7e]*"')
YEAR = 365 * 24 * 60 * 60


class Sent(FileResponse):
    block_size = 64 * 1024


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file whose name carries its content's hash, for ever; anything but a raster is a download."""
    try:
        piece = cast(Storage, default_storage).piece(name, _wanted(request))
    except FileNotFoundError:
        return _lead_on(name)
    except OutOfRange as error:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{error.size}"})
    except Away as error:
        return _away(error)
    response = _response(name, piece)
    answer = get_conditional_response(request, etag=piece.tag, response=cast(HttpResponse, response))
    if answer is None or answer is response:
        return response
    response.close()
    return answer


def _wanted(request: HttpRequest) -> Wanted:
    if request.method == "HEAD":
        return Wanted(with_content=False)
    tag = request.headers.get("If-Range", "")
    if tag and not STRONG_TAG.fullmatch(tag):  # a date, or no tag of ours
        return Wanted()
    return Wanted(asked_by(request.headers.get("Range", "")), tag)


def _response(name: str, piece: Piece) -> FileResponse:
    path = PurePosixPath(name)
    kind = RASTERS.get(path.suffix.lower())
    response = Sent(
        piece.content,
        content_type=kind or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        as_attachment=kind is None,
        filename=path.name,
    )
    response["Content-Length"] = piece.size
    if part := piece.part:
        response.status_code = 206
        response["Content-Length"] = len(part)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{piece.size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = piece.tag
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _lead_on(name: str) -> HttpResponseBase:
    """To what took the place of a replaced file; asked again each time, because it may be replaced once more."""
    if address := FormerFile.now_at(name):
        return HttpResponseRedirect(address, headers={"Cache-Control": "no-cache"})
    raise Http404


def _away(error: Away) -> HttpResponse:
    logger.warning("a picture cannot be fetched: the bucket says %s", error)
    return HttpResponse(
        "This picture cannot be fetched at the moment.",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": "60", "Cache-Control": "no-store"},
    )
