"""What several scenes share: skies, hills, envelopes, blocks."""

from __future__ import annotations

from collections.abc import Sequence

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import CORAL, CREAM, INK, PAPER, RUST, SAND, Colour, mix
from config.demo.pictures.shapes import (
    Point,
    Shape,
    curve,
    disc,
    line,
    oval,
    polygon,
    rectangle,
    rounded,
    turned,
    union,
)


def sky(canvas: Canvas, low: Colour, horizon: float, start: float = 0, opacity: float = 1) -> None:
    """Let the ground colour turn into `low` towards the horizon."""
    band = rectangle(-2, start, canvas.image.width + 2, horizon)
    canvas.shade(band, low, (0, start), (0, horizon), opacity, grain=0.3)


def vignette(canvas: Canvas, colour: Colour, opacity: float = 0.6) -> None:
    """Darken the corner that is farthest from the light."""
    width, height = canvas.image.size
    canvas.shade(canvas.sheet, colour, (width * 0.25, 0), (width, height * 1.1), opacity, grain=0.35)


def stars(canvas: Canvas, count: int, below: float, colour: Colour = PAPER) -> None:
    chance = canvas.chance
    for _ in range(count):
        x, y, size = chance.uniform(20, 1580), chance.uniform(20, below), chance.choice([1.4, 1.8, 2.6])
        canvas.paint(disc(x, y, size), colour, chance.uniform(0.35, 0.9))


def land(points: Sequence[Point], bottom: float = 960) -> Shape:
    """Everything below a smooth skyline."""
    way = curve(points)
    return polygon([(way[0][0], bottom), *way, (way[-1][0], bottom)])


def hill(canvas: Canvas, points: Sequence[Point], colour: Colour, shade: Colour, depth: float = 260) -> Shape:
    shape = land(points)
    top = min(y for _, y in points)
    canvas.paint(shape, colour)
    canvas.shade(shape, shade, (500, top), (500 + depth * 0.5, top + depth), 0.9)
    return shape


def envelope(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    lean: float = 0,
    paper: Colour = PAPER,
    seal: bool = True,
) -> None:
    """The back of an envelope around `x`, `y`, with a wax seal on its flap."""
    w, h, about = width / 2, width * 0.31, (x, y)
    tip = y + h * 0.22
    body = polygon(turned(rounded(x - w, y - h, x + w, y + h, width * 0.035), lean, about))
    canvas.paint(body, paper)
    canvas.turn(body, mix(paper, SAND, 0.9), 0.6)
    corners: list[Point] = [(x - w, y - h), (x + w, y - h), (x + w * 0.1, tip), (x - w * 0.1, tip)]
    flap = polygon(turned(corners, lean, about)) & body
    for side in (-1, 1):
        edge = [(x + side * w * 0.96, y + h * 0.94), (x + side * w * 0.3, y + h * 0.08)]
        canvas.paint(line(turned(edge, lean, about), width * 0.008) - flap, SAND, 0.8)
    canvas.shadow(flap, 3, 7, 6, INK, 0.3, over=body)
    canvas.paint(flap, mix(paper, CREAM, 0.55))
    if seal:
        wax(canvas, *turned([(x, tip - h * 0.02)], lean, about)[0], width * 0.085)


def wax(canvas: Canvas, x: float, y: float, radius: float) -> None:
    blobs = [disc(x, y, radius)]
    blobs += [disc(*spot, radius * 0.42) for spot in turned_spots(x, y, radius * 0.72, 7)]
    seal = union(blobs)
    canvas.shadow(seal, 3, 5, 4, INK, 0.35)
    canvas.paint(seal, CORAL)
    canvas.turn(seal, RUST)
    canvas.paint(disc(x, y, radius * 0.62), mix(CORAL, RUST, 0.45))
    canvas.paint(disc(x + radius * 0.06, y + radius * 0.06, radius * 0.55), CORAL)


def turned_spots(x: float, y: float, radius: float, count: int, start: float = 0) -> list[Point]:
    """`count` points evenly around a centre."""
    return [turned([(x + radius, y)], start + 360 * index / count, (x, y))[0] for index in range(count)]


def block(
    canvas: Canvas,
    left: float,
    top: float,
    right: float,
    bottom: float,
    colour: Colour,
    depth: float,
    horizon: float,
) -> Shape:
    """An upright box seen from slightly right: its side is dark and runs back towards the horizon. Answers its front."""
    share = depth / 420
    far_top, far_bottom = top + (horizon - top) * share, bottom + (horizon - bottom) * share
    side = polygon(
        [(right - 1, top), (right + depth, far_top), (right + depth, far_bottom), (right - 1, bottom)]
    )
    canvas.paint(side, mix(colour, INK, 0.55))
    canvas.shade(side, mix(colour, INK, 0.8), (right, 0), (right + depth, 0), 0.7)
    if top > horizon:
        lid = [(left, top + 1), (left + depth, far_top), (right + depth, far_top), (right, top + 1)]
        canvas.paint(polygon(lid), mix(colour, PAPER, 0.3))
    front = rectangle(left, top, right, bottom)
    canvas.paint(front, colour)
    canvas.turn(front, mix(colour, INK, 0.5), 0.55)
    return front


def puddle(
    canvas: Canvas, x: float, y: float, across: float, colour: Colour = INK, opacity: float = 0.35
) -> None:
    """The soft shadow under something that stands on a floor at `x`, `y`."""
    canvas.shadow(oval(x, y, across, across * 0.14), 18, 2, 12, colour, opacity)


def reflection(
    canvas: Canvas, x: float, rows: range, widths: tuple[float, float], colour: Colour, opacity: float = 0.75
) -> None:
    """Strokes of light on water below a sun at `x`, one on each of `rows`, narrower towards us."""
    for row in rows:
        nearness = (row - rows.start) / (rows.stop - rows.start)
        half = canvas.chance.uniform(*widths) / 2 * (1 - nearness / 2)
        canvas.paint(line([(x - half, row), (x + half, row)], 7), colour, opacity)


def ripples(
    canvas: Canvas, count: int, water: tuple[int, int, int, int], colour: Colour, opacity: float
) -> None:
    """Short strokes scattered over the `water`, a box of left, top, right and bottom."""
    left, top, right, bottom = water
    for _ in range(count):
        middle, level = canvas.chance.uniform(left, right), canvas.chance.uniform(top, bottom)
        half = canvas.chance.uniform(20, 75)
        canvas.paint(line([(middle - half, level), (middle + half, level)], 4), colour, opacity)
