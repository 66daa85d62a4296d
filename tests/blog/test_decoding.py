import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms
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
    ("kind", "extension"),
    [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".jpg"), ("AVIF", ".jpg"), ("GIF", ".png"), ("MPO", ".jpg")],
)
def test_rasters_are_written_anew(kind, extension):
    decoded = decoding.decode(image_bytes(40, 30, kind=kind))
    assert (decoded.extension, decoded.width, decoded.height) == (extension, 40, 30)


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_what_is_see_through_stays_so(kind):
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (9, 99, 200, 40)).save(buffer, kind)
    decoded = decoding.decode(buffer.getvalue(), with_renditions=True)
    assert decoded.extension == ".webp"
    for content in (decoded.content, decoded.renditions[0][2]):
        assert opened(content).convert("RGBA").getpixel((0, 0))[3] == 40


def test_an_animation_is_told_and_its_first_picture_kept():
    buffer = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), "#ff0000"), Image.new("RGB", (8, 8), "#0000ff")
    first.save(buffer, "GIF", save_all=True, append_images=[second])
    decoded = decoding.decode(buffer.getvalue())
    assert (decoded.was_moving, opened(decoded.content).getpixel((0, 0))) == (True, (255, 0, 0))


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
        (b"", "empty"),
        (b"MZ not a picture at all", "not a picture"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "EPS"),
        (b"push graphic-context\nviewbox 0 0 640 480\n", "not a picture"),
        (png_header(13_000, 13_000), "too large"),
        (png_header(100_000, 100), "too large"),
        (image_bytes(200, 200, kind="JPEG")[:400], "cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "cannot be read"),
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


def red_is_green():
    """A profile in which the first colour is what sRGB calls green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


@pytest.mark.parametrize("colour", [(200, 10, 10), (200, 10, 10, 128)], ids=["full", "see-through"])
def test_colours_are_translated_to_srgb(colour):
    buffer = io.BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", (8, 8), colour).save(
        buffer, "PNG", icc_profile=red_is_green()
    )
    red, green, _, *alpha = opened(decoding.decode(buffer.getvalue()).content).getpixel((0, 0))
    assert (red < 40, green > 180, alpha) == (True, True, [*colour[3:]])


def test_a_profile_of_another_kind_is_left_aside():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    content = decoding.decode(image_bytes(icc_profile=profile)).content
    assert opened(content).getpixel((0, 0)) == (0x33, 0x66, 0x99)


def test_a_see_through_palette_stays_see_through():
    buffer = io.BytesIO()
    Image.new("P", (8, 8), 0).save(buffer, "PNG", transparency=0)
    assert opened(decoding.decode(buffer.getvalue()).content).convert("RGBA").getpixel((0, 0))[3] == 0
