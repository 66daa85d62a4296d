"""The sizes and formats in which a picture goes out. No model here: bytes in, bytes out."""

from typing import NamedTuple

from config import darkroom

WIDTHS = [480, 800, 1200, 1600]  # pixels


class Format(NamedTuple):
    mime: str
    options: dict[str, int]


# Measured on photographs: WebP at 75 in 0.1 s each; AVIF at Pillow's default quality is no smaller than WebP.
FORMATS = {
    "webp": Format("image/webp", {"quality": 75, "method": 3}),
    "avif": Format("image/avif", {"quality": 52, "speed": 8, "max_threads": 1}),
}


def widths_for(width: int) -> list[int]:
    """The widths made from an original: none larger than itself, and itself when it is smaller than all."""
    return [w for w in WIDTHS if w <= width] or [width]


def encode(original: bytes, kind: str, widths: list[int]) -> list[tuple[int, int, bytes]]:
    """(width, height, bytes) for each width, largest first. Made in a child with limits (`config/darkroom.py`)."""
    if not widths:
        return []
    facts, files = darkroom.develop("blog.developing:renditions", original, kind=kind, widths=widths)
    return [(*size, file) for size, file in zip(facts["renditions"], files, strict=True)]
