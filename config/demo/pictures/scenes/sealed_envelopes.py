from config.demo.pictures.canvas import Canvas
from config.demo.pictures.motifs import envelope, land, vignette
from config.demo.pictures.palette import (
    AMBER,
    BRONZE,
    CORAL,
    CREAM,
    INK,
    JADE,
    PAPER,
    PINE,
    SAND,
    STRAW,
    TEAL,
    mix,
)
from config.demo.pictures.shapes import Shape, arc, oval, polygon, rectangle


def sealed_envelopes(canvas: Canvas) -> None:
    canvas.glow(560, 300, 760, JADE, 0.55)
    vignette(canvas, PINE, 0.6)
    floor = rectangle(-2, 640, 1602, 902)
    canvas.paint(floor, mix(TEAL, PINE, 0.5))
    canvas.shade(floor, INK, (200, 640), (700, 1000), 0.6)
    _arch(canvas, 960)
    lane = polygon([(930, 557), (1000, 557), (1260, 902), (660, 902)])
    canvas.paint(lane, STRAW)
    canvas.shade(lane, mix(TEAL, PINE, 0.3), (0, 560), (0, 900), 0.85)
    for x, y, width, lean, ground in (
        (1010, 400, 92, -7, 566),
        (902, 492, 152, 6, 622),
        (1040, 716, 270, -5, 856),
    ):
        canvas.shadow(oval(x, ground, width * 0.42, width * 0.06), 16, 0, 8, INK, 0.5)
        envelope(canvas, x, y, width, lean)
    canvas.shadow(oval(400, 858, 120, 17), 22, 0, 8, INK, 0.7)
    envelope(canvas, 400, 712, 270, 10, mix(CREAM, JADE, 0.35), seal=False)


def _arch(canvas: Canvas, x: float) -> None:
    opening, outer = _doorway(x, 190, 660), _doorway(x, 280, 660)
    canvas.shadow(outer, 60, 20, 30, INK, 0.5)
    canvas.paint(outer, PAPER)
    canvas.shade(outer, SAND, (x - 120, 150), (x + 300, 640), 1)
    canvas.paint(opening, mix(AMBER, STRAW, 0.4))
    canvas.shade(opening, CORAL, (0, 180), (0, 720), 0.6, grain=0.4)
    beyond = land([(x - 280, 572), (x - 100, 548), (x + 80, 552), (x + 280, 578)], 680)
    canvas.paint(beyond & opening, JADE)
    canvas.shade(beyond & opening, TEAL, (x - 100, 540), (x + 100, 680))
    jamb = opening - opening.moved(34, 0)
    canvas.paint(jamb, mix(SAND, BRONZE, 0.35))


def _doorway(x: float, half: float, floor: float) -> Shape:
    return polygon([(x - half, floor), (x - half, 340), *arc(x, 340, half, 180, 360), (x + half, floor)])
