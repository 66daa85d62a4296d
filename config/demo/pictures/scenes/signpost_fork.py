from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, sky
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    INK,
    JADE,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    RUST,
    SAND,
    STRAW,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import Shape, curve, disc, line, polygon, rectangle, union


def signpost_fork(canvas: Canvas) -> None:
    sky(canvas, STRAW, 520)
    canvas.paint(disc(1180, 300, 140), PAPER)
    canvas.shade(disc(1180, 300, 140), AMBER, (1120, 200), (1300, 460), 0.7)
    hill(
        canvas,
        [(-20, 470), (300, 400), (700, 480), (1040, 420), (1360, 470), (1640, 390)],
        mix(MINT, OCHRE, 0.35),
        JADE,
    )
    middle = hill(canvas, [(-20, 520), (420, 560), (860, 480), (1240, 540), (1640, 470)], JADE, TEAL)
    far = polygon(
        [
            *curve([(1010, 700), (1180, 600), (1060, 548), (1140, 505)]),
            *curve([(1152, 505), (1092, 548), (1260, 600), (1180, 700)]),
        ]
    )
    canvas.paint(far & middle, PAPER)
    near = hill(canvas, [(-20, 640), (340, 600), (820, 668), (1240, 620), (1640, 660)], TEAL, PINE)
    _paths(canvas, near)
    _signpost(canvas, 760, 720)


def _paths(canvas: Canvas, over: Shape) -> None:
    new = polygon(
        [
            *curve([(700, 905), (800, 800), (1040, 720), (1040, 600)]),
            *curve([(1150, 600), (1180, 730), (1010, 830), (980, 905)]),
        ]
    )
    canvas.paint(new & over, PAPER)
    canvas.shade(new & over, SAND, (900, 620), (1000, 930), 0.7)
    old = polygon(
        [
            *curve([(790, 905), (660, 790), (400, 720), (160, 690)]),
            *curve([(150, 716), (360, 760), (540, 830), (620, 905)]),
        ]
    )
    canvas.shade((old & over) - new, SAND, (250, 690), (760, 900), 0.75, grain=0.8)


def _signpost(canvas: Canvas, x: float, floor: float) -> None:
    canvas.shadow(line([(x, floor), (x + 260, floor + 90)], 26), 0, 0, 6, INK, 0.5)
    post = rectangle(x - 15, 200, x + 15, floor + 6, 6)
    canvas.paint(post, NAVY)
    canvas.shade(post, INK, (x - 8, 0), (x + 15, 0), 0.9)
    old = polygon([(x + 30, 400), (x - 230, 392), (x - 284, 436), (x - 230, 482), (x + 30, 474)])
    canvas.paint(old, mix(SAND, OCHRE, 0.35))
    canvas.turn(old, BRONZE, 0.6)
    canvas.paint(line([(x - 190, 438), (x - 60, 438)], 10), BRONZE, 0.6)
    new = polygon([(x - 40, 262), (x + 300, 248), (x + 372, 305), (x + 300, 362), (x - 40, 350)])
    canvas.shadow(new, 0, 22, 8, INK, 0.7, over=post)
    canvas.paint(new, CORAL)
    canvas.turn(new, RUST, 0.7, 0.5)
    canvas.paint(
        union([line([(x + 10, 290), (x + 200, 286)], 12), line([(x + 10, 322), (x + 140, 322)], 12)]), PAPER
    )
    cap = polygon([(x - 22, 204), (x, 176), (x + 22, 204)])
    canvas.paint(cap, CORAL)
