"""Pictures from `MEDIA_ROOT`. In production a web server in front may do this with the same headers."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from blog.models import FormerFile

RASTERS = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
}
YEAR = 365 * 24 * 60 * 60


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file whose name carries its content's hash, for ever; anything but a raster is a download."""
    path = _path(name)
    if path is None:
        return _lead_on(name)
    kind = RASTERS.get(path.suffix.lower())
    response = FileResponse(
        path.open("rb"),
        content_type=kind or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        as_attachment=kind is None,
    )
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _path(name: str) -> Path | None:
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
        return path if path.is_file() else None
    except (SuspiciousFileOperation, ValueError, OSError):
        return None


def _lead_on(name: str) -> HttpResponseBase:
    """To what took the place of a replaced file; asked again each time, because it may be replaced once more."""
    if address := FormerFile.now_at(name):
        return HttpResponseRedirect(address, headers={"Cache-Control": "no-cache"})
    raise Http404
