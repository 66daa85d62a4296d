"""What comes into the picture library: known by its first bytes, never by its name, and written anew.

No pixel is decoded here: that is done by `blog/developing.py` in a child with limits.
"""

import hashlib
from typing import NamedTuple

from blog import file_kinds
from config import darkroom
from config.darkroom import Refused

__all__ = ["Decoded", "Refused", "content_hash", "decode"]
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000  # pixels
TOO_LARGE = f"The picture is too large: at most {MAX_SIDE:,} pixels a side and {MAX_PIXELS:,} in all."
BROKEN = "This picture cannot be read: the file is damaged or cut off. Save or download it again."


class Decoded(NamedTuple):
    content: bytes
    extension: str
    width: int  # pixels
    height: int  # pixels
    was_moving: bool  # an animation, of which this is the first picture
    renditions: list[tuple[int, int, bytes]]  # width, height, WebP; none unless asked for


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fits(width: int, height: int) -> bool:
    return width <= MAX_SIDE and height <= MAX_SIDE and width * height <= MAX_PIXELS


def decode(content: bytes, *, with_renditions: bool = False) -> Decoded:
    """Upright, sRGB, without metadata. Raises `Refused`. A child of 0.1 s and what the picture needs."""
    if len(content) > MAX_BYTES:
        raise Refused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if not (kind := file_kinds.raster(content)):
        raise Refused(file_kinds.why_not(content))
    facts, files = darkroom.develop(
        "blog.developing:original", content, kind=kind, with_renditions=with_renditions
    )
    sizes = zip(facts.pop("renditions"), files[1:], strict=True)
    return Decoded(files[0], **facts, renditions=[(width, height, file) for (width, height), file in sizes])
