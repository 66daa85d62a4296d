from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import block, hill, sky, stars
from config.demo.pictures.palette import (
    AMBER,
    CORAL,
    DUSK,
    INK,
    IRIS,
    NAVY,
    OCHRE,
    PLUM,
    RUST,
    STRAW,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import disc, line, polygon, rectangle


def tower_and_street(canvas: Canvas) -> None:
    sky(canvas, PLUM, 800)
    sky(canvas, CORAL, 800, 380, 0.85)
    stars(canvas, 36, 300)
    canvas.paint(disc(1090, 620, 150), AMBER)
    canvas.shade(disc(1090, 620, 150), CORAL, (1020, 520), (1140, 760))
    hill(canvas, [(-20, 650), (300, 600), (800, 660), (1300, 610), (1640, 640)], mix(PLUM, CORAL, 0.35), PLUM)
    street = rectangle(-2, 780, 1602, 902)
    canvas.paint(street, INK)
    canvas.shade(street, PLUM, (0, 860), (0, 780), 0.5)
    _tower(canvas)
    _houses(canvas)


def _tower(canvas: Canvas) -> None:
    left, top, right, bottom = 330, 70, 560, 800
    canvas.shadow(
        polygon([(left, bottom), (right + 70, bottom), (1000, 900), (700, 900)]), 0, 0, 12, INK, 0.7
    )
    front = block(canvas, left, top, right, bottom, DUSK, depth=80, horizon=720)
    canvas.shade(front, NAVY, (left, top), (right, bottom), 0.7)
    canvas.paint(rectangle(430, 20, 438, 72), DUSK)
    canvas.paint(disc(434, 18, 9), CORAL)
    for row in range(13):
        for column in range(4):
            x, y = left + 26 + column * 49, top + 34 + row * 50
            lit = canvas.chance.random() < 0.3
            canvas.paint(rectangle(x, y, x + 30, y + 28, 3), AMBER if lit else mix(NAVY, INK, 0.35))
    canvas.paint(rectangle(left + 84, bottom - 46, right - 84, bottom), AMBER)


def _houses(canvas: Canvas) -> None:
    colours = (TEAL, RUST, mix(PLUM, IRIS, 0.4), NAVY, TEAL, RUST)
    left = 640.0
    for index, colour in enumerate(colours):
        width, wall = (158, 178, 150, 186, 164, 190)[index], (150, 122, 168, 128, 156, 130)[index]
        _house(canvas, left, 800, width, wall, colour)
        left += width + 8
    for left, width, wall, colour in ((20, 150, 124, PLUM), (178, 132, 150, TEAL)):
        _house(canvas, left, 800, width, wall, colour)


def _house(canvas: Canvas, left: float, floor: float, width: float, wall: float, colour: Colour) -> None:
    top, right = floor - wall, left + width
    chimney = rectangle(left + width * 0.7, top - width * 0.4, left + width * 0.82, top)
    canvas.paint(chimney, mix(colour, INK, 0.45))
    front = polygon(
        [(left, floor), (left, top), (left + width / 2, top - width * 0.42), (right, top), (right, floor)]
    )
    canvas.paint(front, colour)
    canvas.turn(front, mix(colour, INK, 0.7), 0.8, 0.75)
    eaves = [(left - 8, top + 5), (left + width / 2, top - width * 0.42), (right + 8, top + 5)]
    canvas.paint(line(eaves, 12), mix(colour, INK, 0.62))
    middle = left + width / 2
    spill = polygon(
        [(middle - 40, floor), (middle + 40, floor), (middle + 130, floor + 90), (middle - 30, floor + 90)]
    )
    canvas.shade(spill, AMBER, (middle + 30, floor + 80), (middle - 6, floor - 30), 0.5)
    canvas.paint(rectangle(middle - 16, floor - 54, middle + 16, floor, 4), mix(AMBER, OCHRE, 0.5))
    for x in (left + width * 0.2, left + width * 0.8):
        canvas.glow(x, top + 42, 56, AMBER, 0.35, over=front)
        canvas.paint(rectangle(x - 14, top + 24, x + 14, top + 58, 2), AMBER)
        canvas.paint(rectangle(x - 1.5, top + 24, x + 1.5, top + 58), mix(colour, INK, 0.6))
    canvas.paint(disc(middle, top - width * 0.12, 13), STRAW)
