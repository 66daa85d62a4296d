"""The demo's pictures, drawn in code: heroes, figures, authors' portraits and the logo mark."""

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures import FIGURES
from config.demo.pictures.logo import logo
from config.demo.pictures.palette import PAPER
from config.demo.pictures.portraits import PORTRAITS, portrait
from config.demo.pictures.scenes import SCENES, Scene

KEYS = ["logo", *PORTRAITS, *SCENES, *FIGURES]  # in the order in which they are wanted


def draw(key: str) -> bytes:
    """A picture file's bytes in sRGB, always the same for a key; `KeyError` for a key that is not in `KEYS`.

    Heroes are JPEG of 1600 × 900; PNG are figures (1400 wide), portraits (480 × 480) and the logo (512 × 512, RGBA).
    """
    if key == "logo":
        return logo().png()
    if key in PORTRAITS:
        return portrait(key).png()
    if key in FIGURES:
        figure, height = FIGURES[key]
        return _drawn(figure, Canvas(key, PAPER, (1400, height))).png()
    scene, ground = SCENES[key]
    return _drawn(scene, Canvas(key, ground)).jpeg()


def _drawn(scene: Scene, canvas: Canvas) -> Canvas:
    scene(canvas)
    return canvas
