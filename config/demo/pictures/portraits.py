"""The authors as flat, friendly busts, lit like the scenes."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import (
    AMBER,
    CORAL,
    INK,
    LILAC,
    MINT,
    NAVY,
    OCHRE,
    PAPER,
    PLUM,
    RUST,
    SAND,
    SKY,
    STRAW,
    TEAL,
    Colour,
    mix,
)  # fmt: skip
from config.demo.pictures.shapes import (
    Shape,
    arc,
    blob,
    curve,
    disc,
    discs,
    line,
    outline,
    oval,
    polygon,
    rectangle,
    ring,
    union,
)

SIZE = (480, 480)
FAIR: Colour = (250, 212, 184)
OLIVE: Colour = (234, 186, 146)
TAN: Colour = (208, 148, 106)
BROWN: Colour = (166, 106, 72)
UMBER: Colour = (58, 36, 40)
CHESTNUT: Colour = (132, 60, 40)
WHEAT: Colour = (222, 172, 96)


def mia_hartmann(canvas: Canvas) -> None:
    _hair(canvas, CHESTNUT, "146,318 134,200 172,104 244,76 316,104 348,200 336,318 300,346 180,346")
    _bust(canvas, FAIR, NAVY)
    _round_neck(canvas, AMBER)
    _face(canvas, FAIR, CHESTNUT)
    _hair(
        canvas,
        CHESTNUT,
        "154,232 152,140 210,88 290,90 330,150 328,236 312,190 276,160 228,176 184,168 166,190",
    )
    _glasses(canvas)


def tomas_oliveira(canvas: Canvas) -> None:
    _bust(canvas, TAN, TEAL)
    _open_collar(canvas, TAN, PAPER)
    _face(canvas, TAN, UMBER)
    _beard(canvas, UMBER)
    spots = "166,168,30 178,128,36 214,100,40 258,96,40 298,122,36 314,164,30 236,128,36"
    curls = discs(spots)
    canvas.paint(curls, UMBER)
    canvas.turn(curls, INK, 0.8)


def priya_raman(canvas: Canvas) -> None:
    _hair(canvas, UMBER, "130,470 136,300 140,170 190,96 246,82 306,98 342,176 346,300 356,470")
    _bust(canvas, BROWN, CORAL)
    _round_neck(canvas, STRAW)
    _face(canvas, BROWN, UMBER)
    _hair(canvas, UMBER, "152,250 148,150 196,94 246,88 240,112 206,140 176,178")
    _hair(canvas, UMBER, "328,250 334,150 290,94 236,88 242,112 278,140 306,178")
    for x in (157, 323):
        canvas.paint(disc(x, 262, 8), AMBER)


def jonas_weber(canvas: Canvas) -> None:
    _bust(canvas, FAIR, PLUM)
    _open_collar(canvas, FAIR, MINT)
    _face(canvas, FAIR, mix(WHEAT, UMBER, 0.35))
    _hair(
        canvas, WHEAT, "154,200 150,140 182,92 250,72 314,96 334,150 326,206 312,164 262,148 206,150 174,160"
    )
    canvas.paint(line(curve([(196, 138), (240, 104), (296, 104)]), 5, 0.4), mix(WHEAT, UMBER, 0.3), 0.7)


def elena_rossi(canvas: Canvas) -> None:
    spots = (
        "146,300,46 130,232,50 146,164,52 190,108,54 252,88,56 310,118,52 340,176,50 348,240,50 332,304,46"
    )
    cloud = discs(spots) | disc(240, 220, 110)
    canvas.paint(cloud, mix(UMBER, CHESTNUT, 0.35))
    canvas.turn(cloud, INK, 0.7)
    _bust(canvas, OLIVE, TEAL)
    _roll_neck(canvas, TEAL)
    _face(canvas, OLIVE, UMBER)
    fringe = discs("172,156,28 200,126,32 244,114,34 286,126,32 310,158,28")
    canvas.paint(fringe, mix(UMBER, CHESTNUT, 0.35))
    for x in (156, 324):
        canvas.paint(ring(x, 272, 12, 5), AMBER)


PORTRAITS: dict[str, tuple[Callable[[Canvas], None], Colour]] = {
    "mia-hartmann": (mia_hartmann, MINT),
    "tomas-oliveira": (tomas_oliveira, OCHRE),
    "priya-raman": (priya_raman, LILAC),
    "jonas-weber": (jonas_weber, SKY),
    "elena-rossi": (elena_rossi, STRAW),
}


def portrait(key: str) -> Canvas:
    person, ground = PORTRAITS[key]
    canvas = Canvas(key, ground, SIZE)
    canvas.paint(disc(300, 200, 210), mix(ground, PAPER, 0.35))
    canvas.shade(canvas.sheet, mix(ground, INK, 0.35), (200, 120), (520, 560), 0.5, grain=0.4)
    person(canvas)
    return canvas


def _head() -> Shape:
    return blob(*outline("158,190 172,130 240,102 308,130 322,190 312,252 280,302 240,318 200,302 168,252"))


def _bust(canvas: Canvas, skin: Colour, cloth: Colour) -> None:
    body = polygon(
        [
            *curve([(30, 500), (58, 424), (130, 384), (204, 364)]),
            *curve([(276, 364), (350, 384), (422, 424), (450, 500)]),
        ]
    )
    canvas.shadow(body, 14, 10, 14, INK, 0.25)
    canvas.paint(body, cloth)
    canvas.turn(body, mix(cloth, INK, 0.6), 0.8, 0.6)
    neck = union([rectangle(204, 270, 276, 380), oval(240, 374, 36, 26)])
    canvas.paint(neck, skin)
    canvas.shade(neck & _head().moved(6, 36), mix(skin, RUST, 0.6), (220, 0), (225, 0), 0.6, grain=0)


def _round_neck(canvas: Canvas, colour: Colour) -> None:
    canvas.paint(line(arc(240, 360, 47, 8, 172), 11), colour)


def _roll_neck(canvas: Canvas, colour: Colour) -> None:
    roll = rectangle(192, 340, 288, 392, 20)
    canvas.paint(roll, mix(colour, MINT, 0.25))
    canvas.shade(roll, mix(colour, INK, 0.5), (220, 0), (296, 0), 0.9)


def _open_collar(canvas: Canvas, skin: Colour, colour: Colour) -> None:
    canvas.paint(polygon([(206, 362), (274, 362), (240, 440)]), skin)
    for side in (-1, 1):
        flap = polygon(
            [(240 + side * 36, 346), (240 + side * 66, 376), (240 + side * 42, 430), (240 + side * 2, 444)]
        )
        canvas.paint(flap, colour if side < 0 else mix(colour, SAND, 0.55))


def _face(canvas: Canvas, skin: Colour, brows: Colour) -> None:
    dark = mix(skin, RUST, 0.5)
    for x in (158, 322):
        canvas.paint(oval(x, 222, 16, 22), mix(skin, dark, 0.5 if x > 240 else 0))
    head = _head()
    canvas.paint(head, skin)
    canvas.shade(head, dark, (250, 190), (336, 230), 0.7)
    for x in (206, 274):
        canvas.paint(oval(x, 218, 6.5, 8.5), INK)
        canvas.paint(line(arc(x, 212, 24, 232, 308), 6), brows)
        canvas.glow(x + (x - 240) * 0.55, 254, 30, CORAL, 0.4, over=head)
    canvas.paint(line(curve([(242, 218), (248, 246), (236, 250)]), 5), dark)
    canvas.paint(line(arc(240, 258, 25, 28, 152), 6), mix(RUST, INK, 0.35))


def _hair(canvas: Canvas, colour: Colour, way: str) -> None:
    hair = blob(*outline(way))
    canvas.paint(hair, colour)
    canvas.turn(hair, mix(colour, INK, 0.6), 0.75, 0.6)


def _beard(canvas: Canvas, colour: Colour) -> None:
    beard = blob(
        *outline(
            "160,226 176,250 212,262 240,258 268,262 304,250 320,226 314,284 282,326 240,338 198,326 166,284"
        )
    )
    canvas.paint(beard & _head().grown(30) | (beard & rectangle(150, 240, 330, 360)), colour)
    canvas.paint(oval(240, 280, 27, 13), mix(RUST, INK, 0.2))
    canvas.paint(oval(240, 276, 24, 6), PAPER)


def _glasses(canvas: Canvas) -> None:
    canvas.paint(
        union([ring(206, 218, 29, 7), ring(274, 218, 29, 7), line([(234, 213), (246, 213)], 7)]), INK
    )
