"""The library's part of the darkroom (`config/darkroom.py`): runs in its child; nowhere else is a picture decoded.

The largest picture that is taken has 40 million pixels, for each of which Pillow keeps four bytes. So every step lets
go of the picture before it makes the next one (bench/pictures.py measures it).
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from blog import file_kinds
from blog.decoding import BROKEN, MAX_PIXELS, TOO_LARGE, fits
from blog.renditions import FORMATS, widths_for
from config.darkroom import Developed, Refused

READERS = [
    AvifImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
]  # no other is loaded
WRITE: dict[str, tuple[str, dict[str, Any]]] = {  # extension, options
    "JPEG": (".jpg", {"quality": 92}),
    "PNG": (".png", {"compress_level": 2}),
    "WEBP": (".webp", {"quality": 92, "method": 0, "alpha_quality": 80}),
}
MAX_WEBP = 16_000_000  # pixels; above, its writer wants 700 MB, and a fine one no longer fits into the format
TURNS = {  # by Exif's orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread wants memory of its own
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses twice as many before it makes room for them


def original(source: IO[bytes], *, kind: str, with_renditions: bool) -> Developed:
    """The picture as the library keeps it, and its WebP renditions. Raises `Refused`."""
    with refusals():
        image = _opened(source.read(), kind)
        if not fits(*image.size):
            raise Refused(TOO_LARGE)
        was_moving = image.format != "MPO" and getattr(image, "is_animated", False)
        turn, profile = _turn(image), image.info.get("icc_profile")
        image = _decoded(image)
        if turn is not None:
            image = image.transpose(turn)
        image = _in_srgb(image, profile)
        image.info.clear()  # Pillow would write the profile and comments again
        written = _format_for(kind, image)
        extension, options = WRITE[written]
        kept = _written(image, written, options)
        scaled = list(_scaled(image, "webp", widths_for(image.width))) if with_renditions else []
        facts = {
            "extension": extension,
            "width": image.width,
            "height": image.height,
            "was_moving": was_moving,
        }
        return _developed(facts, scaled, kept)


def renditions(source: IO[bytes], *, kind: str, widths: list[int]) -> Developed:
    """Of an original that the library wrote. Raises `Refused`."""
    with refusals():
        content = source.read()
        image = _opened(content, file_kinds.raster(content))
        del content
        image.draft(None, (2 * max(widths), 2))  # a JPEG is decoded at a half, a quarter or an eighth
        return _developed({}, list(_scaled(_in_srgb(_decoded(image)), kind, widths)))


def _developed(facts: dict[str, Any], scaled: list[tuple[int, int, bytes]], *kept: bytes) -> Developed:
    sizes = [(width, height) for width, height, _ in scaled]
    return Developed(facts | {"renditions": sizes}, [*kept, *(content for _, _, content in scaled)])


@contextmanager
def refusals() -> Iterator[None]:
    """Pillow raises bare ValueError, SyntaxError, struct.error … on broken files: all mean the same to an editor."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of Exif that is broken in a good picture, and of half the pixels we take
        try:
            yield
        except (Refused, MemoryError):
            raise
        except Image.DecompressionBombError as error:
            raise Refused(TOO_LARGE) from error
        except Exception as error:
            raise Refused(BROKEN) from error


def _opened(content: bytes, kind: str) -> Any:
    return Image.open(io.BytesIO(content), formats=[kind])


def _decoded(image: Any) -> Image.Image:
    """All its pixels, and of the decoder nothing: Pillow's `load` would keep it beside the picture (WebP: twice)."""
    if image.format in {"WEBP", "AVIF"}:
        image.fp = None  # the file: these decoders have their own copy of it
    if image.format == "WEBP":
        data, mode = image._get_next()[0], image.rawmode
    elif image.format == "AVIF":
        data, mode = image._decoder.get_frame(0)[0], image.mode
    else:
        image.load()
        return image
    size, image._decoder = image.size, None
    return Image.frombuffer(mode, size, data, "raw", mode, 0, 1)


def _turn(image: Any) -> Image.Transpose | None:
    try:
        return TURNS.get(image.getexif().get(ORIENTATION))
    except Exception:  # broken Exif in a good picture
        return None


def _in_srgb(image: Image.Image, profile: bytes | None = None) -> Image.Image:
    """`L`, `RGB` or `RGBA`, the last only when something shows through."""
    if (
        image.mode.startswith("I") or image.mode == "F"
    ):  # 16 bits: scaled down, where a plain convert would cut
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in {"L", "RGB", "RGBA", "CMYK"} or "transparency" in image.info:
        see_through = image.mode in {"LA", "PA"} or "transparency" in image.info
        image = image.convert("RGBA" if see_through else "L" if image.mode == "1" else "RGB")
    if profile:
        image = _by_profile(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    return image


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        if image.mode in {"RGB", "RGBA"}:
            ImageCms.profileToProfile(image, source, target, inPlace=True)
            return image
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):  # a broken one, or one of another kind of picture
        return image


def _format_for(kind: str, image: Image.Image) -> str:
    """Lossless stays lossless. What hardly anything but a browser reads becomes JPEG, unless it is see-through."""
    if kind in {"PNG", "GIF"}:
        return "PNG"
    if image.mode != "RGBA":
        return "JPEG"
    return "WEBP" if image.width * image.height <= MAX_WEBP else "PNG"


def _written(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    try:
        image.save(buffer, kind, **options)
    except (
        OSError,
        ValueError,
    ) as error:  # a good picture: what is wanting is room, in memory or in the format
        raise MemoryError from error
    return buffer.getvalue()


def _scaled(image: Image.Image, kind: str, widths: list[int]) -> Iterator[tuple[int, int, bytes]]:
    """(width, height, bytes) for each width, largest first, each scaled from the one before."""
    for width in sorted(widths, reverse=True):
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        if image.mode == "L":
            image = image.convert("RGB")
        yield width, height, _written(image, kind.upper(), FORMATS[kind].options)
