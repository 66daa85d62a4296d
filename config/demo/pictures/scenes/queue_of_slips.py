from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import block
from config.demo.pictures.palette import AMBER, CORAL, DUSK, INK, JADE, NAVY, PAPER, STRAW, TEAL, Colour, mix
from config.demo.pictures.shapes import Point, Shape, curve, disc, line, outline, polygon, rectangle


def queue_of_slips(canvas: Canvas) -> None:
    canvas.glow(1190, 330, 620, DUSK, 0.9)
    floor = rectangle(-2, 330, 1602, 902)
    canvas.paint(floor, mix(NAVY, DUSK, 0.45))
    canvas.shade(floor, INK, (600, 330), (900, 900), 0.75, grain=0.35)
    way = curve(
        outline("-60,850 330,850 760,800 830,690 520,610 230,560 310,492 560,490 790,540 1000,612"),
        steps=40,
    )
    _chest(canvas)
    slips = _spaced(way)
    for index, (x, y) in sorted(enumerate(slips), key=lambda slip: slip[1][1]):
        _slip(canvas, x, y, (y - 300) / 400, CORAL if index == 9 else PAPER)


def _spaced(way: list[Point]) -> list[Point]:
    """Points of the way whose distance shrinks with their distance from us."""
    kept = [way[0]]
    for x, y in way:
        if (x - kept[-1][0]) ** 2 + ((y - kept[-1][1]) * 2.2) ** 2 > ((y - 300) * 0.255 + 8) ** 2:
            kept.append((x, y))
    return kept


def _slip(canvas: Canvas, x: float, y: float, scale: float, colour: Colour) -> None:
    w, h, lean = 42 * scale, 118 * scale, canvas.chance.uniform(-6, 6) * scale
    reach, drop = h * 0.75, h * 0.28
    cast = polygon([(x - w, y), (x + w, y), (x + w + reach, y + drop), (x - w + reach, y + drop)])
    canvas.shade(cast, INK, (x + h * 0.8, y + h * 0.3), (x, y), 0.6, grain=0.2)
    left, right, top, corner = x - w + lean, x + w + lean, y - h, 22 * scale
    fold = [(right - corner, top), (right, top + corner)]
    sheet = polygon([(x - w, y), (left, top), *fold, (x + w, y)])
    canvas.paint(sheet, colour)
    canvas.turn(sheet, mix(colour, DUSK, 0.55), 0.5, 0.7)
    canvas.paint(polygon([*fold, (right - corner, top + corner)]), mix(colour, INK, 0.28))
    for row, length in enumerate((0.62, 1.3, 1.05)):
        height = h * (0.72 - row * 0.2)
        start = x - w * 0.65 + lean * height / h
        words = line([(start, y - height), (start + w * length, y - height)], 7 * scale)
        canvas.paint(words, mix(colour, INK, 0.55))


def _chest(canvas: Canvas) -> None:
    left, top, right, bottom = 1030, 60, 1380, 590
    canvas.shadow(
        polygon([(left + 30, bottom), (right + 40, bottom - 30), (1640, 760), (1400, 800)]),
        0,
        0,
        14,
        INK,
        0.6,
    )
    front = block(canvas, left, top, right, bottom, TEAL, depth=64, horizon=330)
    rows, columns = 7, 3
    height, width = (bottom - top - 20) / rows, (right - left - 20) / columns
    for row in range(rows):
        for column in range(columns):
            x, y = left + 10 + column * width, top + 10 + row * height
            drawer = rectangle(x + 6, y + 6, x + width - 6, y + height - 6, 5)
            canvas.paint(drawer, mix(TEAL, JADE, 0.55))
            canvas.shade(drawer, TEAL, (x, y), (x + width, y + height), 0.8)
            canvas.paint(disc(x + width / 2, y + height / 2 + 2, 8), STRAW)
    _open_drawer(canvas, left + 10 + width, top + 10 + 4 * height, width, height, front)


def _open_drawer(canvas: Canvas, x: float, y: float, width: float, height: float, front: Shape) -> None:
    canvas.glow(x + width / 2, y + 10, 300, AMBER, 0.75, over=front)
    canvas.paint(
        polygon([(x + 4, y + 2), (x + width - 4, y + 2), (x + width + 8, y + 46), (x - 8, y + 46)]), AMBER
    )
    canvas.glow(x + width / 2, y + 16, 70, PAPER, 1)
    face = rectangle(x - 12, y + 40, x + width + 12, y + 40 + height * 1.1, 6)
    canvas.shadow(face, 14, 20, 12, INK, 0.5)
    canvas.paint(face, JADE)
    canvas.shade(face, TEAL, (x, y + 40), (x + width, y + 130), 0.8)
    canvas.paint(disc(x + width / 2, y + 42 + height * 0.55, 10), STRAW)
