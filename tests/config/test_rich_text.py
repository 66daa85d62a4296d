import re
from pathlib import Path

import pytest
from django import forms

from blog.body import clean
from blog.editor import BodyField
from config.rich_text import one_line, tidy

# What the editor hands back, and how it is kept.
SPELLINGS = [
    ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
    ("<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    ('<ol><li id="fn-1"><p>a</p></li></ol>', '<ol><li id="fn-1">a</li></ol>'),
    ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
    (
        '<table><tbody><tr><th colspan="1" rowspan="1"><p>A</p></th></tr><tr><td colspan="1"><p>1</p></td></tr></tbody></table>',
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ),
    (
        "<table><tbody><tr><th>A</th></tr></tbody></table>",
        "<table><thead><tr><th>A</th></tr></thead></table>",
    ),
    (
        "<table><tbody><tr><th>A</th><td>1</td></tr></tbody></table>",
        "<table><tbody><tr><th>A</th><td>1</td></tr></tbody></table>",
    ),
    (
        "<figure><img><figcaption></figcaption></figure><p></p><p></p>",
        "<figure><img></figure>",
    ),
    ("<p>a</p><p></p><p>b</p><p></p>", "<p>a</p><p></p><p>b</p>"),
    (
        '<table><tbody><tr><td colspan="2"><p>a</p><p>b</p></td></tr></tbody></table>',
        '<table><tbody><tr><td colspan="2"><p>a</p><p>b</p></td></tr></tbody></table>',
    ),
]


@pytest.mark.parametrize(("given", "kept"), SPELLINGS)
def test_the_editors_spelling_becomes_ours_and_stays_so(given, kept):
    assert tidy(given) == kept
    assert tidy(clean(kept)) == kept


def test_line_ends_are_blanks_but_for_code():
    assert one_line("<p>a\n<em>b</em>\r\nc</p>\n\n<pre><code>x\n  y</code></pre>\n<p>d</p>") == (
        "<p>a <em>b</em> c</p> <pre><code>x\n  y</code></pre> <p>d</p>"
    )


@pytest.mark.parametrize(
    ("initial", "data", "expected"),
    [
        ("<p>a</p>", "<p>a</p>", False),
        ("<p>a\nb</p>", "<p>a b</p>", False),
        ("<p>a</p>\n<ul>\n<li>b</li>\n</ul>", "<p>a</p> <ul> <li>b</li> </ul>", False),
        ("<pre><code>a\nb</code></pre>", "<pre><code>a\r\nb</code></pre>", False),
        ("<pre><code>a\nb</code></pre>", "<pre><code>a b</code></pre>", True),
        ("<p>a</p>", "<p>b</p>", True),
        ("", "<p></p>", False),
        ("<p>a</p>", "<p>a</p><script>x</script>", False),
        ("<p>a</p>", None, True),
    ],
)
def test_a_change_is_what_would_be_stored_differently(initial, data, expected):
    assert BodyField().has_changed(initial, data) is expected


def test_what_comes_in_is_cleaned_and_an_empty_editor_is_empty():
    class Form(forms.Form):
        body = BodyField(required=False)

    cleaned = [
        form.cleaned_data["body"]
        for html in ["<p onclick=x>a<script>b</script></p>", "<p></p>", ""]
        if (form := Form({"body": html})).is_valid()
    ]
    assert cleaned == ["<p>a</p>", "", ""]


def test_the_text_area_is_named_for_those_who_do_not_see_the_label():
    assert BodyField(label="Body").widget.attrs["aria-label"] == "Body"


def test_a_wide_row_of_heads_takes_no_longer_than_another():
    row = "<th>a</th>" * 400
    html = f"<table><tbody><tr>{row}<td>b</td></tr></tbody></table>"
    assert tidy(html) == html  # with a pattern that tries every way, this would never end
    assert tidy(f"<table><tbody><tr>{row}</tr><tr><td>b</td></tr></tbody></table>") == (
        f"<table><thead><tr>{row}</tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    )


STATIC = Path(__file__).parents[2] / "static"


def tokens(css):
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", css))


def test_the_editing_area_has_the_colours_and_the_type_of_the_page():
    light, dark, *_ = re.findall(r":root \{(.*?)\}", (STATIC / "css/base.css").read_text(), re.DOTALL)
    light, dark = tokens(light), tokens(dark)
    own = tokens((STATIC / "admin_theme/editor/sheet.css").read_text())
    page = {
        name: f"light-dark({value}, {dark[name]})" if name in dark else value for name, value in light.items()
    }
    assert own == {name: page[name] for name in own}
