from itertools import pairwise
from math import atan2, degrees

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, reflection, sky
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    INK,
    JADE,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    RUST,
    STRAW,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import Point, arc, blob, curve, disc, line, oval, polygon, rectangle, union


def lighthouse_footprints(canvas: Canvas) -> None:
    sky(canvas, STRAW, 470)
    canvas.paint(disc(420, 300, 120), PAPER)
    canvas.glow(420, 300, 330, PAPER, 0.6)
    sea = rectangle(-2, 430, 1602, 640)
    canvas.paint(sea, TEAL)
    canvas.shade(sea, JADE, (0, 600), (0, 430), 0.9)
    reflection(canvas, 420, range(444, 540, 15), (70, 230), STRAW, 0.8)
    beach = hill(
        canvas,
        [(-20, 620), (240, 580), (620, 600), (980, 520), (1300, 500), (1640, 540)],
        mix(OCHRE, STRAW, 0.45),
        OCHRE,
        420,
    )
    foam = line(curve([(-20, 620), (240, 580), (620, 600), (980, 520), (1300, 500), (1640, 540)]), 12)
    canvas.paint(foam, PAPER)
    canvas.shade(beach, BRONZE, (900, 640), (1500, 1000), 0.6)
    _lighthouse(canvas, 1120, 580)
    _footprints(canvas)


def _lighthouse(canvas: Canvas, x: float, floor: float) -> None:
    cast = polygon([(x - 60, floor), (x + 60, floor - 6), (x + 520, floor + 130), (x + 440, floor + 160)])
    canvas.shadow(cast, 0, 0, 8, BRONZE, 0.75)
    tower = polygon([(x - 46, 250), (x + 46, 250), (x + 72, floor), (x - 72, floor)])
    canvas.paint(tower, PAPER)
    for top in (300, 420, 520):
        canvas.paint(rectangle(x - 90, top, x + 90, top + 62) & tower, CORAL)
    canvas.shade(tower, INK, (x - 14, 0), (x + 80, 0), 0.5)
    canvas.paint(rectangle(x - 16, floor - 62, x + 16, floor, 12), NAVY)
    _lantern(canvas, x)
    _rocks(canvas, x, floor)


def _lantern(canvas: Canvas, x: float) -> None:
    beam = polygon([(x, 196), (x - 900, 60), (x - 900, 260)])
    canvas.shade(beam, PAPER, (x - 720, 150), (x, 196), 0.75, grain=0.3)
    canvas.paint(rectangle(x - 64, 236, x + 64, 256, 6), NAVY)
    canvas.paint(rectangle(x - 34, 168, x + 34, 238, 4), AMBER)
    canvas.glow(x, 204, 90, PAPER, 0.9)
    canvas.paint(union([rectangle(bar - 2.5, 166, bar + 2.5, 238) for bar in (x - 32, x, x + 32)]), NAVY)
    canvas.paint(polygon([(x - 48, 170), *arc(x, 170, 48, 180, 360), (x + 48, 170)]), CORAL)


def _rocks(canvas: Canvas, x: float, floor: float) -> None:
    for shift, w in ((-96, 44), (92, 54), (150, 32)):
        middle, foot = x + shift, floor + 14
        top = [(middle - w * 0.5, floor - w * 0.5), (middle + w * 0.5, floor - w * 0.45)]
        rock = blob((middle - w, foot), *top, (middle + w, foot))
        canvas.paint(rock, PLUM)
        canvas.turn(rock, INK, 0.9, 0.8)


def _footprints(canvas: Canvas) -> None:
    way = curve(
        [(40, 880), (330, 800), (640, 750), (880, 700), (1180, 690), (1420, 640), (1600, 600)], steps=60
    )
    last, side = way[0], 1
    for here, ahead in pairwise(way[4:]):
        scale = (here[1] - 430) / 330
        if abs(here[0] - last[0]) > 62 * scale:
            _footprint(canvas, here, ahead, scale, side)
            last, side = here, -side


def _footprint(canvas: Canvas, here: Point, ahead: Point, scale: float, side: int) -> None:
    angle = degrees(atan2(ahead[1] - here[1], ahead[0] - here[0]))
    x, y = here[0], here[1] + side * 17 * scale
    sole = oval(x + 9 * scale, y, 19 * scale, 8.5 * scale, angle)
    heel = oval(x - 20 * scale, y + 2 * scale, 9 * scale, 6.5 * scale, angle)
    print_ = union([sole, heel])
    canvas.paint(print_.moved(0, 2), STRAW, 0.8)
    canvas.paint(print_, BRONZE)
    canvas.shade(print_, RUST, (x, y + 8 * scale), (x, y - 10 * scale), 0.6)
