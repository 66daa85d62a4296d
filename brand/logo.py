"""The logo as it comes in: decoded and written anew, so that nothing but a picture is kept."""

import hashlib
import io
import warnings

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

MAX_BYTES = 2 * 1024 * 1024
LEAST_SIDE, MAX_SIDE = 128, 4000  # pixels
KEPT_SIDE = 512  # pixels


class Refused(ValueError):
    """Why, in words that an owner can act on."""


def receive(content: bytes) -> ContentFile:
    """A PNG of at most 512 pixels a side, without metadata, named by its content. Raises `Refused`."""
    if len(content) > MAX_BYTES:
        raise Refused("The file is larger than 2 MB.")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _written_anew(content)
        except Refused:
            raise
        except (
            Exception
        ) as error:  # Pillow raises bare ValueError, SyntaxError, struct.error … on broken files
            raise Refused(
                "This is not a PNG, WebP or JPEG picture. An SVG has to be exported as PNG."
            ) from error


def _written_anew(content: bytes) -> ContentFile:
    with Image.open(io.BytesIO(content), formats=["PNG", "WEBP", "JPEG"]) as image:
        if not LEAST_SIDE <= min(image.size) <= max(image.size) <= MAX_SIDE:
            raise Refused(
                f"{image.width} × {image.height} pixels: each side must be between {LEAST_SIDE} and {MAX_SIDE}."
            )
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    upright.info.clear()
    buffer = io.BytesIO()
    upright.save(buffer, "PNG", optimize=True)
    name = hashlib.sha256(buffer.getvalue()).hexdigest()[:20]
    return ContentFile(buffer.getvalue(), name=f"logo-{name}.png")
