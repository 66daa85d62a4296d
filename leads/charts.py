"""Where the bars of a chart stand: numbers, in whole units, for templates that draw SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 720, 200
LEFT, BOTTOM, TOP = 36, 24, 8
MOST_MARKS = 8  # words below the columns


@dataclass(frozen=True)
class Column:
    x: int
    y: int
    width: int
    height: int
    won_y: int
    won_height: int
    label: str
    is_marked: bool
    number: int
    won: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Columns:
    columns: list[Column]
    lines: list[tuple[int, int]]  # height of a line across, and the number it stands for
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    ground: int = HEIGHT - BOTTOM


def columns(rows: Sequence[tuple[str, int, int]]) -> Columns:
    """Of (label, number, the part of it that was won), in their order."""
    top = round_up(max([number for _, number, _ in rows], default=0))
    room = HEIGHT - BOTTOM - TOP
    step = (WIDTH - LEFT) / max(1, len(rows))
    every = ceil(len(rows) / MOST_MARKS) or 1
    ground = HEIGHT - BOTTOM

    def place(index: int, label: str, number: int, won: int) -> Column:
        width = max(1, min(48, round(step * 0.72)))
        x = round(LEFT + step * index + (step - width) / 2)
        height, won_height = round(room * number / top), round(room * won / top)
        is_marked = index % every == 0
        return Column(
            x, ground - height, width, height, ground - won_height, won_height, label, is_marked, number, won
        )

    lines = [(ground - round(room * part / 2), top * part // 2) for part in (0, 1, 2)]
    return Columns([place(index, *row) for index, row in enumerate(rows)], lines)


def round_up(number: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 …: half of it is a whole number, too."""
    if number <= 2:
        return 2
    power = 10 ** int(log10(number))
    return next(step * power for step in (1, 2, 4, 10) if step * power >= number and step * power % 2 == 0)


def share(part: float, whole: float, *, of: int = 100) -> int:
    """In whole units of `of`; something is never nothing."""
    if not part or not whole:
        return 0
    return max(1, round(of * part / whole))
