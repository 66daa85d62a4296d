"""Whether words in a colour can be read: contrast as WCAG 2.2 defines it (1.4.3 and "relative luminance")."""

WHITE, NEAR_BLACK = "#ffffff", "#16181d"
READABLE = 4.5


def contrast(one: str, other: str) -> float:
    """Between 1 and 21, for two colours written as `#rrggbb`."""
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
