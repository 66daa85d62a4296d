from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    CORAL,
    DUSK,
    INK,
    IRIS,
    JADE,
    LILAC,
    MIST,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import Point, Shape, arc, polygon, rectangle, rounded, turned

PATTERN = ["3100 ", "0231 ", "12030", "301  ", "23   "]


def tile_box(canvas: Canvas) -> None:
    canvas.glow(200, 100, 1100, PAPER, 0.6)
    canvas.shade(canvas.sheet, IRIS, (800, 300), (1700, 1000), 0.45, grain=0.35)
    _box_of_tiles(canvas, 110, 150, 600)
    _mosaic(canvas, 850, 130, 128)


def _box_of_tiles(canvas: Canvas, left: float, top: float, side: float) -> None:
    outer = rectangle(left, top, left + side, top + side, 20)
    canvas.shadow(outer, 34, 40, 26, PLUM, 0.6)
    canvas.paint(outer, NAVY)
    canvas.turn(outer, INK, 0.8)
    half = side / 2
    for index, colour in enumerate((CORAL, OCHRE, JADE, IRIS)):
        x, y = left + 24 + (index % 2) * (half - 12), top + 24 + (index // 2) * (half - 12)
        tray = rectangle(x, y, x + half - 36, y + half - 36, 8)
        canvas.paint(tray, mix(NAVY, DUSK, 0.8))
        canvas.shadow(outer - tray, 12, 16, 12, INK, 0.7, over=tray)
        _pile(canvas, index, x + half / 2 - 18, y + half / 2 - 18, colour)


def _pile(canvas: Canvas, kind: int, x: float, y: float, colour: Colour) -> None:
    """Five tiles, lying as the spots lie on a die."""
    chance = canvas.chance
    for number, (right, down) in enumerate(((-56, -58), (58, -54), (-54, 56), (60, 58), (2, 0))):
        place = x + right + chance.uniform(-5, 5), y + down + chance.uniform(-5, 5)
        lean = chance.uniform(-16, 16) + 90 * number
        _tile(canvas, kind, *place, 104, lean, mix(colour, PAPER, 0.09 * (number % 3)))


def _tile(
    canvas: Canvas, kind: int, x: float, y: float, size: float, lean: float, colour: Colour, lifted: int = 4
) -> None:
    tile = _tile_shape(kind, x, y, size, lean)
    canvas.shadow(tile, lifted, lifted + 2, lifted + 2, INK, 0.4)
    canvas.paint(tile, colour)
    canvas.turn(tile, mix(colour, INK, 0.4), 0.5, 0.6)


def _tile_shape(kind: int, x: float, y: float, size: float, lean: float) -> Shape:
    """Square, disc, triangle or quarter of a disc."""
    half = size / 2
    outlines: list[list[Point]] = [
        rounded(x - half, y - half, x + half, y + half, size * 0.06),
        arc(x, y, half, 0, 360),
        [(x - half, y + half), (x - half, y - half), (x + half, y + half)],
        [(x - half, y + half), *arc(x - half, y + half, size, -90, 0)],
    ]
    return polygon(turned(outlines[kind], lean, (x, y)))


def _mosaic(canvas: Canvas, left: float, top: float, cell: float) -> None:
    bed = rectangle(left - 12, top - 12, left + 5 * cell + 12, top + 5 * cell + 12, 10)
    canvas.shadow(bed, 16, 20, 16, PLUM, 0.4)
    canvas.paint(bed, MIST)
    for row, kinds in enumerate(PATTERN):
        for column, kind in enumerate(kinds):
            x, y = left + (column + 0.5) * cell, top + (row + 0.5) * cell
            place = rectangle(x - cell / 2 + 4, y - cell / 2 + 4, x + cell / 2 - 4, y + cell / 2 - 4, 6)
            canvas.paint(place, mix(LILAC, IRIS, 0.25 if kind == " " else 0.0), 0.6)
            if kind != " ":
                colour = (CORAL, OCHRE, TEAL, PLUM)[(int(kind) + row * 2 + column * (row % 2)) % 4]
                _tile(canvas, int(kind), x, y, cell - 12, 90 * ((row + column) % 4), colour, 2)
    _tile(canvas, 3, left + 4.25 * cell, top + 4.3 * cell, cell - 12, 18, CORAL, 22)
