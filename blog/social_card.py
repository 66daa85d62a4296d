"""The picture that messengers show for an article without one: its title on the company's colour. No model here.

Drawn with a typeface of our own (Latin, Greek, Cyrillic, Arabic, Hebrew and more). Words that it cannot write, such as
Chinese, are left out rather than shown as empty boxes; the shapes and the colour then stand for the company.
"""

import hashlib
import io
import logging
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

from brand.stylesheet import ink_on

logger = logging.getLogger(__name__)

SIZE = WIDTH, HEIGHT = 1200, 630  # pixels: what every messenger crops least
MARGIN = 80
TITLE_SIZES, TITLE_LINES, LEADING = [80, 68, 58, 50], 4, 1.22
SMALL = 34
DRAWING = 1  # goes up when cards are drawn another way, so that their addresses change
TYPEFACE = Path(__file__).resolve().parent / "fonts" / "DejaVuSans-Bold.ttf"
PASSED_BY = {
    "So",
    "Sk",
    "Cf",
    "Mn",
    "Me",
    "Cn",
    "Co",
    "Cs",
    "Cc",
}  # pictures, joiners, marks: a title reads without
RIGHT_TO_LEFT = {"R", "AL"}


class Card(NamedTuple):
    title: str
    category: str
    company: str
    accent: str  # such as #b8431f

    def digest(self) -> str:
        """Changes with whatever the picture shows."""
        return hashlib.sha256("\0".join([str(DRAWING), *self]).encode()).hexdigest()[:16]


def picture_of(card: Card, number: int) -> bytes:
    """A PNG: kept in a file since it was first asked for, one for each article (`number`)."""
    file = settings.CARD_FOLDER / f"{number}-{card.digest()}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        content = draw(card)
        _keep(file, content, number)
        return content


def _keep(file: Path, content: bytes, number: int) -> None:
    """A full disk costs time at the next request, never the picture."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as begun:
            begun.write(content)
        Path(begun.name).replace(file)
        for older in file.parent.glob(f"{number}-*.png"):
            if older != file:
                older.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("the card of article %s is not kept: %s", number, error.strerror)


def draw(card: Card) -> bytes:
    """Half a second of a busy processor: `picture_of` asks for it once. A title that cannot be written leaves its place
    to the company's name."""
    ink = ink_on(card.accent)
    image = Image.new("RGB", SIZE, card.accent)
    _draw_shapes(image, ink)
    pen = ImageDraw.Draw(image)
    title, category, company = (writable(words) for words in card[:3])
    if not title:
        title, company = company or category, ""
    edge, anchor = (WIDTH - MARGIN, "r") if is_right_to_left(title) else (MARGIN, "l")
    pen.text((edge, MARGIN), _cut(category, _font(SMALL)), ink, _font(SMALL), anchor=f"{anchor}a")
    pen.text((edge, HEIGHT - MARGIN), _cut(company, _font(SMALL)), ink, _font(SMALL), anchor=f"{anchor}s")
    font, lines = fitted(title)
    height = font.size * LEADING
    top = MARGIN + SMALL * 1.6 + (HEIGHT - 2 * MARGIN - SMALL * 3.2 - height * len(lines)) / 2
    for number, line in enumerate(lines):
        pen.text((edge, top + number * height), line, ink, font, anchor=f"{anchor}a")
    buffer = io.BytesIO()
    image.quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_shapes(image: Image.Image, ink: str) -> None:
    """Three faint rings in the corner, in the colour of the words."""
    veil = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2))
    pen = ImageDraw.Draw(veil)
    for radius in (280, 520, 760):
        pen.circle((WIDTH * 2 - 120, HEIGHT * 2 - 60), radius, outline=34, width=88)
    image.paste(ink, mask=veil.resize(SIZE, Image.Resampling.LANCZOS))


# -- words ----------------------------------------------------------------------------------------------------


def writable(words: str) -> str:
    """Without what a title reads without and the typeface lacks, such as emoji; empty when letters are lacking."""
    words = unicodedata.normalize("NFC", words)
    kept = "".join(sign for sign in words if unicodedata.category(sign) not in PASSED_BY or _has(sign))
    kept = " ".join(kept.split())
    if not all(_has(sign) for sign in kept if sign != " "):
        return ""
    turns = any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in kept)
    return "" if turns and not _sets_right_to_left() else kept


def is_right_to_left(words: str) -> bool:
    """By its first letter that has a direction."""
    found = (unicodedata.bidirectional(sign) for sign in words)
    return next((kind in RIGHT_TO_LEFT for kind in found if kind in {"L", *RIGHT_TO_LEFT}), False)


def fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size in which it stands whole, else the smallest with the rest cut off."""
    for size in TITLE_SIZES:
        font = _font(size)
        lines = list(wrapped(title, font))
        if len(lines) <= TITLE_LINES:
            return font, lines
    return font, [*lines[: TITLE_LINES - 1], _cut(" ".join(lines[TITLE_LINES - 1 :]), font)]


def wrapped(words: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Lines that fit; a word longer than a line is broken where the line ends."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            longer = word
        while font.getlength(longer) > WIDTH - 2 * MARGIN:
            part = _longest(longer, font)
            yield part
            longer = longer[len(part) :]
        line = longer
    if line:
        yield line


def _cut(words: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(words) <= WIDTH - 2 * MARGIN:
        return words
    return _longest(words, font, "…").rstrip(" ,.;:–-") + "…"


def _longest(words: str, font: ImageFont.FreeTypeFont, end: str = "") -> str:
    fits = (
        n for n in range(min(len(words), 120), 0, -1) if font.getlength(words[:n] + end) <= WIDTH - 2 * MARGIN
    )
    return words[: next(fits, 1)]


def _font(size: int) -> ImageFont.FreeTypeFont:
    """A new one each time: a face of FreeType is not for two threads."""
    return ImageFont.truetype(TYPEFACE, size)


@cache
def _has(sign: str) -> bool:
    return _outline(sign) != _outline("\uffff")


def _outline(sign: str) -> bytes:
    font = ImageFont.truetype(TYPEFACE, 24, layout_engine=ImageFont.Layout.BASIC)
    mask = font.getmask(sign)
    return bytes(mask) + repr(mask.size).encode()


@cache
def _sets_right_to_left() -> bool:
    """Without these libraries of the system, letters would stand in the wrong order and unjoined."""
    return bool(features.check("raqm") and features.check("fribidi"))
