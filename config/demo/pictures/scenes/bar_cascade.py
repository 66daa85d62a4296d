from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, reflection, ripples, sky
from config.demo.pictures.palette import (
    BLUE,
    CORAL,
    INK,
    JADE,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    RUST,
    SKY,
    STRAW,
    TEAL,
    Colour,
    mix,
)  # fmt: skip
from config.demo.pictures.shapes import Point, curve, disc, line, oval, polygon, rectangle, union

BARS = [  # left, right, top, colour
    (-60, 300, 96, MINT), (120, 424, 196, PAPER), (290, 600, 296, CORAL),
    (440, 700, 396, MINT), (580, 870, 496, STRAW), (730, 980, 596, PAPER),
]  # fmt: skip
THICK = 54
WATER = 730


def bar_cascade(canvas: Canvas) -> None:
    sky(canvas, mix(TEAL, MINT, 0.75), 760, 0)
    canvas.paint(disc(1190, 280, 136), STRAW)
    canvas.turn(disc(1190, 280, 136), OCHRE, 0.7)
    hill(canvas, [(600, 640), (900, 590), (1160, 640), (1420, 540), (1640, 590)], mix(TEAL, MINT, 0.3), TEAL)
    hill(canvas, [(800, 720), (1240, 690), (1440, 650), (1640, 690)], mix(TEAL, PINE, 0.4), PINE)
    _cliff(canvas)
    _pool(canvas)
    for _, right, top, _ in BARS:
        _fall(canvas, right - 40, top + THICK / 2, WATER + 30 if top == BARS[-1][2] else top + 106)
    for left, right, top, colour in BARS:
        _bar(canvas, left, right, top, colour)
    _spray(canvas, 958, WATER + 34)


def _pool(canvas: Canvas) -> None:
    shore = curve([(920, WATER), (780, WATER + 18), (700, WATER + 62), (690, WATER + 120), (640, 910)])
    pool = polygon([(1610, WATER), *shore, (1610, 910)])
    canvas.paint(pool, BLUE)
    canvas.paint(line(shore, 7), SKY, 0.8)
    canvas.shade(pool, NAVY, (1000, WATER), (1100, 960), 0.9, grain=0.4)
    ripples(canvas, 30, (800, 748, 1600, 890), SKY, 0.45)
    reflection(canvas, 1190, range(748, 880, 19), (70, 210), STRAW)


def _cliff(canvas: Canvas) -> None:
    edges = [left + (right - left) * 0.6 for left, right, _, _ in BARS]
    steps: list[Point] = []
    for edge, (_, _, top, _) in zip(edges, BARS, strict=True):
        steps += [(edge, top + THICK - 4), (edge + 26, top + THICK + 100)]
    rock = polygon([(-20, BARS[0][2] + THICK - 4), *steps[:-1], (900, 760), (900, 905), (-20, 905)])
    canvas.shadow(rock, 30, 0, 14, INK, 0.4)
    canvas.paint(rock, mix(TEAL, PINE, 0.75))
    canvas.shade(rock, INK, (250, 200), (560, 1000), 0.8)
    for edge, (_, _, top, _) in zip(edges, BARS, strict=True):
        face = polygon(
            [(edge - 120, top + 50), (edge, top + 50), (edge + 26, top + 154), (edge - 40, top + 154)]
        )
        canvas.shade(face & rock, JADE, (edge - 60, top + 200), (edge - 20, top + 40), 0.7)


def _fall(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    stream = rectangle(x, top, x + 34, bottom)
    canvas.paint(stream, mix(SKY, BLUE, 0.25))
    canvas.paint(
        union([rectangle(x + 7, top, x + 11, bottom), rectangle(x + 20, top, x + 23, bottom)]), PAPER, 0.7
    )


def _bar(canvas: Canvas, left: float, right: float, top: float, colour: Colour) -> None:
    bar = rectangle(left, top, right, top + THICK, THICK / 2)
    canvas.shadow(bar, 12, 24, 14, INK, 0.5)
    canvas.paint(bar, colour)
    canvas.turn(bar, mix(colour, RUST if colour == CORAL else TEAL, 0.7), 0.7, 0.5)
    if left > 0:
        canvas.paint(disc(left + THICK / 2, top + THICK / 2, 11), mix(colour, INK, 0.3))


def _spray(canvas: Canvas, x: float, y: float) -> None:
    for across, opacity in ((200, 0.3), (136, 0.5), (76, 0.8)):
        ripple = oval(x, y, across, across * 0.15) - oval(x, y, across - 10, across * 0.15 - 6)
        canvas.paint(ripple, PAPER, opacity)
    drops = [
        disc(
            x + canvas.chance.gauss(0, 34),
            y - 6 - abs(canvas.chance.gauss(0, 20)),
            canvas.chance.uniform(4, 11),
        )
        for _ in range(16)
    ]
    canvas.paint(union(drops), PAPER, 0.9)
