"""The company's colours as a stylesheet whose address holds them, so that it can be kept for ever.

Whatever colour the owner picks, links stay readable: WCAG 2.2, 1.4.3 asks for a contrast of 4.5 to 1
(relative luminance and contrast ratio as defined there).
"""

import hashlib
from collections.abc import Iterator

READABLE = 4.6  # a little over 4.5: rounding to 8 bits costs some
LIGHT_PANEL, DARK_PANEL = "#f1f0ed", "#24262a"  # the least favourable grounds of static/css/base.css
WHITE, BLACK = "#ffffff", "#111214"

TEMPLATE = """:root {{ --accent: {accent}; --accent-fill: {fill}; --accent-ink: {ink}; }}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ --accent: {accent_dark}; --accent-fill: {fill_dark}; --accent-ink: {ink_dark}; }}
}}
"""


def stylesheet(accent: str, accent_dark: str) -> str:
    """Two colours such as `#c2410c` as custom properties: for text, for a button's fill, for words on that fill."""
    return TEMPLATE.format(
        accent=readable(accent, LIGHT_PANEL, towards=BLACK),
        fill=accent,
        ink=ink_on(accent),
        accent_dark=readable(accent_dark, DARK_PANEL, towards=WHITE),
        fill_dark=accent_dark,
        ink_dark=ink_on(accent_dark),
    )


def version(accent: str, accent_dark: str) -> str:
    """Changes with the stylesheet's text, so that a new release is not hidden by a cached file."""
    return hashlib.sha256(stylesheet(accent, accent_dark).encode()).hexdigest()[:8]


def readable(colour: str, ground: str, *, towards: str) -> str:
    """`colour`, mixed with `towards` just as far as text in it can be read on `ground`."""
    return next(mixed for mixed in _mixes(colour, towards) if contrast(mixed, ground) >= READABLE)


def ink_on(fill: str) -> str:
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _mixes(colour: str, towards: str) -> Iterator[str]:
    for step in range(21):
        pairs = zip(_parts(colour), _parts(towards), strict=True)
        yield "#" + "".join(f"{round(a + (b - a) * step / 20):02x}" for a, b in pairs)
