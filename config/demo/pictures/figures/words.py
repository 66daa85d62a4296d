"""Words in figures, large enough to be read when 1,400 pixels are shown as 360."""

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import INK, Colour
from config.demo.pictures.shapes import lettering

TEXT = 40
BOLD = 1.3


def say(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    colour: Colour = INK,
    anchor: str = "ls",
    size: float = TEXT,
    bold: bool = False,
) -> None:
    weight, tracking = (size / TEXT * BOLD, size * 0.03) if bold else (0, 0)
    canvas.paint(lettering(text, size, x, y, anchor, weight, tracking), colour)
