"""The company's colours as a stylesheet whose address holds them, so that it can be kept for ever.

Whatever colours are stored, links stay readable: the form refuses unreadable ones on white and near-black,
but links also stand on panels, and rows may come from elsewhere.
"""

import hashlib
from collections.abc import Iterator

from brand.colours import contrast

READABLE = 4.6  # a little over 4.5: rounding to 8 bits costs some
LIGHT_PANEL, DARK_PANEL = "#f1f0ed", "#24262a"  # the least favourable grounds of static/css/base.css
WHITE, BLACK = "#ffffff", "#000000"

TEMPLATE = """:root {{ --accent: {accent}; --accent-fill: {fill}; --accent-ink: {ink}; }}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ --accent: {accent_dark}; --accent-fill: {fill_dark}; --accent-ink: {ink_dark}; }}
}}
"""


# Where editors write, the page's colours hold for the text alone, and the admin says whether it is dark.
PROSE = """.prose {{
  --accent: light-dark({accent}, {accent_dark});
  --accent-fill: light-dark({fill}, {fill_dark});
  --accent-ink: light-dark({ink}, {ink_dark});
}}
"""


def stylesheet(accent: str, accent_dark: str, template: str = TEMPLATE) -> str:
    """Two colours such as `#c2410c` as custom properties: for text, for a button's fill, for words on that fill."""
    return template.format(
        accent=readable(accent, LIGHT_PANEL, towards=BLACK),
        fill=accent,
        ink=ink_on(accent),
        accent_dark=readable(accent_dark, DARK_PANEL, towards=WHITE),
        fill_dark=accent_dark,
        ink_dark=ink_on(accent_dark),
    )


def version(accent: str, accent_dark: str) -> str:
    """Changes with the stylesheet's text, so that a new release is not hidden by a cached file."""
    text = "".join(stylesheet(accent, accent_dark, template) for template in (TEMPLATE, PROSE))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def readable(colour: str, ground: str, *, towards: str) -> str:
    """`colour`, mixed with `towards` just as far as text in it can be read on `ground`."""
    return next(mixed for mixed in _mixes(colour, towards) if contrast(mixed, ground) >= READABLE)


def ink_on(fill: str) -> str:
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, fill))


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _mixes(colour: str, towards: str) -> Iterator[str]:
    for step in range(21):
        pairs = zip(_parts(colour), _parts(towards), strict=True)
        yield "#" + "".join(f"{round(a + (b - a) * step / 20):02x}" for a, b in pairs)
