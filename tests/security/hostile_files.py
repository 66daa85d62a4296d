"""Files that somebody would upload to do harm, each made here in code: name → maker. `SECRET` must never come out again."""

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.factories import image_bytes

SECRET = b"taken-at-51.5007N"
SCRIPT = b"<script>alert('" + SECRET + b"')</script>"
PHP = b"<?php system($_GET['" + SECRET + b"']); ?>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>' + SECRET + b"</place></x:xmpmeta>"
RASTERS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *chunks, data=b"\0" * 1000):
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rest = png_chunk(b"IDAT", zlib.compress(data)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + rest


def with_chunk(kind, data):
    """A good PNG with one chunk more."""
    good = image_bytes(8, 8)
    return good[:33] + png_chunk(kind, data) + good[33:]


def riff(*chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif(width, height, *blocks):
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", width, height, 0x80, 0, 0)
        + b"\0\0\0\xff\xff\xff"
        + b"".join(blocks)
        + b";"
    )


def gif_frame(width=1, height=1, data=b"\x02\x4c\x01"):
    return b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02" + bytes([len(data)]) + data + b"\0"


def jpeg_segment(marker, data):
    """A good JPEG with one segment more, right at its beginning."""
    good = image_bytes(8, 8, kind="JPEG")
    return good[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data + good[2:]


def huge_jpeg():
    good = image_bytes(8, 8, kind="JPEG")
    at = good.index(b"\xff\xc0") + 5
    return good[:at] + struct.pack(">HH", 65_500, 65_500) + good[at + 4 :]


def huge_avif():
    good = image_bytes(64, 64, kind="AVIF")
    at = good.index(b"ispe") + 8
    return good[:at] + struct.pack(">II", 60_000, 60_000) + good[at + 8 :]


def many(kind, count, size=16):
    buffer = io.BytesIO()
    first, *rest = [Image.new("RGB", (size, size), (n * 37 % 256, n * 91 % 256, 9)) for n in range(count)]
    first.save(buffer, kind, save_all=True, append_images=rest, duration=40)
    return buffer.getvalue()


def zipped(name="page.html", content=SCRIPT):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def gif_and_script():
    """Valid as both: its width, 10,799 pixels, reads `/*`."""
    picture = image_bytes(0x2A2F, 1, kind="GIF")
    assert picture.startswith((b"GIF89a/*", b"GIF87a/*"))
    return picture + b"*/=1;alert('" + SECRET + b"')//"


def exif():
    found = Image.Exif()
    found[0x010E] = SECRET.decode()
    found.get_ifd(0x8825)[1] = "N"
    found.get_ifd(0x8825)[2] = (51.0, 30.0, 2.5)
    found.get_ifd(0x8825)[29] = SECRET.decode()
    return found


def profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb + SECRET


def text_chunks():
    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_text("Packed", SECRET.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return image_bytes(8, 8, pnginfo=info, exif=exif())


ICON = b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0" + b"\0" * 200
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

# -- what must be refused: name → (maker, words of the refusal) -----------------------------------------------------
TOO_LARGE, DAMAGED, NOT = "too large", "damaged or cut off", "not a picture that can be read"
REFUSED = {
    "PNG of 169 megapixels in a kilobyte": (lambda: png(13_000, 13_000), TOO_LARGE),
    "PNG ribbon": (lambda: png(100_000, 100), TOO_LARGE),
    "PNG just over the limit": (lambda: png(8000, 5001), TOO_LARGE),
    "PNG of the largest size that ends at once": (lambda: png(8000, 5000), DAMAGED),
    "PNG text bomb": (lambda: with_chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 8_000_000)), DAMAGED),
    "PNG international text bomb": (
        lambda: with_chunk(b"iTXt", b"k\0\1\0\0\0" + zlib.compress(b"a" * 8_000_000)),
        DAMAGED,
    ),
    "JPEG of 4 gigapixels": (huge_jpeg, TOO_LARGE),
    "GIF of 4 gigapixels": (lambda: gif(65_535, 65_535, gif_frame()), TOO_LARGE),
    "GIF with a frame larger than itself": (lambda: gif(1, 1, gif_frame(60_000, 60_000)), TOO_LARGE),
    "WebP canvas of 268 megapixels": (
        lambda: riff(
            (b"VP8X", b"\0\0\0\0\xff\x3f\0\xff\x3f\0"), (b"VP8L", b"\x2f\xff\xff\xff\x0f" + b"\0" * 50)
        ),
        TOO_LARGE,
    ),
    "WebP lossless of 268 megapixels": (
        lambda: riff((b"VP8L", b"\x2f\xff\xff\xff\x0f" + b"\0" * 50)),
        TOO_LARGE,
    ),
    "WebP of 100 megapixels": (lambda: riff((b"VP8L", b"\x2f\x0f\xe7\xc3\x09" + b"\0" * 50)), TOO_LARGE),
    "AVIF of 3.6 gigapixels": (huge_avif, ""),
    "SVG": (SVG.encode, "SVG"),
    "SVG with a byte order mark": (lambda: SVG.encode("utf-8-sig"), "SVG"),
    "SVG in UTF-16": (lambda: SVG.encode("utf-16"), "SVG"),
    "SVG in UTF-16, the other way round": (lambda: b"\xfe\xff" + SVG.encode("utf-16-be"), "SVG"),
    "SVG in UTF-16 without a mark": (lambda: SVG.encode("utf-16-le"), "SVG"),
    "SVG, compressed": (lambda: gzip.compress(SVG.encode()), "SVG"),
    "SVG, compressed bomb": (lambda: gzip.compress(SVG.encode() + b" " * 10_000_000, 1), "SVG"),
    "SVG with a prologue": (lambda: b'<?xml version="1.0" standalone="no"?>\n' + SVG.encode(), "SVG"),
    "SVG after 5 kB of comment": (lambda: b"<!--" + b"x" * 5000 + b"-->" + SVG.encode(), "SVG"),
    "SVG with entities that laugh": (lambda: LAUGHS.encode() + SVG.encode(), "SVG"),
    "SVG in a namespace": (lambda: b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', "SVG"),
    "SVG in capitals": (SVG.upper().encode, "SVG"),
    "EPS": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n", "EPS"),
    "EPS with a preview": (lambda: b"\xc5\xd0\xd3\xc6" + b"\0" * 60, "EPS"),
    "MVG": (
        lambda: b"push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'ephemeral:/etc/passwd'\n",
        NOT,
    ),
    "MSL": (lambda: b'<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>', NOT),
    "XML with an external entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        NOT,
    ),
    "Photoshop document": (lambda: b"8BPS\0\1" + b"\0" * 60, "Photoshop"),
    "TIFF": (lambda: image_bytes(8, 8, kind="TIFF"), "TIFF"),
    "TIFF, the other way round": (lambda: b"MM\0*\0\0\0\x08" + b"\0" * 60, "TIFF"),
    "BMP": (lambda: image_bytes(8, 8, kind="BMP"), "BMP"),
    "icon": (lambda: ICON, "ICO"),
    "JPEG 2000": (lambda: image_bytes(8, 8, kind="JPEG2000"), "JPEG 2000"),
    "JPEG XL": (lambda: b"\xff\x0a" + b"\0" * 60, "JPEG XL"),
    "PPM": (lambda: image_bytes(8, 8, kind="PPM"), NOT),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60, "HEIC picture, as iPhones"),
    "film": (lambda: b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + b"\0" * 60, "a film"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>", "PDF"),
    "web page": (lambda: b"\n<!DOCTYPE html><html><body>" + SCRIPT, "web page"),
    "script": (lambda: b"#!/bin/sh\nid\n", NOT),
    "program": (lambda: b"\x7fELF\2\1\1" + b"\0" * 60, NOT),
    "PHP": (lambda: PHP, NOT),
    "ZIP archive": (zipped, "ZIP"),
    "no byte": (lambda: b"", "empty"),
    "nothing but zeros": (lambda: b"\0" * 4096, "empty"),
    "one byte": (lambda: b"\xff", NOT),
    "JPEG cut off": (lambda: image_bytes(200, 200, kind="JPEG")[:400], DAMAGED),
    "PNG cut off": (lambda: png(200, 200)[:-30], DAMAGED),
    "WebP cut off": (lambda: image_bytes(200, 200, kind="WEBP")[:60], DAMAGED),
    "AVIF cut off": (lambda: image_bytes(200, 200, kind="AVIF")[:200], DAMAGED),
    "GIF cut off": (lambda: gif(200, 200, gif_frame(200, 200))[:-2], DAMAGED),
    "PNG by its first bytes only": (lambda: b"\x89PNG\r\n\x1a\n" + PHP, DAMAGED),
    "GIF by its first bytes only": (lambda: b"GIF89a" + SCRIPT, ""),
    "JPEG by its first bytes only": (lambda: b"\xff\xd8\xff\xe0" + SCRIPT, DAMAGED),
    "WebP by its first bytes only": (lambda: riff((b"VP8 ", SCRIPT)), DAMAGED),
    "AVIF by its first bytes only": (lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + SCRIPT, DAMAGED),
}

# -- what comes in as a plain picture, with nothing of what was hidden in it: name → (maker, whether it moved) ------
WRITTEN_ANEW = {
    **{f"{kind} of one pixel": (lambda kind=kind: image_bytes(1, 1, kind=kind), False) for kind in RASTERS},
    "GIF that is a script too": (gif_and_script, False),
    "GIF with a comment": (lambda: image_bytes(8, 8, kind="GIF", comment=SCRIPT), False),
    "GIF with an archive behind it": (lambda: image_bytes(8, 8, kind="GIF") + zipped(), False),
    "GIF of 5,000 frames": (lambda: gif(1, 1, *[gif_frame()] * 5000), True),
    "JPEG with a page in a comment": (lambda: jpeg_segment(0xFE, SCRIPT), False),
    "JPEG with a page behind it": (lambda: image_bytes(8, 8, kind="JPEG") + SCRIPT, False),
    "JPEG with an archive behind it": (lambda: image_bytes(8, 8, kind="JPEG") + zipped(), False),
    "JPEG with Exif, GPS and a profile": (
        lambda: image_bytes(8, 8, kind="JPEG", exif=exif(), icc_profile=profile(), comment=SECRET),
        False,
    ),
    "JPEG with XMP": (lambda: jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), False),
    "JPEG with IPTC": (lambda: jpeg_segment(0xED, b"Photoshop 3.0\08BIM\4\4\0\0" + SECRET), False),
    "JPEG with broken Exif": (lambda: jpeg_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff" + SECRET), False),
    "JPEG of several pictures, as phones make it": (lambda: many("MPO", 2, 64), False),
    "PNG with PHP in a text": (lambda: with_chunk(b"tEXt", b"Comment\0" + PHP), False),
    "PNG with PHP behind it": (lambda: image_bytes(8, 8) + PHP, False),
    "PNG with every kind of text, and Exif": (text_chunks, False),
    "PNG with a profile": (lambda: image_bytes(8, 8, icc_profile=profile()), False),
    "PNG of a million frames, it says": (lambda: with_chunk(b"acTL", struct.pack(">II", 1_000_000, 0)), True),
    "WebP with Exif, XMP and a profile": (
        lambda: image_bytes(8, 8, kind="WEBP", exif=exif(), xmp=XMP, icc_profile=profile()),
        False,
    ),
    "WebP of 100 frames": (lambda: many("WEBP", 100), True),
    "AVIF with Exif and XMP": (lambda: image_bytes(8, 8, kind="AVIF", exif=exif(), xmp=XMP), False),
    "AVIF of 20 frames": (lambda: many("AVIF", 20), True),
}

NAMES = {
    "climbing": "../../../../etc/cron.d/x.png",
    "climbing, encoded": "..%2f..%2fx.png",
    "absolute": "/etc/passwd",
    "Windows": "C:\\Windows\\System32\\x.png",
    "device": "CON",
    "device with an ending": "nul.png",
    "hidden": ".htaccess",
    "only dots": "..",
    "program": "shell.php",
    "two endings": "photo.php.png",
    "the other way round": "photo.png.php",
    "NUL": "shell.php\0.png",
    "right to left": "photo\u202egnp.exe",
    "300 letters": "a" * 300 + ".png",
    "emoji": "🏖️👩‍👩‍👧.png",
    "not ASCII": "фото.рнр",
    "line break": "a\r\nContent-Type: text/html\r\n\r\n.png",
    "markup": '"><img src=x onerror=alert(1)>.png',
    "command": "$(id);`id`|id&.png",
    "stream": "x.png::$DATA",
    "empty": "",
    "blank": "   ",
}
