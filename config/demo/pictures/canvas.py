"""The drawing kit: a sheet that shapes are painted, shaded and lit on. The light comes from the upper left."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageFilter

from config.demo.pictures.palette import INK, Colour
from config.demo.pictures.shapes import Point, Shape, rectangle

HERO = (1600, 900)
GRAIN_TILE = 512
RAMP = 256
RAMP_PADDING = 8  # how many ramps long the flat ends are: enough for a short ramp in a wide shape


class Canvas:
    """A picture while it is drawn. `chance` is seeded by the key: the same key always draws the same bytes."""

    def __init__(self, key: str, ground: Colour, size: tuple[int, int] = HERO, grain: float = 0.55) -> None:
        self.chance = Random(key)
        self.grain = grain
        self.image = Image.new("RGB", size, ground)
        self.sheet = rectangle(-2, -2, size[0] + 2, size[1] + 2)

    def paint(self, shape: Shape, colour: Colour, opacity: float = 1) -> None:
        mask = shape.mask if opacity >= 1 else shape.mask.point(_scale(opacity))
        self.image.paste(colour, (shape.left, shape.top), mask)

    def shade(
        self,
        shape: Shape,
        colour: Colour,
        start: Point,
        end: Point,
        opacity: float = 1,
        grain: float | None = None,
    ) -> None:
        """Lay `colour` over `shape`, from nothing at `start` to `opacity` at `end`, with a hint of grain."""
        left, top, right, bottom = shape.box
        ramp = _ramp(
            (right - left, bottom - top), (start[0] - left, start[1] - top), (end[0] - left, end[1] - top)
        )
        self._lay(shape, colour, ramp, opacity, self.grain if grain is None else grain)

    def turn(self, shape: Shape, colour: Colour, opacity: float = 0.7, reach: float = 0.55) -> None:
        """Give `shape` a body: its side away from the light sinks into `colour`; `reach` is how far that comes."""
        left, top, right, bottom = shape.box
        width, height = right - left, bottom - top
        start = left + width * (1 - reach), top + height * (1 - reach) * 0.8
        self.shade(shape, colour, start, (right, top + height * 0.8), opacity)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, opacity: float = 1, over: Shape | None = None
    ) -> None:
        """Light around a point, gone at `radius`; only on `over` when that is given."""
        side = max(2, round(radius * 2))
        light = Shape(
            _halo().resize((side, side), Image.Resampling.BILINEAR), round(x - radius), round(y - radius)
        )
        shape = light & (over or self.sheet)
        self._lay(
            Shape(Image.new("L", shape.mask.size, 255), shape.left, shape.top),
            colour,
            shape.mask,
            opacity,
            0.3,
        )

    def shadow(
        self,
        shape: Shape,
        right: int = 14,
        down: int = 18,
        blur: int = 16,
        colour: Colour = INK,
        opacity: float = 0.35,
        over: Shape | None = None,
    ) -> None:
        """A soft shadow of `shape`, thrown away from the light; only on `over` when that is given."""
        wide = shape.grown(blur * 2).moved(right, down)
        soft = Shape(_blurred(wide.mask, blur), wide.left, wide.top)
        self.paint(soft & over if over else soft, colour, opacity)

    def jpeg(self) -> bytes:
        file = BytesIO()
        self.image.save(file, "JPEG", quality=92, subsampling=0)
        return file.getvalue()

    def png(self) -> bytes:
        file = BytesIO()
        self.image.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _lay(self, shape: Shape, colour: Colour, ramp: Image.Image, opacity: float, grain: float) -> None:
        if grain:
            ramp = Image.blend(ramp, _grained(ramp, self.chance), grain)
        mask = ImageChops.multiply(ramp, shape.mask)
        self.paint(Shape(mask, shape.left, shape.top), colour, opacity)


def _scale(factor: float) -> list[int]:
    return [round(value * factor) for value in range(256)]


@cache
def _slope() -> Image.Image:
    """A vertical ramp from black to white with long flat ends (a transform answers black beyond its source)."""
    slope = Image.new("L", (3, RAMP * (2 * RAMP_PADDING + 1)))
    slope.paste(Image.linear_gradient("L").resize((3, RAMP)), (0, RAMP * RAMP_PADDING))
    slope.paste(255, (0, RAMP * (RAMP_PADDING + 1), 3, slope.height))
    return slope


def _ramp(size: tuple[int, int], start: Point, end: Point) -> Image.Image:
    (x0, y0), (x1, y1) = start, end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2 or 1
    right, down = RAMP * (x1 - x0) / length, RAMP * (y1 - y0) / length
    offset = RAMP * RAMP_PADDING - right * x0 - down * y0
    return _slope().transform(size, Image.Transform.AFFINE, (0, 0, 1, right, down, offset))


@cache
def _halo() -> Image.Image:
    """Bright in the middle; squared, because light falls off faster than a straight ramp."""
    return Image.radial_gradient("L").point(
        [round((1 - min(1, value / 180)) ** 2 * 255) for value in range(256)]
    )


@cache
def _noise() -> Image.Image:
    """Risograph-like speckles, twice as wide and high as one tile so that any window of a tile fits."""
    speckles = Image.frombytes("L", (GRAIN_TILE, GRAIN_TILE), Random("grain").randbytes(GRAIN_TILE**2))
    soft = speckles.filter(ImageFilter.GaussianBlur(0.6)).point(
        [max(0, min(255, (v - 128) * 2 + 128)) for v in range(256)]
    )
    sheet = Image.new("L", (GRAIN_TILE * 5, GRAIN_TILE * 4))
    for x in range(0, sheet.width, GRAIN_TILE):
        for y in range(0, sheet.height, GRAIN_TILE):
            sheet.paste(soft, (x, y))
    return sheet


def _grained(ramp: Image.Image, chance: Random) -> Image.Image:
    """The ramp as speckles that grow denser where it is brighter."""
    x, y = chance.randrange(GRAIN_TILE), chance.randrange(GRAIN_TILE)
    noise = _noise().crop((x, y, x + ramp.width, y + ramp.height))
    return ImageChops.subtract(ramp, noise, scale=0.4, offset=0)


def _blurred(mask: Image.Image, blur: int) -> Image.Image:
    """Blurred at a quarter of the size where nobody can tell: ten times as fast."""
    if blur < 8:
        return mask.filter(ImageFilter.GaussianBlur(blur))
    small = mask.reduce(4).filter(ImageFilter.GaussianBlur(blur / 4))
    return small.resize(mask.size, Image.Resampling.BILINEAR)
