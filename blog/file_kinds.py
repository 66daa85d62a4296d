"""What a file is by its first bytes, never by its name: the five kinds that are taken, and words for the others."""

import re
import zlib

HEAD = 65_536  # bytes that are looked at for words
NOT_A_PICTURE = "This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF)."
EMPTY = "The file is empty."
SVG = "SVG files can hold scripts, so they are not taken. Export it as PNG."
HEIC = (
    "This is an HEIC picture, as iPhones take them; browsers do not show it. Export it as JPEG and take that; "
    "on the phone, Settings → Camera → Formats → Most Compatible makes JPEG from the start."
)
NAMES = [  # first bytes, what it is
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF or raw picture"),
    (b"MM\0*", "a TIFF or raw picture"),
    (b"8BPS", "a Photoshop document"),
    (b"\0\0\1\0", "an icon (ICO)"),
    (b"\0\0\2\0", "a cursor (CUR)"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript drawing (EPS)"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing (EPS)"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"PK\3\4", "a ZIP archive or an office document"),
    (b"\x1aE\xdf\xa3", "a film"),
]
FILMS = {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V "}
STILLS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def raster(content: bytes) -> str:
    """`JPEG`, `PNG`, `GIF`, `WEBP` or `AVIF`, as Pillow names them; "" for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if {b"avif", b"avis"} & _brands(content) else ""


def why_not(content: bytes) -> str:
    """What this is, when it is no raster that we take, and what to do."""
    if not content.strip(b"\0 \t\r\n"):
        return EMPTY
    brands = _brands(content)
    if brands & STILLS:
        return HEIC
    words = _words(content)
    if re.search(r"<(?:[\w-]+:)?svg\b", words, re.IGNORECASE):
        return SVG
    for start, name in [*NAMES, *((content[:8], "a film") for _ in FILMS & brands)]:
        if content.startswith(start):
            return _export(name)
    if re.match(r"\s*<(?:!doctype html|html|head|body)\b", words, re.IGNORECASE):
        return "This is a web page, not a picture. Save the picture itself, and take that."
    return NOT_A_PICTURE


def _export(name: str) -> str:
    return f"This is {name}, which is not taken. Export it as JPEG or PNG, and take that."


def _brands(content: bytes) -> set[bytes]:
    """Of a file made of boxes (ISO/IEC 14496-12, section 4.3): what its first box says it can be read as."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4], "big"), 256)
    return {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}


def _words(content: bytes) -> str:
    """Its beginning as text, also when it is compressed (.svgz) or UTF-16."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(31).decompress(content, HEAD)
        except zlib.error:
            return ""
    return content[:HEAD].replace(b"\0", b"").decode("latin-1").removeprefix("ÿþ").removeprefix("þÿ")
