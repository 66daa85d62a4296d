import re

import pytest

from brand.colours import contrast
from brand.models import Company
from brand.stylesheet import DARK_PANEL, LIGHT_PANEL, PROSE, ink_on, readable, stylesheet, version
from tests.reading import Seen

COLOURS = ["#000000", "#ffffff", "#ffee00", "#b8431f", "#777777", "#0000ff", "#00ff00", "#f2a488"]


@pytest.mark.parametrize("colour", COLOURS)
def test_whatever_the_colour_words_in_it_and_on_it_can_be_read(colour):
    css = stylesheet(colour, colour)
    light, dark = re.findall(r"--accent: (#[0-9a-f]{6})", css)
    assert contrast(light, LIGHT_PANEL) >= 4.5
    assert contrast(dark, DARK_PANEL) >= 4.5
    assert contrast(ink_on(colour), colour) >= 4.5


def test_a_readable_colour_stays_as_it_is():
    assert readable("#a63c1c", LIGHT_PANEL, towards="#000000") == "#a63c1c"


@pytest.mark.django_db
def test_a_page_links_to_its_company_s_colours_for_ever(client):
    Company.objects.create(accent="#C2410C", accent_dark="#F2A488")
    (address,) = [
        path for path in Seen(client.get("/")).links("//link[@rel='stylesheet']") if "/brand/" in path
    ]
    assert address == f"/brand/c2410c-f2a488.{version('#c2410c', '#f2a488')}.css"
    response = client.get(address)
    assert response.content.decode() == stylesheet("#c2410c", "#f2a488")
    assert response.headers["Content-Type"] == "text/css"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.django_db
def test_the_desk_shows_the_text_in_the_company_s_colours(client, sign_in):
    Company.objects.create(accent="#0000AA", accent_dark="#AAAAFF")
    sign_in("editor")
    page = Seen(client.get("/admin/blog/article/add/"))
    (address,) = [path for path in page.links("//link[@rel='stylesheet']") if "/brand/" in path]
    response = client.get(address)
    assert response.content.decode() == stylesheet("#0000aa", "#aaaaff", PROSE)
    assert "--accent: light-dark(#0000aa, #aaaaff);" in response.content.decode()


def test_another_release_of_the_stylesheet_has_another_address(monkeypatch):
    before = version("#c2410c", "#f2a488")
    monkeypatch.setattr("brand.stylesheet.TEMPLATE", ":root {{}}")
    assert version("#c2410c", "#f2a488") != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["red-blue.12345678", "c2410c-f2a48.12345678", "c2410c-}}b{x}.12345678", "c2410c"]
)
def test_only_colours_make_a_stylesheet(client, name):
    assert client.get(f"/brand/{name}.css").status_code == 404
