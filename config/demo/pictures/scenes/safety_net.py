from math import pi, sin

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import puddle
from config.demo.pictures.palette import (
    CORAL,
    CREAM,
    DUSK,
    INK,
    LILAC,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    RUST,
    TEAL,
    Colour,
)
from config.demo.pictures.shapes import Point, disc, line, rectangle, union


def safety_net(canvas: Canvas) -> None:
    canvas.paint(disc(800, 420, 360), DUSK)
    canvas.shade(disc(800, 420, 360), NAVY, (700, 150), (1000, 800), 1)
    floor = rectangle(-2, 760, 1602, 902)
    canvas.paint(floor, INK)
    canvas.shade(floor, DUSK, (0, 880), (0, 760), 0.45)
    puddle(canvas, 800, 810, 420, opacity=0.8)
    _mesh(canvas, 0, 0.5, 0.55)
    for x, y, radius, colour, dark in ((640, 552, 74, OCHRE, RUST), (846, 572, 92, CORAL, RUST)):
        _ball(canvas, x, y, radius, colour, dark)
    _mesh(canvas, 0.5, 1, 1)
    for x in (1010, 1046, 1082):
        trail = rectangle(x - 3, 90 + abs(x - 1046), x + 3, 230 - abs(x - 1046) * 0.4, 3)
        canvas.shade(trail, MINT, (0, 60), (0, 240), 0.9)
    _ball(canvas, 1046, 300, 62, MINT, TEAL)
    for x in (300, 1300):
        _post(canvas, x)


def _ball(canvas: Canvas, x: float, y: float, radius: float, colour: Colour, dark: Colour) -> None:
    ball = disc(x, y, radius)
    canvas.paint(ball, colour)
    canvas.turn(ball, dark, 0.9, 0.65)
    canvas.glow(x - radius * 0.4, y - radius * 0.45, radius * 0.6, PAPER, 0.55, over=ball)


def _net(u: float, v: float) -> Point:
    """A point of the net: `u` from the left post to the right one, `v` from its far rope to its near rope."""
    sag = sin(pi * u)
    x = 300 + 1000 * u
    weight = 0.75 + 0.25 * sin(pi * (u * 1.1 + 0.0))
    return x, 330 + 110 * sag + 60 * v * sag + 215 * sin(pi * v) * sag**0.8 * weight


def _mesh(canvas: Canvas, start: float, end: float, opacity: float) -> None:
    steps = [start + (end - start) * index / 10 for index in range(11)]
    threads = []
    for lean in (-0.16, 0.16):
        for index in range(-4, 33):
            way = [(index / 28 + lean * v, v) for v in steps]
            points = [_net(u, v) for u, v in way if 0 <= u <= 1]
            if len(points) > 2:
                threads.append(line(points, 4))
    canvas.paint(union(threads), CREAM, opacity)
    rope = line([_net(index / 60, 0 if start == 0 else 1) for index in range(61)], 10)
    canvas.paint(rope, PAPER, max(0.75, opacity))


def _post(canvas: Canvas, x: float) -> None:
    puddle(canvas, x, 808, 80, opacity=0.9)
    for shape in (rectangle(x - 17, 260, x + 17, 800, 8), rectangle(x - 62, 786, x + 62, 812, 10)):
        canvas.paint(shape, LILAC)
        canvas.shade(shape, PLUM, (x - 14, 0), (x + 24, 0), 0.9)
    knob = disc(x, 256, 28)
    canvas.paint(knob, CORAL)
    canvas.turn(knob, RUST)
