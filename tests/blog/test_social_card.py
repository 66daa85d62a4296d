import io

import pytest
from PIL import Image

from blog import social_card
from blog.social_card import SIZE, Card, draw, fitted, is_right_to_left, picture_of, wrapped, writable

CARD = Card("Why invoices land in junk", "Hosting", "Acme", "#b8431f")


def seen(content):
    image = Image.open(io.BytesIO(content)).convert("RGB")
    return image.size, image.getpixel((5, 5))


def test_a_card_is_a_small_picture_on_the_companys_colour():
    content = draw(CARD)
    assert seen(content) == (SIZE, (0xB8, 0x43, 0x1F))
    assert len(content) < 60_000


@pytest.mark.parametrize("field", Card._fields)
def test_its_digest_changes_with_all_that_it_shows(field):
    assert CARD._replace(**{field: "#000000"}).digest() != CARD.digest()


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Äpfel für Łódź", "Äpfel für Łódź"),
        ("Привет, κόσμε", "Привет, κόσμε"),
        ("Launch \U0001f680 day", "Launch day"),
        ("如何选择托管", ""),
        ("Hosting 托管", ""),
        ("e\u0301te\u0301", "été"),
        ("", ""),
    ],
)
def test_what_the_typeface_lacks_is_no_empty_box(words, written):
    assert writable(words) == written


def test_a_title_that_cannot_be_written_leaves_a_card_all_the_same():
    assert seen(draw(CARD._replace(title="如何选择托管"))) == (SIZE, (0xB8, 0x43, 0x1F))
    assert seen(draw(Card("托管", "托管", "托管", "#b8431f"))) == (SIZE, (0xB8, 0x43, 0x1F))


def test_a_short_title_is_large_and_a_long_one_is_cut():
    font, lines = fitted("Short")
    assert (font.size, lines) == (80, ["Short"])
    font, lines = fitted("many words " * 40)
    assert (font.size, len(lines), lines[-1][-1]) == (50, 4, "…")


def test_a_word_longer_than_a_line_is_broken():
    font, lines = fitted("x" * 200)
    assert max(font.getlength(line) for line in lines) <= 1040
    assert "".join(wrapped("x" * 99, font)) == "x" * 99


@pytest.mark.parametrize(
    ("words", "answer"), [("Word", False), ("12 שלום", True), ("كيف", True), ("", False)]
)
def test_a_title_begins_where_its_language_does(words, answer):
    assert is_right_to_left(words) == answer


def test_a_card_is_drawn_once_and_the_one_before_is_gone(monkeypatch, settings):
    first = picture_of(CARD, 7)
    picture_of(CARD, 8)
    monkeypatch.setattr(social_card, "draw", lambda card: b"drawn again")
    assert picture_of(CARD, 7) == first
    changed = CARD._replace(title="New")
    assert picture_of(changed, 7) == b"drawn again"
    kept = sorted(path.name for path in settings.CARD_FOLDER.iterdir())
    assert kept == [f"7-{changed.digest()}.png", f"8-{CARD.digest()}.png"]


def test_a_folder_that_cannot_be_written_costs_no_picture(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.CARD_FOLDER = tmp_path / "missing"
    settings.CARD_FOLDER.symlink_to(tmp_path / "nowhere" / "deep")
    assert seen(picture_of(CARD, 7))[0] == SIZE
