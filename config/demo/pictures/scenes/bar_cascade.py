from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, sky
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
)
from config.demo.pictures.shapes import Point, disc, line, oval, polygon, rectangle

BARS = [  # left, right, top, colour
    (150, 470, 150, MINT), (400, 640, 250, PAPER), (520, 790, 350, CORAL),
    (690, 900, 450, MINT), (830, 1080, 550, STRAW), (970, 1190, 650, PAPER),
]  # fmt: skip


def bar_cascade(canvas: Canvas) -> None:
    sky(canvas, mix(TEAL, MINT, 0.75), 760, 0)
    canvas.paint(disc(1220, 260, 130), STRAW)
    canvas.turn(disc(1220, 260, 130), OCHRE, 0.7)
    hill(canvas, [(700, 660), (980, 560), (1240, 620), (1460, 540), (1640, 590)], mix(TEAL, MINT, 0.35), TEAL)
    _pool(canvas)
    _cliff(canvas)
    for left, right, y, colour in BARS:
        _falling_bar(canvas, left, right, y, colour)
    _spray(canvas)


def _pool(canvas: Canvas) -> None:
    pool = rectangle(-2, 730, 1602, 902)
    canvas.paint(pool, BLUE)
    canvas.shade(pool, NAVY, (900, 740), (700, 960), 0.8, grain=0.4)
    for _ in range(22):
        x, y, half = (
            canvas.chance.uniform(1050, 1600),
            canvas.chance.uniform(750, 890),
            canvas.chance.uniform(20, 70),
        )
        canvas.paint(line([(x - half, y), (x + half, y)], 5), SKY, 0.5)


def _cliff(canvas: Canvas) -> None:
    steps: list[Point] = [(-20, 150)]
    for left, _, y, _ in BARS:
        steps += [(left + 130, y + 50), (left + 150 + 20, y + 150)]
    rock = polygon([*steps, (1170, 905), (-20, 905)])
    canvas.shadow(rock, 24, 6, 14, INK, 0.4)
    canvas.paint(rock, mix(TEAL, PINE, 0.6))
    canvas.shade(rock, INK, (400, 150), (760, 1000), 0.75)
    for left, _, y, _ in BARS:
        facet = polygon(
            [(left + 30, y + 50), (left + 130, y + 50), (left + 170, y + 150), (left + 110, y + 150)]
        )
        canvas.paint(facet, mix(TEAL, JADE, 0.3), 0.8)
        canvas.shade(facet, PINE, (left + 40, y + 60), (left + 170, y + 150))


def _falling_bar(canvas: Canvas, left: float, right: float, y: float, colour: Colour) -> None:
    drop = rectangle(right - 30, y + 26, right - 6, min(y + 110, 760))
    canvas.paint(drop, SKY, 0.75)
    bar = rectangle(left, y, right, y + 52, 26)
    canvas.shadow(bar, 12, 22, 14, INK, 0.45)
    canvas.paint(bar, colour)
    canvas.turn(bar, mix(colour, TEAL if colour != CORAL else RUST, 0.7), 0.7, 0.5)
    canvas.paint(disc(left + 26, y + 26, 11), mix(colour, INK, 0.25))


def _spray(canvas: Canvas) -> None:
    for across, opacity in ((190, 0.25), (130, 0.4), (76, 0.7)):
        canvas.paint(
            oval(1172, 768, across, across * 0.17) - oval(1172, 768, across - 9, across * 0.17 - 6),
            PAPER,
            opacity,
        )
    for _ in range(14):
        x, y = 1172 + canvas.chance.gauss(0, 40), 742 - abs(canvas.chance.gauss(0, 22))
        canvas.paint(disc(x, y, canvas.chance.uniform(3, 9)), PAPER, 0.85)
