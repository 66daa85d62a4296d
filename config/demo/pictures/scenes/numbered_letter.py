from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill, sky, stars
from config.demo.pictures.palette import (
    BLUSH,
    CORAL,
    CREAM,
    DUSK,
    INK,
    IRIS,
    JADE,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    PLUM,
    RUST,
    SAND,
    TEAL,
    mix,
)  # fmt: skip
from config.demo.pictures.shapes import (
    Point,
    curve,
    disc,
    ellipse,
    lettering,
    line,
    polygon,
    rectangle,
    turned,
    union,
)  # fmt: skip


def numbered_letter(canvas: Canvas) -> None:
    sky(canvas, PLUM, 760)
    stars(canvas, 40, 380)
    canvas.glow(420, 300, 420, IRIS, 0.5)
    canvas.paint(disc(420, 300, 150), CREAM)
    canvas.turn(disc(420, 300, 150), BLUSH, 0.8)
    hill(canvas, [(-20, 640), (300, 560), (700, 650), (1100, 580), (1640, 640)], DUSK, NAVY)
    hill(canvas, [(-20, 690), (260, 720), (640, 650), (1040, 730), (1640, 660)], mix(NAVY, TEAL, 0.5), INK)
    hill(canvas, [(-20, 820), (420, 770), (900, 830), (1640, 760)], mix(INK, PINE, 0.5), INK)
    _letter_box(canvas)
    _letter(canvas)


def _letter_box(canvas: Canvas) -> None:
    canvas.shadow(polygon([(760, 870), (1130, 850), (1560, 900), (1300, 960)]), 0, 0, 16, INK, 0.7)
    foot = rectangle(724, 812, 1136, 868, 14)
    body = polygon([(750, 814), (750, 260), *_upper_half(930, 260, 180, 130), (1110, 260), (1110, 814)])
    for shape, colour in ((body, JADE), (foot, TEAL)):
        canvas.paint(shape, colour)
        canvas.shade(shape, mix(PINE, INK, 0.3), (880, 0), (1130, 0), 0.85)
    canvas.shade(body, MINT, (850, 0), (760, 0), 0.5)
    cap = rectangle(722, 244, 1138, 292, 20)
    canvas.shadow(cap, 4, 16, 10, INK, 0.45, over=body)
    canvas.paint(cap, JADE)
    canvas.shade(cap, PINE, (880, 0), (1130, 0), 0.9)
    canvas.paint(rectangle(786, 384, 1074, 430, 14), PINE)
    canvas.paint(rectangle(800, 396, 1060, 420, 10), INK)
    plate = rectangle(850, 690, 1010, 790, 8)
    canvas.paint(plate, PAPER, 0.9)
    canvas.turn(plate, SAND)
    canvas.paint(
        union([line([(872, y), (872 + length, y)], 7) for y, length in ((716, 70), (740, 116), (764, 96))]),
        PINE,
        0.7,
    )


def _upper_half(x: float, y: float, across: float, down: float) -> list[Point]:
    return [point for point in ellipse(x, y, across, down) if point[1] <= y][1:-1]


def _letter(canvas: Canvas) -> None:
    sheet = polygon([(828, 408), (1032, 408), (1010, 640), (762, 622)])
    canvas.shadow(sheet, 30, 40, 20, INK, 0.5)
    canvas.paint(sheet, PAPER)
    canvas.shade(sheet, SAND, (930, 520), (930, 404), 0.9)
    canvas.paint(polygon([(945, 560), (998, 564), (992, 618), (938, 614)]), OCHRE)
    lines = [[(806, 520), (900, 526)], [(800, 548), (880, 553)], [(794, 576), (860, 580)]]
    canvas.paint(union([line(points, 8) for points in lines]), mix(NAVY, PAPER, 0.3))
    _tag(canvas)


def _tag(canvas: Canvas) -> None:
    canvas.paint(line(curve([(776, 614), (724, 642), (690, 604), (616, 616)]), 4), CREAM)
    corners: list[Point] = [(640, 610), (600, 650), (470, 650), (470, 570), (600, 570)]
    tag = polygon(turned(corners, -14, (640, 610)))
    canvas.shadow(tag, 10, 16, 10)
    canvas.paint(tag, CORAL)
    canvas.turn(tag, RUST, 0.6)
    canvas.paint(disc(614, 616, 9), INK)
    canvas.paint(lettering("7", 66, 530, 636, "mm", 2), PAPER)
