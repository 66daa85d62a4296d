from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    CORAL,
    INK,
    IRIS,
    MIST,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    RUST,
    STRAW,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import disc, lettering, rectangle

STEPS = [(70, 770, 150), (236, 706, 216), (440, 640, 316), (690, 572, 460), (1030, 504, 660)]


def letter_stairs(canvas: Canvas) -> None:
    canvas.glow(260, 120, 1000, PAPER, 0.7)
    canvas.shade(canvas.sheet, IRIS, (800, 200), (1700, 1000), 0.45, grain=0.35)
    canvas.paint(disc(330, 270, 130), STRAW)
    canvas.turn(disc(330, 270, 130), AMBER, 0.8)
    for index, (left, top, _) in enumerate(STEPS):
        _step(canvas, left, top, mix(IRIS, PLUM, 0.25 + index * 0.1))
    for (left, top, size), colour in zip(STEPS, (TEAL, OCHRE, NAVY, RUST, CORAL), strict=True):
        _standing_letter(canvas, left, top, size, colour)


def _step(canvas: Canvas, left: float, top: float, colour: Colour) -> None:
    front = rectangle(left, top, 1700, 960)
    canvas.shadow(front, -10, 0, 18, PLUM, 0.35)
    canvas.paint(front, colour)
    canvas.shade(front, mix(PLUM, INK, 0.5), (left, top), (left + 700, 1000), 0.7, grain=0.4)
    canvas.paint(rectangle(left, top, 1700, top + 14), MIST)


def _standing_letter(canvas: Canvas, left: float, top: float, size: float, colour: Colour) -> None:
    # The bowl of an a reaches a little below its baseline, and the weight goes all around it.
    letter = lettering("a", size, left + size * 0.05 + 14, top + 2 - size * 0.043, weight=size * 0.03)
    canvas.shadow(letter, round(size * 0.06), 0, 12, INK, 0.4, over=rectangle(0, 0, 1600, top))
    canvas.paint(letter, colour)
    canvas.turn(letter, mix(colour, INK, 0.5), 0.6, 0.6)
