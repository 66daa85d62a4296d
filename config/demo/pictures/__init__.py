"""The demo's pictures, drawn in code: heroes, figures, portraits and the logo mark."""

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.scenes import SCENES

KEYS = [*SCENES]


def draw(key: str) -> bytes:
    """A picture file's bytes in sRGB: heroes are JPEG, 1600 × 900."""
    scene, ground = SCENES[key]
    canvas = Canvas(key, ground)
    scene(canvas)
    return canvas.jpeg()
