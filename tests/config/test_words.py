import pytest

from config.words import lines, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \t Quinn \n", "Ada Quinn"),
        ("a\0b\x07c\x1b[31md\x7fe\x9bf", "abc[31mdef"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066left\u2069 \u200fright\u200e", "left right"),
        ("a\ud800b\udfffc", "abc"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("\U000e0041\U000e0042x", "x"),
        ("one\u2028two\u2029three\x85four\rfive", "one two three four five"),
        ("Zoe\u0308", "Zoë"),
        ("👩‍👩‍👧 نمی‌خواهم हिन्दी", "👩‍👩‍👧 نمی‌خواهم हिन्दी"),
    ],
)
def test_one_line_keeps_words_and_drops_what_deceives(typed, kept):
    assert one_line(typed) == kept


def test_lines_keep_paragraphs_with_one_line_end():
    assert lines(" one\r\ntwo  \r\r\n\n\n\nthree\0 ") == "one\ntwo\n\nthree"


def test_cleaning_twice_changes_nothing():
    text = "a\r\n\u202eb \0\n\n\n\nc\ud800"
    assert (lines(lines(text)), one_line(one_line(text))) == (lines(text), one_line(text))
