from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures.words import say
from config.demo.pictures.palette import BLUSH, CORAL, CREAM, DUSK, INK, NAVY, PAPER, RUST, TEAL, Colour, mix
from config.demo.pictures.shapes import disc, line, polygon, rectangle

LEFT, RIGHT = 110, 1290
HOURS = 37.5  # from Monday 02:00 to Tuesday 15:30
UPPER, LOWER = 240, 640
# The afternoon is drawn wider than the nights before it, and not to scale: its first nine minutes carry the story.
MOMENTS = {"14:31": 150, "14:32": 330, "14:40": 640, "15:25": 1250}


def backup_timeline(canvas: Canvas) -> None:
    _magnified(canvas)
    _two_days(canvas)
    _afternoon(canvas)
    _bracket(canvas, MOMENTS["14:31"], MOMENTS["14:40"], ("entered again", "by hand: 9 minutes"), RUST)
    _bracket(canvas, MOMENTS["14:40"], MOMENTS["15:25"], ("time to restore:", "45 minutes"), TEAL)


def _x(hours: float) -> float:
    return LEFT + (RIGHT - LEFT) * hours / HOURS


def _magnified(canvas: Canvas) -> None:
    start, end = _x(36.5), _x(37.4)
    canvas.paint(
        polygon([(start, UPPER), (end, UPPER), (1350, LOWER - 180), (50, LOWER - 180)]),
        mix(PAPER, BLUSH, 0.35),
    )
    canvas.paint(rectangle(50, LOWER - 200, 1350, 880, 16), mix(PAPER, BLUSH, 0.35))


def _two_days(canvas: Canvas) -> None:
    for tick in range(LEFT + 14, RIGHT - 20, 13):
        canvas.paint(line([(tick, UPPER - 16), (tick, UPPER + 16)], 3), mix(CREAM, DUSK, 0.55))
    canvas.paint(line([(LEFT, UPPER), (RIGHT, UPPER)], 7), NAVY)
    canvas.paint(rectangle(_x(36.5), UPPER - 26, _x(37.4), UPPER + 26, 6), CORAL)
    for hours, day, anchor in ((0, "Mon 02:00", "ls"), (24, "Tue 02:00", "ms")):
        x = _x(hours)
        canvas.paint(disc(x, UPPER, 26), TEAL)
        canvas.paint(disc(x, UPPER, 10), PAPER)
        at = x - 30 if anchor == "ls" else x
        say(canvas, "full copy", at, UPPER - 108, TEAL, anchor, bold=True)
        say(canvas, day, at, UPPER - 58, INK, anchor)
    say(canvas, "change log, every 5 minutes", LEFT - 30, UPPER + 80, DUSK)


def _afternoon(canvas: Canvas) -> None:
    canvas.paint(line([(90, LOWER), (1310, LOWER)], 7), NAVY)
    notes = {
        "14:31": ("", NAVY),
        "14:32": ("wrong delete", RUST),
        "14:40": ("noticed", INK),
        "15:25": ("back, as of 14:31", TEAL),
    }
    for time, (words, colour) in notes.items():
        x, anchor = MOMENTS[time], "rs" if time == "15:25" else "ms"
        canvas.paint(disc(x, LOWER, 22 if words else 14), colour)
        at = x + 60 if anchor == "rs" else x
        if words:
            say(canvas, words, at, LOWER - 110, colour, anchor, bold=True)
        say(canvas, time, at, LOWER - 56, INK, anchor)


def _bracket(canvas: Canvas, start: float, end: float, words: tuple[str, str], colour: Colour) -> None:
    top = LOWER + 44
    left, right = start + 8, end - 8
    for way in (
        [(left, top), (left, top + 30)],
        [(left, top + 30), (right, top + 30)],
        [(right, top + 30), (right, top)],
    ):
        canvas.paint(line(way, 6), colour)
    for row, text in enumerate(words):
        say(canvas, text, (start + end) / 2, top + 94 + row * 52, colour, "ms", bold=True)
