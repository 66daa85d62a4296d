from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    BLUE,
    CORAL,
    DUSK,
    INK,
    IRIS,
    JADE,
    LILAC,
    MINT,
    NAVY,
    OCHRE,
    RUST,
    Colour,
    mix,
)  # fmt: skip
from config.demo.pictures.shapes import Point, disc, line, polygon, rectangle, rounded, turned

FOOT: Point = (790, 806)
LEAN = 5.5
# Colour, width, height, and how far its middle sits right of the foot; from the bottom upwards.
BLOCKS = [
    (CORAL, 76, 60, 0), (OCHRE, 230, 62, -30), (JADE, 150, 58, 8), (LILAC, 300, 66, -20),
    (BLUE, 370, 64, 20), (RUST, 240, 62, -44), (MINT, 320, 58, 16), (AMBER, 190, 66, -20), (IRIS, 260, 60, 22),
]  # fmt: skip


def leaning_blocks(canvas: Canvas) -> None:
    moon = disc(740, 400, 350)
    canvas.paint(moon, mix(NAVY, DUSK, 0.8))
    canvas.shade(moon, NAVY, (600, 150), (960, 760))
    _floor(canvas)
    bottom: float = FOOT[1]
    for colour, width, height, shift in BLOCKS:
        _block(canvas, FOOT[0] + shift, bottom, width, height, colour)
        bottom -= height - 0.5
    _next_block(canvas, FOOT[0] + 10, bottom - 46)


def _floor(canvas: Canvas) -> None:
    floor = rectangle(-2, 750, 1602, 902)
    canvas.paint(floor, mix(NAVY, DUSK, 0.5))
    canvas.shade(floor, INK, (300, 730), (700, 1040), 0.8, grain=0.35)
    canvas.shadow(
        polygon([(752, 806), (828, 806), (1640, 880), (1640, 960), (1300, 940)]), 0, 0, 10, INK, 0.85
    )


def _block(canvas: Canvas, x: float, bottom: float, width: float, height: float, colour: Colour) -> None:
    body = polygon(turned(rounded(x - width / 2, bottom - height, x + width / 2, bottom, 8), LEAN, FOOT))
    canvas.shadow(body, 8, 14, 10, INK, 0.45)
    canvas.paint(body, colour)
    canvas.turn(body, mix(colour, INK, 0.6), 0.75, 0.5)
    count = max(1, round(width / 76))
    studs = [(x - width / 2 + width * (index + 0.5) / count, bottom - height / 2) for index in range(count)]
    for stud in turned(studs, LEAN, FOOT):
        canvas.paint(disc(*stud, 12), mix(colour, INK, 0.45))
        canvas.paint(disc(stud[0] + 2, stud[1] + 3, 10), mix(colour, INK, 0.22))


def _next_block(canvas: Canvas, x: float, bottom: float) -> None:
    """One more, about to land."""
    _block(canvas, x, bottom, 110, 56, CORAL)
    for shift, length in ((-34, 34), (0, 52), (34, 34)):
        way = turned([(x + shift, bottom - 76), (x + shift, bottom - 76 - length)], LEAN, FOOT)
        canvas.paint(line(way, 6), LILAC, 0.8)
