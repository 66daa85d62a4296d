from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import turned_spots, vignette
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    CREAM,
    INK,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    RUST,
    SAND,
    mix,
)
from config.demo.pictures.shapes import disc, line, polygon, rectangle, ring, sector, turned


def clock_and_boxes(canvas: Canvas) -> None:
    vignette(canvas, PINE, 0.85)
    floor = rectangle(-2, 742, 1602, 902)
    canvas.paint(floor, PINE)
    canvas.shade(floor, INK, (0, 742), (0, 960), 0.8)
    _dial(canvas, 800, 330, 300)
    for index in range(9):
        _small_box(canvas, 178 + index * 148, 800, is_open=index == 5)
    _hand(canvas, 800, 330)


def _dial(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.shadow(disc(x, y, radius), 50, 60, 40, INK, 0.6)
    canvas.paint(disc(x, y, radius), NAVY)
    canvas.turn(disc(x, y, radius), INK, 0.8)
    face = disc(x, y, radius - 30)
    canvas.paint(face, PAPER)
    canvas.shade(face, SAND, (x - 40, y - 60), (x + radius * 0.9, y + radius), 0.8)
    canvas.shadow(ring(x, y, radius - 14, 30), 8, 12, 10, INK, 0.3, over=face)
    for index, (tx, ty) in enumerate(turned_spots(x, y, radius - 66, 12)):
        mark = line([(tx, ty), (x + (tx - x) * 1.12, y + (ty - y) * 1.12)], 13 if index % 3 == 0 else 7)
        canvas.paint(mark, NAVY)


def _hand(canvas: Canvas, x: float, y: float) -> None:
    """The hand has come from the left and moves to the right: at the foot of a dial that is backwards."""
    for end in range(70, 168, 4):
        canvas.paint(sector(x, y, 236, 58, end), CORAL, 0.05)
    tip = turned([(x + 392, y)], 58, (x, y))[0]
    tail = turned([(x - 66, y)], 58, (x, y))[0]
    hand = line([tail, tip], 30, 0.3)
    canvas.shadow(hand, 16, 22, 10, INK, 0.4)
    canvas.paint(hand, CORAL)
    canvas.shade(hand, RUST, (x, y), (x + 20, y - 12), 0.6)
    short = line([(x, y), turned([(x + 140, y)], 205, (x, y))[0]], 24, 0.6)
    canvas.paint(short, NAVY)
    canvas.paint(disc(x, y, 30), NAVY)
    canvas.paint(disc(x, y, 12), CORAL)


def _small_box(canvas: Canvas, left: float, floor: float, is_open: bool) -> None:
    right, top = left + 92, floor - 84
    canvas.shadow(
        polygon([(left, floor), (right, floor), (right + 70, floor + 34), (left + 50, floor + 34)]),
        0,
        0,
        8,
        INK,
        0.6,
    )
    if is_open:
        canvas.glow((left + right) / 2, top, 190, AMBER, 0.95)
        for points in (
            [(left, top), (left - 34, top - 34), (left + 8, top - 44), (left + 30, top)],
            [(right, top), (right + 34, top - 34), (right - 8, top - 44), (right - 30, top)],
        ):
            canvas.paint(polygon(points), SAND)
    colour = OCHRE if is_open else SAND
    front = rectangle(left, top, right, floor, 5)
    canvas.paint(front, colour)
    canvas.turn(front, BRONZE, 0.8, 0.7)
    if not is_open:
        canvas.paint(rectangle(left, top, right, top + 24, 5), CREAM)
        canvas.paint(rectangle(left + 37, top, left + 55, top + 44), mix(SAND, BRONZE, 0.5))
