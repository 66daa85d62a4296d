"""The heroes' scenes by key, each with its category's ground colour."""

from collections.abc import Callable

from config.demo.pictures.canvas import Canvas
from config.demo.pictures.palette import LILAC, NAVY, OCHRE, TEAL, Colour
from config.demo.pictures.scenes.bar_cascade import bar_cascade
from config.demo.pictures.scenes.clock_and_boxes import clock_and_boxes
from config.demo.pictures.scenes.four_frames import four_frames
from config.demo.pictures.scenes.house_on_scales import house_on_scales
from config.demo.pictures.scenes.lamp_and_page import lamp_and_page
from config.demo.pictures.scenes.leaning_blocks import leaning_blocks
from config.demo.pictures.scenes.letter_stairs import letter_stairs
from config.demo.pictures.scenes.lighthouse_footprints import lighthouse_footprints
from config.demo.pictures.scenes.night_racks import night_racks
from config.demo.pictures.scenes.numbered_letter import numbered_letter
from config.demo.pictures.scenes.pantry_shelf import pantry_shelf
from config.demo.pictures.scenes.queue_of_slips import queue_of_slips
from config.demo.pictures.scenes.ramp_and_stairs import ramp_and_stairs
from config.demo.pictures.scenes.safety_net import safety_net
from config.demo.pictures.scenes.sealed_envelopes import sealed_envelopes
from config.demo.pictures.scenes.signpost_fork import signpost_fork
from config.demo.pictures.scenes.stepping_stones import stepping_stones
from config.demo.pictures.scenes.tile_box import tile_box
from config.demo.pictures.scenes.tower_and_street import tower_and_street
from config.demo.pictures.scenes.two_bridges import two_bridges

Scene = Callable[[Canvas], None]

SCENES: dict[str, tuple[Scene, Colour]] = {
    "two-bridges": (two_bridges, NAVY),
    "queue-of-slips": (queue_of_slips, NAVY),
    "numbered-letter": (numbered_letter, NAVY),
    "safety-net": (safety_net, NAVY),
    "tower-and-street": (tower_and_street, NAVY),
    "leaning-blocks": (leaning_blocks, NAVY),
    "night-racks": (night_racks, TEAL),
    "bar-cascade": (bar_cascade, TEAL),
    "pantry-shelf": (pantry_shelf, TEAL),
    "clock-and-boxes": (clock_and_boxes, TEAL),
    "sealed-envelopes": (sealed_envelopes, TEAL),
    "four-frames": (four_frames, LILAC),
    "stepping-stones": (stepping_stones, LILAC),
    "letter-stairs": (letter_stairs, LILAC),
    "ramp-and-stairs": (ramp_and_stairs, LILAC),
    "tile-box": (tile_box, LILAC),
    "house-on-scales": (house_on_scales, OCHRE),
    "signpost-fork": (signpost_fork, OCHRE),
    "lighthouse-footprints": (lighthouse_footprints, OCHRE),
    "lamp-and-page": (lamp_and_page, OCHRE),
}
