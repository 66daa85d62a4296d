"""Webzworld's mark: a W of two folded strips inside a round world."""

from PIL import Image

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import BLUSH, CORAL, PAPER
from config.demo.pictures.shapes import disc, polygon

SIDE = 512


def logo() -> Canvas:
    """The mark on nothing (RGBA)."""
    canvas = Canvas("logo", CORAL, (SIDE, SIDE))
    world = disc(SIDE / 2, SIDE / 2, SIDE / 2 - 4)
    thick = 74
    strokes = [
        ((92, 150), (190, 372)),
        ((190, 372), (256, 206)),
        ((256, 206), (322, 372)),
        ((322, 372), (420, 150)),
    ]
    for index, ((x0, y0), (x1, y1)) in enumerate(strokes):
        half = thick / 2
        strip = polygon([(x0 - half, y0), (x0 + half, y0), (x1 + half, y1), (x1 - half, y1)])
        canvas.paint(strip, PAPER if index % 2 == 0 else BLUSH)
    mask = Image.new("L", (SIDE, SIDE))
    mask.paste(255, (world.left, world.top), world.mask)
    canvas.image.putalpha(mask)
    return canvas
