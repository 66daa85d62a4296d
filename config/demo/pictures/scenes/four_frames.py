from PIL import Image

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import hill
from config.demo.pictures.palette import (
    BLUE,
    BLUSH,
    CORAL,
    INK,
    IRIS,
    LILAC,
    MIST,
    NAVY,
    OCHRE,
    PAPER,
    PINE,
    PLUM,
    SKY,
    TEAL,
    Colour,
    mix,
)
from config.demo.pictures.shapes import disc, line, outline, polygon, rectangle


def four_frames(canvas: Canvas) -> None:
    canvas.glow(200, 100, 1000, PAPER, 0.75)
    canvas.shade(canvas.sheet, IRIS, (700, 300), (1700, 1000), 0.5, grain=0.35)
    view = _view()
    _ledge(canvas)
    right_edges = ((110, 118, INK), (290, 214, TEAL), (570, 350, OCHRE), (980, 560, CORAL))
    for left, width, colour in right_edges:
        _framed(canvas, view, left, 726, width, colour)


def _ledge(canvas: Canvas) -> None:
    ledge = rectangle(-110, 726, 1710, 762)
    canvas.shadow(ledge, 0, 40, 24, PLUM, 0.45)
    canvas.paint(ledge, MIST)
    canvas.shade(ledge, IRIS, (300, 0), (1700, 0), 0.6)
    canvas.paint(rectangle(-2, 752, 1602, 762), IRIS)


def _framed(
    canvas: Canvas, view: Image.Image, left: float, floor: float, width: float, colour: Colour
) -> None:
    border = 10 + width * 0.045
    height = width * 0.94
    box = rectangle(left, floor - height, left + width, floor, 3)
    canvas.shadow(box, round(12 + width * 0.06), 0, 14, PLUM, 0.55, over=rectangle(0, 0, 1600, floor))
    canvas.paint(box, colour)
    canvas.turn(box, mix(colour, INK, 0.5), 0.7)
    mount = rectangle(left + border, floor - height + border, left + width - border, floor - border)
    canvas.paint(mount, PAPER)
    margin = border + width * 0.07
    size = round(width - 2 * margin), round(height - 2 * margin)
    place = round(left + margin), round(floor - height + margin)
    canvas.image.paste(view.resize(size, Image.Resampling.LANCZOS, reducing_gap=2), place)
    canvas.shadow(box - mount, 5, 8, 6, INK, 0.3, over=mount)


def _view() -> Image.Image:
    """The one view that all four frames show."""
    canvas = Canvas("mountain view", SKY, (600, 560))
    canvas.shade(canvas.sheet, BLUSH, (0, 60), (0, 400), 1, grain=0.3)
    canvas.paint(disc(430, 150, 62), CORAL)
    _mountain(canvas)
    hill(canvas, [(-20, 420), (160, 380), (380, 440), (640, 390)], TEAL, PINE, 160)
    lake = rectangle(-2, 474, 602, 562)
    canvas.paint(lake, mix(SKY, BLUE, 0.4))
    canvas.shade(lake, NAVY, (0, 474), (0, 640), 0.8)
    for left, right, y in ((60, 220, 496), (300, 420, 510), (140, 300, 532), (420, 540, 534)):
        canvas.paint(line([(left, y), (right, y)], 6), PAPER, 0.6)
    return canvas.image


def _mountain(canvas: Canvas) -> None:
    peak = polygon(outline("-20,470 120,300 170,330 300,110 400,250 440,220 640,450 640,560 -20,560"))
    canvas.paint(peak, PLUM)
    canvas.shade(peak, INK, (280, 100), (520, 420), 0.8)
    snow = polygon(outline("300,110 400,250 362,232 338,272 304,226 268,262 240,212"))
    canvas.paint(snow, PAPER)
    canvas.shade(snow, LILAC, (300, 110), (370, 250), 0.9)
