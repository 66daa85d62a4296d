import re

import pytest

from blog.derivation import derive
from tests.factories import make_picture


def contents(html):
    return [(entry["id"], entry["level"]) for entry in derive(html, {}).contents]


def test_headings_get_unique_prefixed_ids_also_in_other_scripts():
    html = "<h2>Why</h2><h3>Why</h3><h2>Why</h2><h2>为什么</h2><h2>!</h2><h4>Deep</h4>"
    assert contents(html) == [
        ("s-why", 2),
        ("s-why-2", 3),
        ("s-why-3", 2),
        ("s-为什么", 2),
        ("s-section", 2),
    ]


def test_a_heading_keeps_its_marks_and_lists_its_text():
    derived = derive("<h2>Use <code>pip</code> &amp; <em>rest</em></h2>", {})
    assert derived.html == '<h2 id="s-use-pip-rest">Use <code>pip</code> &amp; <em>rest</em></h2>'
    assert derived.contents == [{"id": "s-use-pip-rest", "text": "Use pip & rest", "level": 2}]


def test_text_is_escaped_again():
    derived = derive("<p>&lt;script&gt; &amp;amp;</p>", {})
    assert derived.html == "<p>&lt;script&gt; &amp;amp;</p>"
    assert derived.plain_text == "<script> &amp;"


def test_code_is_coloured_escaped_and_not_counted_as_reading():
    words = "word " * 238
    code = '<pre><code class="language-python">x = "&lt;b&gt;"\n' + "y = 1\n" * 500 + "</code></pre>"
    derived = derive(f"<p>{words}</p>{code}", {})
    assert derived.reading_seconds == 60
    assert derived.html.count('<pre tabindex="0" data-language="python"><code>') == 1
    assert '<span class="c-s2">"&lt;b&gt;"</span>' in derived.html


def test_code_of_an_unknown_language_stays_plain():
    derived = derive('<pre><code class="language-nonsense">a &lt; b</code></pre>', {})
    assert derived.html == '<pre tabindex="0" data-language="nonsense"><code>a &lt; b</code></pre>'


def test_a_figure_without_its_picture_leaves_no_hole():
    html = '<p>a</p><figure><img src="/media/x.png" alt="x" data-file="7"><figcaption>c</figcaption></figure><p>b</p>'
    assert derive(html, {}).html == "<p>a</p><p>b</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "read_out"),
    [('alt="Ours"', "Ours"), ('alt=""', "The library’s"), ('alt="" data-decorative="true"', "")],
)
def test_a_picture_without_words_has_those_of_the_library_unless_it_is_decoration(given, read_out):
    picture = make_picture(alt="The library’s")
    html = derive(f'<figure><img {given} data-file="{picture.pk}"></figure>', {picture.pk: picture}).html
    assert re.findall(r'alt="([^"]*)"', html) == [read_out]


def test_tables_scroll_in_themselves():
    derived = derive("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", {})
    assert derived.html == (
        '<div class="table" tabindex="0" role="region" aria-label="Table">'
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div>"
    )
    assert derived.plain_text == "a\nb"


def test_footnote_ids_survive():
    html = '<p>a<sup id="fnref-1"><a href="#fn-1">1</a></sup></p><ol><li id="fn-1">n</li></ol>'
    assert derive(html, {}).html == html


def test_many_equal_headings_take_no_longer_than_others():
    derived = derive("<h2>Same</h2>" * 20_000 + "<h2>Same 2</h2>", {})  # quadratic, this took twenty seconds
    assert [entry["id"] for entry in derived.contents[:3]] == ["s-same", "s-same-2", "s-same-3"]
    assert len({entry["id"] for entry in derived.contents}) == 20_001
