from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import block, hill, stars
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    DUSK,
    INK,
    JADE,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    SAND,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import disc, line, polygon, rectangle, union


def night_racks(canvas: Canvas) -> None:
    canvas.shade(canvas.sheet, PINE, (0, 620), (0, -60), 1, grain=0.3)
    stars(canvas, 46, 420)
    canvas.glow(300, 250, 380, JADE, 0.45)
    moon = disc(300, 250, 118)
    half = moon - rectangle(300, 0, 600, 500)
    canvas.paint(moon, mix(PINE, TEAL, 0.6))
    canvas.paint(half, PAPER)
    canvas.shade(half, SAND, (220, 180), (310, 380), 0.8)
    hill(canvas, [(-20, 690), (280, 610), (700, 690), (1200, 620), (1640, 680)], mix(TEAL, PINE, 0.55), PINE)
    ground = rectangle(-2, 770, 1602, 902)
    canvas.paint(ground, INK)
    canvas.shade(ground, PINE, (0, 900), (0, 770), 0.8)
    for left, top, units, lit in ((560, 300, 8, -1), (800, 190, 10, 4), (1040, 355, 7, -1)):
        _rack(canvas, left, top, units, lit)


def _rack(canvas: Canvas, left: float, top: float, units: int, lit: int) -> None:
    right, bottom = left + 210, top + units * 60 + 24
    cast = polygon(
        [(left, bottom), (right + 50, bottom - 12), (right + 330, bottom + 90), (left + 240, bottom + 110)]
    )
    canvas.shadow(cast, 0, 0, 10, INK, 0.8)
    block(canvas, left, top, right, bottom, DUSK, depth=50, horizon=700)
    for unit in range(units):
        _unit(canvas, left + 14, top + 14 + unit * 60, unit == lit)
    if lit >= 0:
        canvas.glow(left + 105, top + 14 + lit * 60 + 26, 300, AMBER, 0.5)


def _unit(canvas: Canvas, left: float, top: float, lit: bool) -> None:
    face = rectangle(left, top, left + 182, top + 52, 6)
    colour = AMBER if lit else mix(NAVY, INK, 0.3)
    canvas.paint(face, colour)
    canvas.shade(face, OCHRE if lit else INK, (left + 60, 0), (left + 182, 0), 0.9)
    slots = union(
        [line([(left + 84 + slot * 15, top + 17), (left + 84 + slot * 15, top + 35)], 6) for slot in range(6)]
    )
    canvas.paint(slots, BRONZE if lit else DUSK)
    for lamp in range(3):
        on = lit or canvas.chance.random() < 0.6
        canvas.paint(disc(left + 20 + lamp * 19, top + 26, 5.5), (CORAL if lit else MINT) if on else DUSK)
