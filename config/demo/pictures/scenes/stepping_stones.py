from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, reflection, ripples
from config.demo.pictures.palette import (
    BLUSH,
    BRONZE,
    CORAL,
    INK,
    IRIS,
    JADE,
    LILAC,
    MIST,
    PAPER,
    PINE,
    PLUM,
    RUST,
    STRAW,
    TEAL,
)
from config.demo.pictures.shapes import (
    Point,
    curve,
    disc,
    line,
    oval,
    polygon,
    rectangle,
    rounded,
    turned,
    union,
)

STONES = [
    (150, 838, 165),
    (430, 752, 138),
    (690, 686, 116),
    (905, 610, 98),
    (1050, 536, 80),
    (1110, 470, 66),
    (1085, 418, 54),
    (1020, 378, 46),
]


def stepping_stones(canvas: Canvas) -> None:
    canvas.shade(canvas.sheet, BLUSH, (0, 0), (0, 330), 0.7, grain=0.3)
    canvas.paint(disc(400, 190, 104), PAPER)
    canvas.shade(disc(400, 190, 104), STRAW, (340, 110), (480, 290), 0.9)
    hill(canvas, [(-20, 240), (260, 270), (560, 220), (1000, 280), (1300, 200), (1640, 250)], IRIS, PLUM)
    _pond(canvas)
    _far_bank(canvas)
    for x, y, across in reversed(STONES):
        _stone(canvas, x, y, across)
    _reeds(canvas, 1420, 900)


def _pond(canvas: Canvas) -> None:
    pond = rectangle(-2, 330, 1602, 902)
    canvas.paint(pond, LILAC)
    canvas.shade(pond, IRIS, (200, 330), (900, 980), 1, grain=0.4)
    reflection(canvas, 400, range(352, 620, 18), (76, 190), PAPER)
    ripples(canvas, 18, (0, 400, 1600, 890), MIST, 0.5)


def _far_bank(canvas: Canvas) -> None:
    bank = polygon(
        [
            (-20, 318),
            *curve([(-20, 306), (400, 316), (800, 292), (1200, 270), (1640, 240)]),
            (1640, 372),
            *curve([(1640, 372), (1200, 366), (960, 348), (500, 344), (-20, 336)]),
        ]
    )
    canvas.shadow(bank, 0, 16, 10, PLUM, 0.5)
    canvas.paint(bank, JADE)
    canvas.shade(bank, TEAL, (500, 280), (700, 420), 1)
    for x, y, size in (
        (1180, 282, 62),
        (1270, 272, 92),
        (1372, 268, 70),
        (1490, 262, 104),
        (60, 308, 58),
        (140, 312, 40),
    ):
        canvas.paint(line([(x, y + 10), (x, y - size)], size * 0.09), PINE)
        crown = oval(x, y - size * 1.15, size * 0.42, size * 0.78)
        canvas.paint(crown, TEAL)
        canvas.turn(crown, PINE, 0.9, 0.7)


def _stone(canvas: Canvas, x: float, y: float, across: float) -> None:
    thick = across * 0.16
    for grown, opacity in ((1.34, 0.35), (1.17, 0.6)):
        ripple = oval(x, y + thick * 1.5, across * grown, across * 0.34 * grown)
        canvas.paint(
            ripple - oval(x, y + thick * 1.5, across * grown - 5, across * 0.34 * grown - 3.2), PAPER, opacity
        )
    mirrored = oval(x, y + thick * 2.6, across * 0.98, across * 0.34)
    canvas.shade(mirrored, PLUM, (x, y + thick * 6), (x, y), 0.8)
    side = union(
        [
            oval(x, y + thick, across, across * 0.33),
            rectangle(x - across, y, x + across, y + thick),
            oval(x, y, across, across * 0.33),
        ]
    )
    canvas.paint(side, PLUM)
    canvas.shade(side, INK, (x - across * 0.4, 0), (x + across, 0), 0.7)
    top = oval(x, y, across, across * 0.33)
    last = across == STONES[-1][2]
    canvas.paint(top, CORAL if last else MIST)
    canvas.shade(
        top, RUST if last else IRIS, (x - across * 0.3, y - 10), (x + across * 1.1, y + across * 0.4), 0.75
    )


def _reeds(canvas: Canvas, x: float, y: float) -> None:
    for shift, height, lean in (
        (-70, 330, -50),
        (-20, 420, 16),
        (36, 360, 56),
        (84, 270, 84),
        (120, 380, 40),
    ):
        _bulrush(canvas, x + shift, y, height, lean)
    for shift, height, lean in ((-110, 250, -130), (10, 300, -60), (60, 240, 130), (150, 280, 90)):
        canvas.paint(line(_stalk(x + shift, y, height, lean, 0.6), 24, 0.1), PINE)


def _stalk(x: float, y: float, height: float, lean: float, bend: float) -> list[Point]:
    return curve([(x, y + 20), (x + lean * 0.28, y - height * bend), (x + lean, y - height)])


def _bulrush(canvas: Canvas, x: float, y: float, height: float, lean: float) -> None:
    canvas.paint(line(_stalk(x, y, height, lean, 0.5), 11, 0.35), TEAL)
    tip = x + lean, y - height
    head = rounded(tip[0] - 13, tip[1] - 70, tip[0] + 13, tip[1] + 16, 13)
    spike = polygon(turned(head, lean * 0.28, tip))
    canvas.paint(spike, BRONZE)
    canvas.turn(spike, INK, 0.6)
