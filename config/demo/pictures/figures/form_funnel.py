from collections.abc import Sequence

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures.words import say
from config.demo.pictures.palette import (
    CORAL,
    CREAM,
    DUSK,
    INK,
    IRIS,
    LILAC,
    MINT,
    PAPER,
    PLUM,
    RUST,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import polygon, rectangle

STEPS = ("saw the form", "began", "reached the last field", "sent")
BEFORE = (400, 236, 141, 92)
AFTER = (400, 251, 214, 187)
WIDEST, BAR, ROW, TOP = 600, 92, 178, 150


def form_funnel(canvas: Canvas) -> None:
    canvas.paint(rectangle(698, 60, 701, 850), mix(CREAM, DUSK, 0.2))
    _funnel(canvas, 356, "Before: eleven fields", BEFORE, mix(IRIS, PLUM, 0.55), LILAC)
    _funnel(canvas, 1044, "After: five fields", AFTER, TEAL, MINT)


def _funnel(
    canvas: Canvas, x: float, title: str, counts: Sequence[int], strong: Colour, pale: Colour
) -> None:
    say(canvas, title, x, 88, INK, "ms", size=50, bold=True)
    halves = [WIDEST * count / counts[0] / 2 for count in counts]
    for row in range(3):
        upper, lower, top = halves[row], halves[row + 1], TOP + row * ROW + BAR
        sides = [
            (x - upper, top - 10),
            (x + upper, top - 10),
            (x + lower, top + ROW - BAR + 10),
            (x - lower, top + ROW - BAR + 10),
        ]
        canvas.paint(polygon(sides), mix(pale, PAPER, 0.45))
    for row, (count, half) in enumerate(zip(counts, halves, strict=True)):
        colour = mix(CORAL, RUST, 0.5) if row == 3 else strong
        _step(canvas, x, TOP + row * ROW, half, count, STEPS[row], colour)


def _step(canvas: Canvas, x: float, top: float, half: float, count: int, words: str, colour: Colour) -> None:
    canvas.paint(rectangle(x - half, top, x + half, top + BAR, 12), colour)
    say(canvas, str(count), x, top + BAR / 2 + 1, PAPER, "mm", size=54, bold=True)
    say(canvas, words, x, top + BAR + 52, INK, "ms")
