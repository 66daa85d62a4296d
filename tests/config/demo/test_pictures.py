from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image

from config.demo import pictures

ARTICLES = Path(pictures.__file__).parents[1] / "articles"
FIGURES = {
    "request-waterfall": (1400, 880),
    "form-funnel": (1400, 900),
    "type-scale-steps": (1400, 870),
    "backup-timeline": (1400, 920),
}
PEOPLE = {"mia-hartmann", "tomas-oliveira", "priya-raman", "jonas-weber", "elena-rossi"}


def opened(key):
    return Image.open(BytesIO(pictures.draw(key)))


def heroes():
    return {yaml.safe_load(file.read_text().split("---")[1])["hero"] for file in ARTICLES.glob("*.md")}


def test_there_is_a_picture_for_every_hero_figure_author_and_the_logo_and_no_other():
    assert set(pictures.KEYS) == heroes() | set(FIGURES) | PEOPLE | {"logo"}
    assert len(pictures.KEYS) == 30


@pytest.mark.parametrize("key", sorted(heroes()))
def test_a_hero_is_a_wide_jpeg_of_less_than_a_megabyte(key):
    file = pictures.draw(key)
    hero = Image.open(BytesIO(file))
    assert (hero.format, hero.mode, hero.size) == ("JPEG", "RGB", (1600, 900))
    assert len(file) < 1_000_000


@pytest.mark.parametrize(("key", "size"), FIGURES.items())
def test_a_figure_is_a_png_of_1400_pixels_across(key, size):
    figure = opened(key)
    assert (figure.format, figure.mode, figure.size) == ("PNG", "RGB", size)


@pytest.mark.parametrize("key", sorted(PEOPLE))
def test_a_portrait_is_square(key):
    portrait = opened(key)
    assert (portrait.format, portrait.mode, portrait.size) == ("PNG", "RGB", (480, 480))


def test_the_logo_stands_on_nothing():
    logo = opened("logo")
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGBA", (512, 512))
    alpha = logo.getchannel("A")
    assert (alpha.getpixel((0, 0)), alpha.getpixel((256, 256))) == (0, 255)


@pytest.mark.parametrize("key", ["leaning-blocks", "queue-of-slips", "jonas-weber"])
def test_the_same_key_draws_the_same_bytes(key):
    assert pictures.draw(key) == pictures.draw(key)


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError):
        pictures.draw("no-such-picture")
