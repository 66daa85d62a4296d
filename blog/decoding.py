"""What comes into the picture library: found by decoding, never by name, and written anew."""

import hashlib
import io
import warnings
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000  # pixels
READ = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
TOO_LARGE = f"The picture is too large: at most {MAX_SIDE:,} pixels a side and {MAX_PIXELS:,} in all."
WRITE = {  # what each becomes: (format, extension, options)
    "JPEG": ("JPEG", ".jpg", {"quality": 92, "optimize": True}),
    "PNG": ("PNG", ".png", {"compress_level": 4}),
    "GIF": ("PNG", ".png", {"compress_level": 4}),
    "WEBP": ("WEBP", ".webp", {"quality": 92, "method": 3}),
    "AVIF": ("WEBP", ".webp", {"quality": 92, "method": 3}),
}


class Refused(ValueError):
    """Why, in words that an editor can act on."""


class Decoded(NamedTuple):
    content: bytes
    extension: str
    width: int  # pixels
    height: int  # pixels


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes) -> Decoded:
    """Upright, sRGB, without metadata. Raises `Refused`."""
    if len(content) > MAX_BYTES:
        raise Refused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if b"<svg" in content[:4096].lower():
        raise Refused("SVG files can hold scripts, so they are not taken. Export it as PNG.")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _decode(content)
        except Refused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused(TOO_LARGE) from error
        except (
            Exception
        ) as error:  # Pillow raises bare ValueError, SyntaxError, struct.error … on broken files
            raise Refused("This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF).") from error


def _decode(content: bytes) -> Decoded:
    with Image.open(io.BytesIO(content), formats=READ) as image:
        _check_size(image)
        kind = image.format or ""
        upright = _in_srgb(ImageOps.exif_transpose(image))
    written, extension, options = WRITE[kind]
    buffer = io.BytesIO()
    plain = _for_format(upright, written)
    plain.info.clear()  # Pillow would write the profile and comments again
    plain.save(buffer, written, **options)
    return Decoded(buffer.getvalue(), extension, *plain.size)


def _check_size(image: Image.Image) -> None:
    """Before a single pixel is decoded."""
    width, height = image.size
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(TOO_LARGE)


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _for_format(image: Image.Image, kind: str) -> Image.Image:
    if kind == "JPEG":
        return image if image.mode in {"RGB", "L"} else image.convert("RGB")
    if (
        image.mode.startswith("I") or image.mode == "F"
    ):  # 16 bits: scaled down, where a plain convert would cut
        return image.point(lambda value: value / 256).convert("L")
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")
