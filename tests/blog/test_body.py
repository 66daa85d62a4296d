import pytest

from blog.body import ATTRIBUTES, EXTENSIONS, TAGS, clean, picture_ids, undescribed


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Plain</p>", "<p>Plain</p>"),
        ("<p></p>", ""),
        ("<h1>Too big</h1>", "Too big"),
        ('<h2 id="x" class="y" style="position:fixed">Head</h2>', "<h2>Head</h2>"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("<script>x()</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<xmp><script>x()</script></xmp>", ""),
        ("<svg><script>x()</script></svg>", ""),
        ("<math><mtext><table><mglyph><style><img src onerror=x()>", ""),
        ('<iframe src="https://example.com"></iframe>', ""),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href=" java\tscript:x()">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="https://good.example@evil.example/">a</a>', "<a>a</a>"),
        ('<a href="https://example.com\\@evil.example/">a</a>', "<a>a</a>"),
        (
            '<a href="https://example.com/" target="_blank" rel="opener">a</a>',
            '<a href="https://example.com/">a</a>',
        ),
        (
            '<a href="mailto:a@example.com">a</a><a href="tel:+441">b</a>',
            '<a href="mailto:a@example.com">a</a><a href="tel:+441">b</a>',
        ),
        ('<img src="https://evil.example/x.png" alt="a">', '<img alt="a">'),
        ('<img src="//evil.example/x.png" alt="a">', '<img alt="a">'),
        (
            '<img src="/media/a.png" alt="a" data-file="7" onerror="x()">',
            '<img src="/media/a.png" alt="a" data-file="7">',
        ),
        (
            '<img src="/media/a.png" alt="" data-file="7" data-decorative="true">',
            '<img src="/media/a.png" alt="" data-file="7" data-decorative="true">',
        ),
        ('<img src="/media/a.png" data-decorative="x">', '<img src="/media/a.png">'),
        (
            "<figure><figcaption>a <small style='x'>b</small></figcaption></figure>",
            "<figure><figcaption>a <small>b</small></figcaption></figure>",
        ),
        (
            '<pre><code class="language-python evil">x</code></pre>',
            "<pre><code>x</code></pre>",
        ),
        (
            '<pre><code class="language-c++">x</code></pre>',
            '<pre><code class="language-c++">x</code></pre>',
        ),
        ('<li id="location">a</li>', "<li>a</li>"),
        ('<li id="fn-1">a</li>', '<li id="fn-1">a</li>'),
        ("<p>a\u202eb\x00c</p>", "<p>abc</p>"),
        ("<!-- secret --><p>a</p>", "<p>a</p>"),
        ("<p>a < b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_only_the_table_of_allowed_things_is_kept(given, kept):
    assert clean(given) == kept
    assert clean(kept) == kept


def test_the_editor_and_the_sanitiser_agree():
    from django_prose_editor.config import allowlist_from_extensions, expand_extensions

    editor = allowlist_from_extensions(
        expand_extensions({k: v for k, v in EXTENSIONS.items() if k != "Fullscreen"})
    )
    assert editor["tags"] - TAGS == set()
    beyond = {
        "a": {"rel"},
        "pre": {"class"},
        "figure": {"class"},
        "ol": {"type", "data-type"},
    }  # not kept, and not missed
    for tag, attributes in editor["attributes"].items():
        assert attributes - ATTRIBUTES.get(tag, set()) - beyond.get(tag, set()) == set()


def test_picture_ids_are_unique_and_in_order():
    html = '<img alt="" data-file="7"><img data-file="3" alt=""><img alt="" data-file="7"><p data-file="9">'
    assert picture_ids(html) == [7, 3]


def test_a_picture_is_undescribed_without_words_unless_it_is_mere_decoration():
    html = (
        '<img alt="" data-file="1"><img alt=" " data-file="2"><img data-file="3"><img alt="" data-file="1">'
        '<img alt="" data-file="4" data-decorative="true"><img alt="A desk" data-file="5"><img alt="">'
    )
    assert undescribed(html) == [1, 2, 3]
