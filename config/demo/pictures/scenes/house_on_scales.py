from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    BLUSH,
    BRONZE,
    CORAL,
    CREAM,
    INK,
    JADE,
    LILAC,
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
from config.demo.pictures.shapes import arc, disc, line, oval, polygon, rectangle, union


def house_on_scales(canvas: Canvas) -> None:
    canvas.paint(disc(800, 400, 330), STRAW)
    canvas.shade(disc(800, 400, 330), AMBER, (640, 200), (1000, 720), 0.9)
    floor = rectangle(-2, 780, 1602, 902)
    canvas.paint(floor, mix(OCHRE, RUST, 0.6))
    canvas.shade(floor, RUST, (400, 780), (900, 1000), 0.8)
    _stand(canvas)
    canvas.shadow(oval(372, 826, 190, 14), 20, 0, 10, INK, 0.35)
    canvas.shadow(oval(1228, 826, 190, 14), 20, 0, 10, INK, 0.35)
    _pan(canvas, 372, 226, 626)
    _pan(canvas, 1228, 190, 590)
    _block_house(canvas, 372, 626)
    _coins(canvas, 1228, 590)


def _stand(canvas: Canvas) -> None:
    foot = polygon([(640, 826), (700, 776), (900, 776), (960, 826)])
    canvas.shadow(polygon([(640, 820), (960, 820), (1260, 880), (900, 890)]), 0, 0, 10, INK, 0.5)
    post = polygon([(782, 200), (818, 200), (830, 790), (770, 790)])
    beam = line([(360, 228), (800, 210), (1240, 192)], 26)
    canvas.shadow(beam, 10, 26, 14, BRONZE, 0.45)
    for shape in (foot, post, beam):
        canvas.paint(shape, NAVY)
    canvas.shade(post, INK, (790, 0), (834, 0), 0.9)
    canvas.shade(foot, INK, (700, 770), (960, 830), 0.9)
    canvas.paint(disc(800, 204, 40), CORAL)
    canvas.turn(disc(800, 204, 40), RUST)
    canvas.paint(disc(800, 204, 14), NAVY)


def _pan(canvas: Canvas, x: float, top: float, level: float) -> None:
    for side in (-1, 1):
        canvas.paint(line([(x, top), (x + side * 176, level)], 6), NAVY)
    canvas.paint(disc(x, top, 16), NAVY)
    bowl = polygon([(x - 206, level), (x + 206, level), *arc(x, level - 130, 240, 33, 147)])
    canvas.shadow(bowl, 10, 20, 14, BRONZE, 0.4)
    canvas.paint(bowl, TEAL)
    canvas.shade(bowl, PINE, (x - 40, level), (x + 180, level + 70), 0.9)
    canvas.paint(rectangle(x - 214, level - 8, x + 214, level + 12, 10), JADE)


def _block_house(canvas: Canvas, x: float, floor: float) -> None:
    floor -= 8
    colours = (PAPER, LILAC, PAPER, MINT, PAPER, CREAM, BLUSH, PAPER, LILAC)
    canvas.paint(rectangle(x - 104, floor - 173, x + 104, floor), SAND)
    for index, colour in enumerate(colours):
        left, top = x - 105 + (index % 3) * 70, floor - 58 * (index // 3 + 1)
        brick = rectangle(left + 1.5, top + 1.5, left + 68.5, top + 56.5, 5)
        canvas.paint(brick, colour)
        canvas.turn(brick, mix(colour, BRONZE, 0.6), 0.5)
    canvas.paint(rectangle(x - 26, floor - 92, x + 26, floor, 6), NAVY)
    canvas.paint(disc(x + 14, floor - 46, 5), AMBER)
    roof = polygon([(x - 136, floor - 174), (x, floor - 284), (x + 136, floor - 174)])
    canvas.shadow(roof, 2, 12, 8, INK, 0.35, over=rectangle(x - 105, floor - 174, x + 105, floor))
    canvas.paint(roof, CORAL)
    canvas.shade(roof, RUST, (x, floor - 280), (x + 100, floor - 180), 0.9)


def _coins(canvas: Canvas, x: float, floor: float) -> None:
    for shift, count in ((-104, 5), (104, 3), (0, 9)):
        for index in range(count):
            _coin(canvas, x + shift + canvas.chance.uniform(-4, 4), floor - 14 - index * 26)


def _coin(canvas: Canvas, x: float, y: float) -> None:
    edge = union([oval(x, y, 54, 15), rectangle(x - 54, y - 20, x + 54, y), oval(x, y - 20, 54, 15)])
    canvas.paint(edge, BRONZE)
    canvas.shade(edge, RUST, (x - 10, 0), (x + 60, 0), 0.7)
    canvas.paint(oval(x, y - 20, 54, 15), AMBER)
    canvas.paint(oval(x, y - 20, 38, 9.5), OCHRE)
    canvas.paint(oval(x, y - 19, 36, 8.5), AMBER)
