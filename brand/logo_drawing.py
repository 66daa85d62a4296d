"""The logo's part of the darkroom (`config/darkroom.py`): runs in its child, and nowhere else decodes a logo."""

import io
import warnings
from typing import IO

from PIL import Image, ImageOps

from config.darkroom import Developed, Refused

LEAST_SIDE, MAX_SIDE = 128, 4000  # pixels
KEPT_SIDE = 512  # pixels


def written_anew(source: IO[bytes]) -> Developed:
    """Raises `Refused`."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _written_anew(source.read())
        except (Refused, MemoryError):
            raise
        except (
            Exception
        ) as error:  # Pillow raises bare ValueError, SyntaxError, struct.error … on broken files
            words = "This is not a PNG, WebP or JPEG picture. An SVG has to be exported as PNG."
            raise Refused(words) from error


def _written_anew(content: bytes) -> Developed:
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
    return Developed({}, [buffer.getvalue()])
