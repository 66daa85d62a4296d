"""The figures inside articles by key: labelled diagrams on paper, each with its height in pixels at 1,400 wide."""

from collections.abc import Callable

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.figures.backup_timeline import backup_timeline
from config.demo.pictures.figures.form_funnel import form_funnel
from config.demo.pictures.figures.request_waterfall import request_waterfall
from config.demo.pictures.figures.type_scale_steps import type_scale_steps

FIGURES: dict[str, tuple[Callable[[Canvas], None], int]] = {
    "request-waterfall": (request_waterfall, 880),
    "form-funnel": (form_funnel, 900),
    "type-scale-steps": (type_scale_steps, 870),
    "backup-timeline": (backup_timeline, 920),
}
