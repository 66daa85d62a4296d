import io
import struct
import zlib

import pytest
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from blog import decoding
from tests.factories import image_bytes


def opened(content):
    return Image.open(io.BytesIO(content))


def png_header(width, height):
    """A small file that claims to be huge."""
    data = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [b"IHDR" + data, b"IDAT" + zlib.compress(b"\0" * 100_000), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


@pytest.mark.parametrize(
    ("kind", "extension"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"), ("GIF", ".png")]
)
def test_rasters_are_written_anew(kind, extension):
    decoded = decoding.decode(image_bytes(40, 30, kind=kind))
    assert (decoded.extension, decoded.width, decoded.height) == (extension, 40, 30)


def test_avif_becomes_webp():
    assert decoding.decode(image_bytes(kind="AVIF")).extension == ".webp"


def test_the_orientation_is_applied_and_metadata_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned right
    exif[0x010E] = "taken at home"
    decoded = decoding.decode(image_bytes(40, 20, kind="JPEG", exif=exif))
    assert (decoded.width, decoded.height) == (20, 40)
    assert b"taken at home" not in decoded.content
    assert dict(opened(decoded.content).getexif()) == {}


def test_text_chunks_are_dropped():
    info = PngInfo()
    info.add_text("Comment", "my secret")
    assert b"my secret" not in decoding.decode(image_bytes(pnginfo=info)).content


def test_cmyk_and_sixteen_bits_become_ordinary():
    buffer = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(buffer, "JPEG")
    assert opened(decoding.decode(buffer.getvalue()).content).mode == "RGB"
    buffer = io.BytesIO()
    Image.new("I;16", (8, 8), 40_000).save(buffer, "PNG")
    image = opened(decoding.decode(buffer.getvalue()).content)
    assert (image.mode, image.convert("L").getpixel((0, 0))) == ("L", 156)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a picture"),
        (b"MZ not a picture at all", "not a picture"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not a picture"),
        (b"push graphic-context\nviewbox 0 0 640 480\n", "not a picture"),
        (png_header(13_000, 13_000), "too large"),
        (png_header(100_000, 100), "too large"),
        (image_bytes(200, 200, kind="JPEG")[:400], "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a picture"),
        (b"\0" * (decoding.MAX_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["empty", "other", "svg", "eps", "mvg", "bomb", "ribbon", "cut", "broken", "heavy"],
)
def test_everything_else_is_refused_in_words(content, words):
    with pytest.raises(decoding.Refused, match=words):
        decoding.decode(content)


def test_a_text_bomb_is_refused():
    chunk = b"zTXt" + b"k\0\0" + zlib.compress(b"a" * 80_000_000, 9)
    start = image_bytes(4, 4)
    bomb = (
        start[:33]
        + struct.pack(">I", len(chunk) - 4)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + start[33:]
    )
    with pytest.raises(decoding.Refused):
        decoding.decode(bomb)


def test_tiff_is_not_among_the_formats_that_are_read():
    assert TiffImagePlugin.TiffImageFile.format not in decoding.READ


def test_a_see_through_palette_stays_see_through():
    buffer = io.BytesIO()
    Image.new("P", (8, 8), 0).save(buffer, "PNG", transparency=0)
    assert opened(decoding.decode(buffer.getvalue()).content).convert("RGBA").getpixel((0, 0))[3] == 0
