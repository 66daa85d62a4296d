from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, reflection, ripples, sky, stars, turned_spots
from config.demo.pictures.palette import (
    AMBER,
    BLUE,
    CORAL,
    DUSK,
    INK,
    JADE,
    MINT,
    NAVY,
    PAPER,
    PINE,
    PLUM,
    RUST,
    SAND,
    SKY,
    TEAL,
    Colour,
    mix,
)  # fmt: skip
from config.demo.pictures.shapes import Shape, disc, polygon, rectangle, ring, union

WATER = 470
SUN = 1100
CELL = 58
PIERS = (4, 12)


def two_bridges(canvas: Canvas) -> None:
    sky(canvas, PLUM, WATER + 20, 40)
    stars(canvas, 26, 220)
    canvas.glow(SUN, 360, 500, CORAL, 0.5)
    canvas.paint(disc(SUN, 340, 172), CORAL)
    canvas.turn(disc(SUN, 340, 172), RUST, 0.6)
    hill(canvas, [(-20, 390), (240, 350), (620, 420), (960, 396), (1300, 430), (1640, 370)], DUSK, NAVY)
    _river(canvas)
    _arch_bridge(canvas)
    _hexagon_bridge(canvas)


def _river(canvas: Canvas) -> None:
    river = rectangle(-2, WATER, 1602, 902)
    canvas.paint(river, mix(NAVY, BLUE, 0.38))
    canvas.shade(river, INK, (0, WATER), (0, 940), 0.9)
    reflection(canvas, SUN, range(WATER + 20, 900, 23), (100, 300), CORAL, 0.8)
    ripples(canvas, 30, (0, 500, 1600, 880), SKY, 0.22)


def _arch_bridge(canvas: Canvas) -> None:
    for index, x in enumerate(range(-20, 1700, 280)):
        colour = (BLUE, AMBER)[index % 2]
        span = ring(x, WATER, 119, 42) & rectangle(x - 150, 300, x + 150, WATER + 2)
        canvas.paint(span, colour)
        canvas.shade(span, mix(colour, INK, 0.6), (x - 40, 0), (x + 160, 0), 0.7)
        mirrored = ring(x, WATER + 6, 119, 42) & rectangle(x - 150, WATER + 10, x + 150, 600)
        canvas.shade(mirrored, colour, (0, WATER + 110), (0, WATER - 20), 0.4)
    for x in range(-160, 1700, 280):
        pier = rectangle(x - 15, 320, x + 15, WATER + 10)
        canvas.paint(pier, PAPER)
        canvas.shade(pier, SAND, (x - 10, 0), (x + 15, 0), 0.9)
    canvas.paint(rectangle(-2, 308, 1602, 336), PAPER)
    canvas.paint(rectangle(-2, 328, 1602, 336), SAND)


def _hexagon_bridge(canvas: Canvas) -> None:
    """A deck of hexagons on piers of hexagons, each row of a pier one cell narrower than the row above."""
    across, down = CELL * 1.732, CELL * 1.5
    cells = [
        (place * across - 10, 672 + row * down)
        for row in range(4)
        for place in (column + row % 2 / 2 for column in range(-1, 18))
        if row == 0 or min(abs(place - pier) for pier in PIERS) <= 2 - row / 2
    ]
    whole = union(_cell(x, y, CELL + 2) for x, y in cells)
    canvas.shadow(whole, 18, 34, 12, INK, 0.7)
    canvas.paint(whole, mix(PINE, INK, 0.4))
    for x, y in cells:
        colour = canvas.chance.choice((JADE, JADE, TEAL, MINT, mix(JADE, MINT, 0.5)))
        _paint_cell(canvas, x, y, colour)
    canvas.paint(rectangle(-2, 590, 1602, 618), MINT)
    canvas.paint(rectangle(-2, 610, 1602, 618), JADE)


def _cell(x: float, y: float, radius: float) -> Shape:
    return polygon(turned_spots(x, y, radius, 6, 30))


def _paint_cell(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    cell = _cell(x, y, CELL - 3)
    canvas.paint(cell, colour)
    canvas.turn(cell, mix(colour, PINE, 0.75), 0.75)
