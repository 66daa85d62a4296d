"""The logo as it comes in: decoded and written anew, so that nothing but a picture is kept."""

import hashlib

from django.core.files.base import ContentFile

from config import darkroom
from config.darkroom import Refused

__all__ = ["MAX_BYTES", "Refused", "receive"]
MAX_BYTES = 2 * 1024 * 1024


def receive(content: bytes) -> ContentFile:
    """A PNG of at most 512 pixels a side, without metadata, named by its content. Raises `Refused`."""
    if len(content) > MAX_BYTES:
        raise Refused("The file is larger than 2 MB.")
    written = darkroom.develop("brand.logo_drawing:written_anew", content).files[0]
    return ContentFile(written, name=f"logo-{hashlib.sha256(written).hexdigest()[:20]}.png")
