from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    IRIS,
    JADE,
    LILAC,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    RUST,
    STRAW,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import Shape, arc, curve, line, oval, polygon, rectangle, turned


def ramp_and_stairs(canvas: Canvas) -> None:
    canvas.shade(canvas.sheet, IRIS, (500, 0), (1700, 800), 0.65, grain=0.35)
    canvas.shade(
        polygon([(-20, -20), (420, -20), (1120, 470), (560, 470), (-20, 240)]),
        PAPER,
        (1000, 500),
        (60, 0),
        0.55,
        grain=0.3,
    )
    floor = rectangle(-2, 470, 1602, 902)
    canvas.paint(floor, mix(LILAC, IRIS, 0.35))
    canvas.shade(floor, PLUM, (500, 470), (1100, 1000), 0.6, grain=0.4)
    _door(canvas, 800, 470)
    canvas.paint(rectangle(440, 462, 1160, 474), PAPER)
    _stairs(canvas)
    _ramp(canvas)
    _plant(canvas, 300, 500, floor)


def _door(canvas: Canvas, x: float, floor: float) -> None:
    frame = polygon([(x - 176, floor), (x - 176, 210), *arc(x, 210, 176, 180, 360), (x + 176, floor)])
    opening = polygon([(x - 140, floor), (x - 140, 210), *arc(x, 210, 140, 180, 360), (x + 140, floor)])
    canvas.shadow(frame, 40, 8, 26, PLUM, 0.5, over=rectangle(0, 0, 1600, floor))
    canvas.paint(frame, CORAL)
    canvas.turn(frame, RUST, 0.7)
    canvas.paint(opening, STRAW)
    canvas.shade(opening, AMBER, (x - 40, 80), (x + 130, floor), 0.9)
    canvas.glow(x - 40, 260, 200, PAPER, 0.95, over=opening)


def _stairs(canvas: Canvas) -> None:
    """Seven steps towards us, each wider and higher than the one behind it."""
    y = 470.0
    for index in range(7):
        tread, riser = 16 + index * 5, 22 + index * 4
        half = 40 * index
        left, right = 470 - half * 0.95, 780 - half * 0.32
        canvas.paint(polygon([(left, y), (right, y), (right - 6, y + tread), (left - 16, y + tread)]), PAPER)
        face = rectangle(left - 16, y + tread, right - 6, y + tread + riser)
        canvas.paint(face, mix(IRIS, PLUM, 0.25))
        canvas.shade(face, PLUM, (left, 0), (right + 60, 0), 0.9)
        y += tread + riser


def _ramp(canvas: Canvas) -> None:
    slope = polygon([(815, 470), (1130, 470), (1570, 905), (700, 905)])
    canvas.paint(slope, PAPER)
    canvas.shade(slope, LILAC, (800, 520), (1300, 960), 1)
    light = polygon([(815, 470), (940, 470), (1000, 905), (700, 905)])
    canvas.shade(light & slope, STRAW, (900, 860), (860, 460), 0.9)
    kerb = polygon([(1130, 470), (1154, 470), (1640, 905), (1570, 905)])
    canvas.paint(kerb, PLUM)
    for way in ([(1146, 384), (1604, 730)], [(1146, 424), (1604, 800)]):
        canvas.paint(line(way, 8, 1.8), NAVY)
    for share in (0.0, 0.33, 0.66, 1.1):
        x, foot = 1146 + 458 * share, 478 + 420 * share
        canvas.paint(line([(x, foot), (x, 384 + 346 * share)], 9 + 6 * share), NAVY)


def _plant(canvas: Canvas, x: float, floor: float, ground: Shape) -> None:
    for angle, length in ((-150, 120), (-122, 160), (-90, 180), (-62, 160), (-32, 116)):
        tip = turned([(x + length, floor - 80)], angle, (x, floor - 80))[0]
        way = curve([(x, floor - 70), ((x + tip[0]) / 2, (floor - 70 + tip[1]) / 2 - 22), tip])
        canvas.paint(line(way, 40, 0.1), TEAL if angle > -100 else JADE)
    pot = polygon([(x - 52, floor - 84), (x + 52, floor - 84), (x + 38, floor + 26), (x - 38, floor + 26)])
    canvas.shadow(oval(x + 20, floor + 22, 70, 14), 40, 4, 10, PLUM, 0.7, over=ground)
    canvas.paint(pot, OCHRE)
    canvas.turn(pot, BRONZE, 0.9)
