import pytest

from blog.derivation import TALK, derive
from blog.embeds import recognise
from tests.factories import make_picture

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
VIMEO = "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"
KNOWN = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", YOUTUBE),
    ("https://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=1m30s", "youtube", f"{YOUTUBE}&start=90"),
    ("https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL123", "youtube", YOUTUBE),
    ("https://youtu.be/dQw4w9WgXcQ?t=42", "youtube", f"{YOUTUBE}&start=42"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", YOUTUBE),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", YOUTUBE),
    ("https://vimeo.com/76979871", "vimeo", VIMEO),
    ("https://vimeo.com/76979871/abcdef1234", "vimeo", f"{VIMEO}&h=abcdef1234"),
    ("https://player.vimeo.com/video/76979871?h=abcdef1234", "vimeo", f"{VIMEO}&h=abcdef1234"),
    ("https://x.com/django/status/1234567890", "x", ""),
    ("https://twitter.com/django/status/1234567890?s=20", "x", ""),
    ("https://fosstodon.org/@django/109345678901234567", "mastodon", ""),
    ("https://example.com/page", "page", ""),
    # Not what they look like.
    ("https://www.youtube.com/watch?v=short", "page", ""),
    ("https://www.youtube.com/@channel", "page", ""),
    ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "page", ""),
    ("https://evil.example/www.youtube.com/watch?v=dQw4w9WgXcQ", "page", ""),
    ('https://www.youtube.com/embed/dQw4w9WgXcQ"onload=x', "page", ""),
    ("https://vimeo.com/76979871?h=%22%3E%3Cscript%3E", "vimeo", VIMEO),
    ("https://vimeo.com/about", "page", ""),
    ("/blog/own/", "page", ""),
]


@pytest.mark.parametrize(("address", "provider", "player"), KNOWN)
def test_the_address_alone_says_what_can_be_played_from_where(address, provider, player):
    assert recognise(address) == (provider, player)


def embed(address, inner="Title", provider="youtube"):
    return f'<figure class="embed" data-provider="{provider}"><a href="{address}">{inner}</a></figure>'


def test_a_video_is_a_link_that_knows_its_player():
    html = derive(embed("https://youtu.be/dQw4w9WgXcQ", "A <b> &amp; c"), {}).html
    assert html == (
        '<figure class="embed embed--video"><a class="embed__link" '
        'data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;rel=0" '
        'href="https://youtu.be/dQw4w9WgXcQ"><span class="embed__words"><span class="embed__title">A &amp; c</span> '
        '<span class="embed__host" lang="en-GB">Plays from YouTube</span></span></a></figure>'
    )


def test_what_the_text_calls_a_video_is_none_unless_its_address_is():
    html = derive(embed("https://evil.example/watch?v=dQw4w9WgXcQ", "A video"), {}).html
    assert html == (
        '<figure class="embed embed--card"><a class="embed__link" href="https://evil.example/watch?v=dQw4w9WgXcQ">'
        '<span class="embed__words"><span class="embed__title">A video</span> '
        '<span class="embed__host">evil.example</span></span></a></figure>'
    )


@pytest.mark.django_db
def test_its_still_is_a_picture_of_the_library_or_nothing():
    picture = make_picture()
    still = f'<figure class="embed"><img src="/media/x.png" alt="" data-file="{picture.pk}"><a href="https://example.com/">T</a></figure>'
    assert '<picture><source type="image/webp"' in derive(still, {picture.pk: picture}).html
    assert "<picture>" not in derive(still, {}).html


def test_an_embed_without_an_address_leaves_no_hole():
    html = '<p>a</p><figure class="embed"><a>x</a></figure><figure class="embed"></figure><p>b</p>'
    assert derive(html, {}).html == "<p>a</p><p>b</p>"


def test_figures_in_an_embed_do_not_break_what_follows():
    html = '<figure class="embed"><figure><img></figure><a href="https://example.com/">T</a></figure><p>b</p>'
    assert derive(html, {}).html.count("figure>") == 1
    assert derive(html, {}).html.endswith("</figure><p>b</p>")


def test_a_call_out_says_what_it_is_and_keeps_its_blocks():
    html = (
        '<aside class="warning"><p>Mind <em>this</em>.</p><ul><li>a</li></ul></aside><aside><p>b</p></aside>'
    )
    assert derive(html, {}).html == (
        '<div class="callout warning" role="note" aria-label="Warning"><p>Mind <em>this</em>.</p><ul><li>a</li></ul></div>'
        '<div class="callout note" role="note" aria-label="Note"><p>b</p></div>'
    )


def test_the_place_of_the_call_to_action_is_a_mark_that_no_words_can_make():
    derived = derive('<p>a</p><aside class="talk"><p>words</p></aside><p>&lt;aside class="talk"&gt;</p>', {})
    assert derived.html.split(TALK) == ["<p>a</p>", '<p>&lt;aside class="talk"&gt;</p>']


def test_what_stands_in_code_stays_code():
    html = "<pre><code>a<aside><pre>b</pre></aside></code></pre><p>c</p>"
    assert derive(html, {}).html == '<pre tabindex="0"><code>ab</code></pre><p>c</p>'
