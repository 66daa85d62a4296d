"""Shapes as soft-edged masks: each is drawn several times too large and scaled down, so its edge is smooth.

Lengths are pixels of the finished picture; angles are degrees, clockwise on the screen, 0 to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, hypot, pi, radians, sin

from PIL import Image, ImageChops, ImageDraw, ImageFont

Point = tuple[float, float]
Box = tuple[int, int, int, int]

# Shapes are cut off a little outside the largest picture, so that a hill that runs off the edge costs no memory.
REACH: Box = (-120, -120, 1720, 1120)
LARGE = 200_000


def outline(text: str) -> list[Point]:
    """Points as SVG writes them: "10,20 30,40"."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


@dataclass(frozen=True)
class Shape:
    """A mask (mode L, 255 inside) whose top left corner lies at `left`, `top` of the picture."""

    mask: Image.Image
    left: int
    top: int

    @property
    def box(self) -> Box:
        return self.left, self.top, self.left + self.mask.width, self.top + self.mask.height

    def __and__(self, other: Shape) -> Shape:
        box = _overlap(self.box, other.box)
        return Shape(ImageChops.multiply(self._cut(box), other._cut(box)), *box[:2])

    def __sub__(self, other: Shape) -> Shape:
        return Shape(ImageChops.subtract(self.mask, other._cut(self.box)), self.left, self.top)

    def __or__(self, other: Shape) -> Shape:
        box = _union(self.box, other.box)
        return Shape(ImageChops.lighter(self._cut(box), other._cut(box)), *box[:2])

    def moved(self, right: int, down: int) -> Shape:
        return Shape(self.mask, self.left + right, self.top + down)

    def grown(self, margin: int) -> Shape:
        """The same shape with `margin` empty pixels around it: room for a blur."""
        left, top, right, bottom = self.box
        box = left - margin, top - margin, right + margin, bottom + margin
        return Shape(self._cut(box), *box[:2])

    def _cut(self, box: Box) -> Image.Image:
        left, top, right, bottom = box
        return self.mask.crop((left - self.left, top - self.top, right - self.left, bottom - self.top))


def _overlap(one: Box, other: Box) -> Box:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return left, top, max(left + 1, min(one[2], other[2])), max(top + 1, min(one[3], other[3]))


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def polygon(points: Iterable[Point]) -> Shape:
    points = list(points)
    left, top, right, bottom = _bounds(points)
    times = 3 if (right - left) * (bottom - top) > LARGE else 4
    large = Image.new("L", ((right - left) * times, (bottom - top) * times))
    enlarged = [((x - left) * times, (y - top) * times) for x, y in points]
    ImageDraw.Draw(large).polygon(enlarged, fill=255)
    return Shape(large.reduce(times), left, top)


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = floor(min(xs)) - 1, floor(min(ys)) - 1, ceil(max(xs)) + 2, ceil(max(ys)) + 2
    return _overlap(box, REACH)


def union(shapes: Iterable[Shape]) -> Shape:
    """One shape of many; much cheaper than a chain of `|`."""
    shapes = list(shapes)
    box = shapes[0].box
    for shape in shapes[1:]:
        box = _union(box, shape.box)
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    for shape in shapes:
        mask.paste(255, (shape.left - box[0], shape.top - box[1]), shape.mask)
    return Shape(mask, box[0], box[1])


def rectangle(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Shape:
    return polygon(rounded(left, top, right, bottom, radius))


def rounded(left: float, top: float, right: float, bottom: float, radius: float = 0) -> list[Point]:
    """The outline of a rectangle with round corners, to be turned or leant before it is drawn."""
    if not radius:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    return [
        *arc(right - radius, top + radius, radius, -90, 0),
        *arc(right - radius, bottom - radius, radius, 0, 90),
        *arc(left + radius, bottom - radius, radius, 90, 180),
        *arc(left + radius, top + radius, radius, 180, 270),
    ]


def disc(x: float, y: float, radius: float) -> Shape:
    return polygon(arc(x, y, radius, 0, 360))


def oval(x: float, y: float, across: float, down: float, lean: float = 0) -> Shape:
    """`across` and `down` are half axes."""
    return polygon(turned(ellipse(x, y, across, down), lean, (x, y)))


def discs(text: str) -> Shape:
    """Many discs as one shape, each written "x,y,radius"."""
    return union(disc(*map(float, spot.split(","))) for spot in text.split())


def ring(x: float, y: float, radius: float, width: float) -> Shape:
    return disc(x, y, radius + width / 2) - disc(x, y, radius - width / 2)


def sector(x: float, y: float, radius: float, start: float, end: float) -> Shape:
    return polygon([(x, y), *arc(x, y, radius, start, end)])


def arc(x: float, y: float, radius: float, start: float, end: float) -> list[Point]:
    return _arc(x, y, radius, radius, start, end)


def ellipse(x: float, y: float, across: float, down: float) -> list[Point]:
    return _arc(x, y, across, down, 0, 360)


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> list[Point]:
    steps = max(6, int(abs(end - start) / 360 * (16 + max(across, down) * 0.7)))
    angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + across * cos(angle), y + down * sin(angle)) for angle in angles]


def turned(points: Iterable[Point], angle: float, about: Point) -> list[Point]:
    if not angle:
        return list(points)
    (x0, y0), along, across = about, cos(radians(angle)), sin(radians(angle))
    return [
        (x0 + (x - x0) * along - (y - y0) * across, y0 + (x - x0) * across + (y - y0) * along)
        for x, y in points
    ]


def curve(points: Sequence[Point], closed: bool = False, steps: int = 14) -> list[Point]:
    """A smooth way through all of `points` (a Catmull-Rom spline)."""
    knots = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    way = [
        _between((knots[index], knots[index + 1], knots[index + 2], knots[index + 3]), step / steps)
        for index in range(len(knots) - 3)
        for step in range(steps)
    ]
    return way if closed else [*way, points[-1]]


def _between(knots: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
    x, y = (sum(w * knot[axis] for w, knot in zip(weights, knots, strict=True)) / 2 for axis in (0, 1))
    return x, y


def blob(*points: Point) -> Shape:
    return polygon(curve(points, closed=True))


def line(points: Sequence[Point], width: float, taper: float = 1) -> Shape:
    """A round-ended stroke; at its far end it is `width * taper` wide."""
    last = max(1, len(points) - 1)
    widths = [width * (1 + (taper - 1) * index / last) / 2 for index in range(len(points))]
    normals = [_normal(points, index) for index in range(len(points))]
    one = [(x + nx * w, y + ny * w) for (x, y), (nx, ny), w in zip(points, normals, widths, strict=True)]
    two = [(x - nx * w, y - ny * w) for (x, y), (nx, ny), w in zip(points, normals, widths, strict=True)]
    body = polygon([*one, *reversed(two)])
    return union([body, disc(*points[0], widths[0]), disc(*points[-1], widths[-1])])


def _normal(points: Sequence[Point], index: int) -> Point:
    (x0, y0), (x1, y1) = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
    length = hypot(x1 - x0, y1 - y0) or 1
    return (y0 - y1) / length, (x1 - x0) / length


def wave(left: float, right: float, y: float, height: float, length: float, phase: float = 0) -> list[Point]:
    """Points of a sine wave from `left` to `right`; `phase` in turns."""
    count = max(8, int((right - left) / 12))
    xs = [left + (right - left) * index / count for index in range(count + 1)]
    return [(x, y + height * sin(2 * pi * (x / length + phase))) for x in xs]


def lettering(
    text: str, size: float, x: float, y: float, anchor: str = "ls", weight: float = 0, tracking: float = 0
) -> Shape:
    """`text` in Pillow's own typeface; `anchor` as in Pillow, by default left on the baseline.

    `weight` thickens the letters, `tracking` sets them wider apart.
    """
    if tracking:
        return _tracked(text, size, x, y, anchor, weight, tracking)
    font = ImageFont.load_default(size=size)
    left, top, right, bottom = (
        round(edge) for edge in font.getbbox(text, anchor=anchor, stroke_width=weight)
    )
    mask = Image.new("L", (max(1, right - left + 4), max(1, bottom - top + 4)))
    ImageDraw.Draw(mask).text(
        (2 - left, 2 - top), text, fill=255, font=font, anchor=anchor, stroke_width=weight
    )
    return Shape(mask, round(x) + left - 2, round(y) + top - 2)


def _tracked(
    text: str, size: float, x: float, y: float, anchor: str, weight: float, tracking: float
) -> Shape:
    font = ImageFont.load_default(size=size)
    width = font.getlength(text) + tracking * (len(text) - 1)
    start = x - width * {"l": 0, "m": 0.5, "r": 1}[anchor[0]]
    places = [start + font.getlength(text[:index]) + tracking * index for index in range(len(text))]
    return union(
        lettering(letter, size, place, y, "l" + anchor[1], weight)
        for letter, place in zip(text, places, strict=True)
        if letter != " "
    )
