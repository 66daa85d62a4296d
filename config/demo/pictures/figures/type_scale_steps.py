from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures.words import say
from config.demo.pictures.palette import CORAL, CREAM, DUSK, INK, RUST, mix
from config.demo.pictures.shapes import lettering, rectangle

SIZES = [(43.9, "h1"), (35.2, "h2"), (28.1, "h3"), (22.5, "h4, lead"), (18.0, "body"), (14.4, "note")]
TIMES = 3.3
LEFT, LABELS, RIGHT = 70, 900, 1330


def type_scale_steps(canvas: Canvas) -> None:
    baseline = 20.0
    for size, role in SIZES:
        baseline += size * TIMES * 0.78 + 58
        body = size == 18.0
        canvas.paint(rectangle(LEFT, baseline + 24, RIGHT, baseline + 26), mix(CREAM, DUSK, 0.2))
        word = lettering("Harbour", size * TIMES, LEFT, baseline)
        canvas.paint(word.moved(LEFT - word.left - 2, 0), RUST if body else INK)
        say(
            canvas,
            f"{size:g}" if not body else "18",
            LABELS + 110,
            baseline,
            RUST if body else INK,
            "rs",
            44,
            bold=True,
        )
        say(canvas, role, LABELS + 150, baseline, RUST if body else DUSK, "ls", 42)
    canvas.paint(rectangle(LEFT - 26, 70, LEFT - 21, baseline + 26, 2), CORAL)
