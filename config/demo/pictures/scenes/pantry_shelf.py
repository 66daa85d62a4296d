from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import vignette
from config.demo.pictures.palette import (
    AMBER,
    BLUSH,
    BRONZE,
    CORAL,
    CREAM,
    INK,
    IRIS,
    JADE,
    MINT,
    OCHRE,
    PAPER,
    PINE,
    RUST,
    SAND,
    STRAW,
    Colour,
    mix,
)
from config.demo.pictures.shapes import disc, line, polygon, rectangle, rounded, turned


def pantry_shelf(canvas: Canvas) -> None:
    canvas.glow(240, 60, 900, JADE, 0.7)
    vignette(canvas, PINE, 0.75)
    _board(canvas, 96, 40)
    _board(canvas, 720, 64)
    jars = (
        (110, 300, 190, OCHRE),
        (290, 380, 190, RUST),
        (470, 270, 200, JADE),
        (660, 350, 190, IRIS),
        (840, 300, 190, OCHRE),
    )
    for left, height, width, filling in jars:
        _jar(canvas, left, 720, width - 24, height, filling, fresh=False)
    canvas.glow(1300, 540, 330, STRAW, 0.5, over=rectangle(900, 140, 1602, 720))
    _jar(canvas, 1190, 720, 210, 360, BLUSH, fresh=True)


def _board(canvas: Canvas, top: float, thickness: float) -> None:
    board = rectangle(-110, top, 1710, top + thickness)
    canvas.shadow(board, 0, 40, 24, INK, 0.6)
    canvas.paint(board, OCHRE)
    canvas.shade(board, BRONZE, (200, 0), (1700, 0), 0.9)
    canvas.paint(rectangle(-2, top, 1602, top + 10), STRAW, 0.8)
    canvas.paint(rectangle(-2, top + thickness - 14, 1602, top + thickness), BRONZE)


def _jar(
    canvas: Canvas, left: float, floor: float, width: float, height: float, filling: Colour, fresh: bool
) -> None:
    right, top = left + width, floor - height
    glass = rectangle(left, top + 44, right, floor, 34)
    canvas.shadow(glass, 36, 4, 18, INK, 0.55, over=rectangle(0, 0, 1600, floor))
    canvas.paint(glass, mix(MINT, PAPER, 0.3), 0.55)
    level = top + 44 + height * 0.14
    inside = polygon(rounded(left + 10, level, right - 10, floor - 10, 26))
    canvas.paint(inside, filling)
    canvas.turn(inside, mix(filling, INK, 0.6), 0.75, 0.6)
    canvas.paint(rectangle(left + 10, level, right - 10, level + 34, 26) & inside, mix(filling, PAPER, 0.25))
    canvas.shade(glass, INK, (right - width * 0.35, 0), (right, 0), 0.35)
    canvas.paint(line([(left + 24, top + 84), (left + 24, floor - 60)], 9), PAPER, 0.65)
    lid = rectangle(left + 6, top, right - 6, top + 50, 12)
    cloth = CREAM if not fresh else AMBER
    canvas.paint(lid, cloth)
    canvas.shade(lid, mix(cloth, BRONZE, 0.7), (left + width * 0.4, 0), (right, 0), 0.9)
    _date_label(canvas, left + width / 2, floor - height * 0.36, width * (0.58 if not fresh else 0.66), fresh)


def _date_label(canvas: Canvas, x: float, y: float, width: float, fresh: bool) -> None:
    """A little calendar leaf: a head and rows of days, one of them marked."""
    lean = 5 if fresh else canvas.chance.uniform(-4, 3)
    w, h = width / 2, width * 0.5
    label = polygon(turned(rounded(x - w, y - h, x + w, y + h, 8), lean, (x, y)))
    canvas.shadow(label, 4, 6, 5, INK, 0.35)
    canvas.paint(label, CORAL if fresh else mix(SAND, BRONZE, 0.35))
    leaf = polygon(turned(rounded(x - w - 2, y - h * 0.5, x + w + 2, y + h + 2), lean, (x, y))) & label
    canvas.paint(leaf, PAPER if fresh else CREAM)
    marked = 9 if fresh else canvas.chance.randrange(12)
    for day in range(12):
        spot = (x - w * 0.62 + (day % 4) * w * 0.413, y - h * 0.16 + (day // 4) * h * 0.4)
        ((dx, dy),) = turned([spot], lean, (x, y))
        colour = (CORAL if fresh else RUST) if day == marked else SAND
        canvas.paint(disc(dx, dy, w * (0.15 if day == marked else 0.1)), colour)
    if not fresh:
        canvas.turn(label, SAND, 0.6)
