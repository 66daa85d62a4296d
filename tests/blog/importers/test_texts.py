import pytest

from blog.importers.html_tree import parse
from blog.importers.texts import shorten, summary_of


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Fits.", 5, "Fits."),
        ("One is here. Two is here. Three is long.", 30, "One is here. Two is here."),
        ("“One is here.” Two is longer than that.", 20, "“One is here.”"),
        ("A. And then comes a sentence without end", 20, "A. And then comes…"),
        ("Onewordthatisverylong", 10, "Onewordtha"),
    ],
)
def test_a_long_text_ends_at_a_sentence_or_a_word(text, limit, short):
    assert shorten(text, limit) == short
    assert len(shorten(text, limit)) <= limit


def test_a_summary_is_the_first_paragraph_that_says_something():
    body = parse("<p>Hi!</p><h2>No</h2><p>This is the first paragraph that is long enough.\nIt goes on.</p>")
    assert summary_of(body) == "This is the first paragraph that is long enough. It goes on."


def test_a_body_without_paragraphs_has_one_too():
    assert summary_of(parse("<ul><li>a</li> <li>b</li></ul>")) == "a b"
