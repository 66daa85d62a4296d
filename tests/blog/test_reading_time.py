import pytest

from blog.reading_time import minutes, reading_seconds


@pytest.mark.parametrize(
    ("prose", "pictures", "seconds"),
    [
        ("", 0, 0),
        ("word " * 238, 0, 60),
        ("it’s well-kept e.g. " * 100, 0, 76),
        ("字" * 300, 0, 60),
        ("字" * 300 + " word" * 238, 0, 120),
        ("가" * 300, 0, 60),
        ("", 1, 12),
        ("", 12, 12 + 11 + 10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 3 + 3),
    ],
)
def test_words_signs_and_pictures_take_their_time(prose, pictures, seconds):
    assert reading_seconds(prose, pictures) == seconds


@pytest.mark.parametrize(("seconds", "label"), [(0, 1), (29, 1), (89, 1), (91, 2), (420, 7)])
def test_minutes_are_whole_and_at_least_one(seconds, label):
    assert minutes(seconds) == label
