from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures.words import say
from config.demo.pictures.palette import (
    BLUSH,
    CORAL,
    CREAM,
    DUSK,
    INK,
    LILAC,
    MINT,
    NAVY,
    PAPER,
    PLUM,
    RUST,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import line, rectangle

REQUESTS = [  # name, starts, waits until, ends (milliseconds)
    ("page (HTML)", 0, 900, 1100),
    ("styles.css", 1120, 1220, 1400),
    ("tag-manager.js", 1120, 1400, 1900),
    ("font.woff2", 1420, 1560, 1900),
    ("hero.jpg", 1950, 2100, 3600),
    ("chat.js", 2000, 2500, 3100),
    ("analytics.js", 3100, 3220, 3400),
]
LEFT, RIGHT, TOP, ROW = 336, 1344, 150, 78
FOOT = TOP + ROW * len(REQUESTS)


def request_waterfall(canvas: Canvas) -> None:
    for row in range(0, len(REQUESTS), 2):
        canvas.paint(rectangle(36, TOP + row * ROW, 1364, TOP + (row + 1) * ROW, 10), mix(PAPER, CREAM, 0.55))
    _axis(canvas)
    for row, request in enumerate(REQUESTS):
        _request(canvas, TOP + row * ROW, *request)
    _mark(canvas, 1900, "first text", "1,900 ms", PLUM, "ms")
    _mark(canvas, 3600, "largest picture", "3,600 ms", RUST, "rs")
    _legend(canvas)


def _x(milliseconds: float) -> float:
    return LEFT + (RIGHT - LEFT) * milliseconds / 4000


def _axis(canvas: Canvas) -> None:
    for second in range(5):
        canvas.paint(
            line([(_x(second * 1000), TOP - 4), (_x(second * 1000), FOOT + 12)], 2), mix(CREAM, DUSK, 0.25)
        )
        words = f"{second},000" if second else "0"
        say(canvas, words, _x(second * 1000), FOOT + 54, DUSK, "rs" if second == 4 else "ms")
    canvas.paint(line([(LEFT, FOOT), (RIGHT, FOOT)], 3), INK)


def _request(canvas: Canvas, top: float, name: str, start: int, waited: int, end: int) -> None:
    strong, pale = (CORAL, BLUSH) if name == "hero.jpg" else (TEAL, MINT)
    say(canvas, name, 52, top + ROW / 2 + 1, INK, "lm", bold=name == "hero.jpg")
    bar = rectangle(_x(start), top + 15, _x(end), top + ROW - 15, 9)
    canvas.paint(bar, pale)
    canvas.paint(bar & rectangle(_x(waited), top, _x(end) + 2, top + ROW), strong)


def _mark(canvas: Canvas, at: int, words: str, time: str, colour: Colour, anchor: str) -> None:
    x = _x(at)
    for y in range(TOP - 8, FOOT, 18):
        canvas.paint(line([(x, y), (x, y + 8)], 4), colour)
    right = x + 96 if anchor == "rs" else x
    say(canvas, words, right, 66, colour, anchor, bold=True)
    say(canvas, time, right, 118, colour, anchor)


def _legend(canvas: Canvas) -> None:
    for x, colour, words in ((LEFT, MINT, "waiting"), (LEFT + 280, TEAL, "downloading")):
        canvas.paint(rectangle(x, FOOT + 104, x + 56, FOOT + 144, 8), colour)
        say(canvas, words, x + 74, FOOT + 125, NAVY, "lm")
    say(canvas, "milliseconds", RIGHT, FOOT + 125, DUSK, "rm")
    canvas.paint(rectangle(LEFT, FOOT + 74, RIGHT, FOOT + 76), LILAC)
