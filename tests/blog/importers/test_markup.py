import re

import pytest

from blog import body
from blog.importers.entry import Kind
from blog.importers.markup import Markup
from blog.importers.template_signs import CLOSE, OPEN, Embed, Nothing, Person, Picture


def read(html, *pieces):
    markup = Markup([*pieces], lambda path: f"/{path.lstrip('/')}", str.title)
    return markup.read(html), markup


def token(number=0):
    return f"{OPEN}{number}{CLOSE}"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<section><h1>A</h1><h5>B</h5></section>", "<h2>A</h2><h4>B</h4>"),
        ("<b>a</b> <i>b</i> <del>c</del>", "<p><strong>a</strong> <em>b</em> <s>c</s></p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p><strong>a</strong></p><p>b</p>"),
        (
            "<ul><li>a</li><li></li><li>b<ul><li>c</li></ul></li></ul>",
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
        ),
        ("<ol start=3><li><p>a</p><p>b</p></li></ol>", '<ol start="3"><li><p>a</p><p>b</p></li></ol>'),
        ("<p> <br>a<br> </p><p>\u00a0</p><h2> </h2><blockquote></blockquote>", "<p>a</p>"),
        ("<p>a <a>b</a> <a name=x></a>c</p>", "<p>a b c</p>"),
        ("<caption>Table 1</caption>", "<p>Table 1</p>"),
        (
            "<table><caption>C</caption><tr><th colspan=2 style=x>a<td><ul><li>b</ul></table>",
            '<p>C</p><table><tbody><tr><th colspan="2">a</th><td><ul><li>b</li></ul></td></tr></tbody></table>',
        ),
        (
            '<pre><code class="language-SQL x">a &lt; b</code></pre>',
            '<pre><code class="language-sql">a &lt; b</code></pre>',
        ),
        ("<pre>a</pre>", "<pre><code>a</code></pre>"),
        ("Words {.small #id} stay", "<p>Words stay</p>"),
        ("<code>{.kept}</code>", "<p><code>{.kept}</code></p>"),
    ],
)
def test_any_html_becomes_the_few_blocks_of_a_body(html, blocks):
    read_back, _ = read(html)
    assert read_back == blocks
    assert body.clean(blocks) == blocks


def test_a_picture_stands_alone_in_a_figure_and_splits_what_it_stood_in():
    html, markup = read('<p>a <strong>b <img src="x.png" alt="X"> c</strong> d</p>')
    assert html == (
        '<p>a <strong>b </strong></p><figure><img src="/x.png" alt="X"></figure><p><strong> c</strong> d</p>'
    )
    assert markup.pictures == {"/x.png": "X"}


def test_a_figure_of_two_pictures_becomes_two_with_the_caption_on_the_last():
    html, _ = read("<figure><img src=a.png><img src=b.png><figcaption><p>C</p><p>D</p></figcaption></figure>")
    assert html == (
        '<figure><img src="/a.png" alt=""></figure>'
        '<figure><img src="/b.png" alt=""><figcaption>C D</figcaption></figure>'
    )


def test_a_figure_without_a_picture_is_its_words():
    assert read("<figure><blockquote>a</blockquote><figcaption>b</figcaption></figure>")[0] == (
        "<blockquote><p>a</p></blockquote><p>b</p>"
    )


def test_the_link_around_a_picture_goes_below_it():
    html, markup = read('<a href="https://a.example/x"><img src=a.png></a>')
    assert html == (
        '<figure><img src="/a.png" alt=""><figcaption><a href="https://a.example/x">a.example</a></figcaption></figure>'
    )
    assert list(markup.links) == ["https://a.example/x"]


def test_a_picture_linked_to_itself_needs_no_link():
    assert read("<a href=/a.png><img src=a.png></a>")[0] == '<figure><img src="/a.png" alt=""></figure>'


@pytest.mark.parametrize(
    ("html", "block"),
    [
        (
            '<iframe src="//www.youtube.com/embed/aeQX16HCKSs?x=1" title="Film"></iframe>',
            '<p><a href="https://www.youtube.com/watch?v=aeQX16HCKSs">Film</a></p>',
        ),
        (
            "<iframe src=https://m.example/map></iframe>",
            '<p><a href="https://m.example/map">m.example</a></p>',
        ),
        (
            "<video><source src=https://m.example/a.mp4>Old</video>",
            '<p><a href="https://m.example/a.mp4">Old</a></p>',
        ),
        (
            "<object data=https://m.example/a.swf></object>",
            '<p><a href="https://m.example/a.swf">m.example</a></p>',
        ),
    ],
)
def test_frames_become_plain_links(html, block):
    read_back, markup = read(html)
    assert (read_back, [remark.kind for remark in markup.remarks]) == (block, [Kind.EMBED])


def test_pieces_take_the_place_of_their_tokens():
    pieces = [Person("ida"), Embed("https://v.example/1", "Film"), Picture("a.png", "A", "C"), Nothing()]
    html, _ = read("<p>By {} {} {} {}!</p>".format(*(token(number) for number in range(4))), *pieces)
    assert html == (
        '<p>By Ida</p><p><a href="https://v.example/1">Film</a></p>'
        '<figure><img src="/a.png" alt="A"><figcaption>C</figcaption></figure><p>!</p>'
    )


def test_no_token_is_left_in_code_or_in_an_address():
    html, _ = read(f'<pre><code>a{token()}b</code></pre><a href="/x{token()}y">z</a>', Nothing())
    assert html == '<pre><code>ab</code></pre><p><a href="/xy">z</a></p>'


def test_what_is_lost_is_told():
    html, markup = read(
        "<p>a</p><script src='https://s.example/w.js'></script><style>p{}</style><svg><title>t</title></svg><input name=x>"
    )
    assert html == "<p>a</p>"
    assert [(remark.kind, remark.about) for remark in markup.remarks] == [
        (Kind.SCRIPT, "<script> https://s.example/w.js"),
        (Kind.STYLE, "<style>"),
        (Kind.DRAWING, "<svg>"),
        (Kind.FORM, "<input>"),
    ]


def test_a_picture_elsewhere_becomes_a_link():
    html, markup = read('<img src="https://e.example/c.png" alt="Cat">')
    assert html == '<p><a href="https://e.example/c.png">Cat</a></p>'
    assert [remark.kind for remark in markup.remarks] == [Kind.REMOTE_PICTURE]


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src=https://a.example/><script>alert(1)</script><a href=javascript:alert(1)>x</a>",
        "<![![![x<svg><title><img src=x onerror=alert(1)></title></svg>",
        "<p onclick=alert(1) style=x id=y>a<a href='javascript:alert(1)'>b</a></p>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<xmp><script>alert(1)</script></xmp><math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_nothing_harmful_comes_through(html):
    read_back, _ = read(html)
    assert body.clean(read_back) == re.sub(r' src="[^"]*"', "", read_back)


@pytest.mark.parametrize("heading", ['<h2 id="top">What you need</h2>', "<h2>What you need {#top .big}</h2>"])
def test_headings_keep_their_own_anchor(heading):
    assert read(f'{heading}<a href="#top">up</a>')[0] == (
        '<h2>What you need</h2><p><a href="#what-you-need">up</a></p>'
    )


def test_broken_addresses_are_only_words():
    assert read('<a href="https://[x">a</a><img src="https://[x">')[0].startswith("<p>")
