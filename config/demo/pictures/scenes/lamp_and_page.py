from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    INK,
    LILAC,
    MINT,
    NAVY,
    PAPER,
    PINE,
    RUST,
    SAND,
    STRAW,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import Point, curve, disc, ellipse, line, oval, polygon, rectangle, turned


def lamp_and_page(canvas: Canvas) -> None:
    canvas.shade(canvas.sheet, BRONZE, (500, 0), (1600, 500), 0.8, grain=0.35)
    desk = rectangle(-2, 610, 1602, 902)
    canvas.paint(desk, NAVY)
    canvas.shade(desk, INK, (700, 610), (1200, 1000), 0.9)
    pool = oval(690, 766, 500, 122)
    canvas.paint(pool, mix(NAVY, BRONZE, 0.7))
    canvas.glow(690, 750, 480, AMBER, 0.85, over=pool)
    _page(canvas)
    canvas.shade(polygon(_light()), STRAW, (660, 900), (900, 320), 0.75, grain=0.3)
    _lamp(canvas)


def _light() -> list[Point]:
    """From the lamp's mouth down to the near edge of the pool of light on the desk."""
    near = [(x, y) for x, y in ellipse(690, 766, 500, 122) if y > 766]
    return [(842, 300), (1000, 372), *near]


def _page(canvas: Canvas) -> None:
    sheet = polygon([(470, 690), (880, 690), (960, 850), (390, 850)])
    canvas.shadow(sheet, 14, 12, 8, INK, 0.5)
    canvas.paint(sheet, PAPER)
    canvas.shade(sheet, SAND, (650, 740), (980, 900), 0.6)
    about = (690, 770)
    body = polygon(turned([(540, 758), (800, 758), (800, 782), (540, 782)], -20, about))
    canvas.shadow(body, 8, 12, 6, INK, 0.5)
    canvas.paint(body, CORAL)
    canvas.paint(polygon(turned([(540, 772), (800, 772), (800, 782), (540, 782)], -20, about)), RUST)
    canvas.paint(polygon(turned([(800, 758), (800, 782), (846, 770)], -20, about)), SAND)
    canvas.paint(polygon(turned([(830, 766), (830, 774), (846, 770)], -20, about)), INK)
    canvas.paint(polygon(turned([(516, 758), (540, 758), (540, 782), (516, 782)], -20, about)), LILAC)


def _lamp(canvas: Canvas) -> None:
    foot = oval(1250, 748, 150, 30)
    canvas.shadow(foot, 40, 14, 14, INK, 0.6)
    canvas.paint(oval(1250, 756, 150, 30), PINE)
    canvas.paint(foot, TEAL)
    canvas.turn(foot, PINE, 0.9)
    for way in ([(1250, 740), (1360, 430)], [(1360, 430), (1030, 250)]):
        arm = line(way, 22)
        canvas.shadow(arm, 10, 14, 10, BRONZE, 0.4, over=rectangle(0, 0, 1600, 610))
        canvas.paint(arm, TEAL)
        canvas.shade(arm, PINE, (1100, 0), (1400, 0), 0.8)
    for x, y in ((1360, 430), (1250, 738)):
        canvas.paint(disc(x, y, 24), PINE)
        canvas.paint(disc(x, y, 10), MINT)
    canvas.paint(oval(921, 336, 92, 34, 24), STRAW)
    shade = polygon([*curve([(838, 300), (900, 180), (1030, 190), (1066, 260), (1004, 374)]), (921, 336)])
    canvas.shadow(shade, 14, 20, 14, BRONZE, 0.4, over=rectangle(1010, 0, 1600, 610))
    canvas.paint(shade, CORAL)
    canvas.shade(shade, RUST, (900, 200), (1060, 340), 0.9)
    canvas.paint(oval(921, 337, 88, 24, 24), STRAW)
    canvas.glow(921, 345, 80, PAPER, 1)
