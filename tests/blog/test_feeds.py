from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from blog.models import Article
from blog.models.article import FEED_ENTRIES
from brand.models import Company
from tests.factories import LONG_AGO, make_article, make_author, make_picture

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/blog/feed.xml"


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = "https://www.example.com"


@pytest.fixture
def feed(client):
    def feed():
        response = client.get(FEED)
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return etree.fromstring(response.content)

    return feed


def texts(tree, path):
    return [found if isinstance(found, str) else found.text for found in tree.xpath(path, namespaces=ATOM)]


def test_an_entry_tells_the_whole_article(feed):
    Company.objects.create(name="Acme", blog_title="Notes")
    article = make_article(
        "Old & new", slug="old", authors=[make_author("Ann"), make_author("Ben")], tags=["seo", "web"]
    )
    tree = feed()
    assert texts(tree, "/a:feed/a:title") == ["Acme: Notes"]
    assert texts(tree, "/a:feed/a:link[@rel='self']/@href") == ["https://www.example.com/blog/feed.xml"]
    assert texts(tree, "//a:entry/a:title") == ["Old & new"]
    assert texts(tree, "//a:entry/a:link/@href") == ["https://www.example.com/blog/old/"]
    assert texts(tree, "//a:entry/a:summary") == [article.summary]
    assert texts(tree, "//a:entry/a:content") == [article.body_html]
    assert texts(tree, "//a:entry/a:author/a:name") == ["Ann, Ben"]
    assert texts(tree, "//a:entry/a:category/@term") == ["seo", "web"]
    assert texts(tree, "//a:entry/a:published") == [LONG_AGO.isoformat()]


def test_an_id_outlives_every_change_of_address(feed):
    article = make_article(slug="one")
    before = feed()
    article.slug = "two"
    article.save()
    after = feed()
    assert texts(before, "//a:entry/a:id") == texts(after, "//a:entry/a:id") == [article.feed_id.urn]
    assert texts(before, "/a:feed/a:id") == texts(after, "/a:feed/a:id")
    assert texts(after, "//a:entry/a:link/@href") == ["https://www.example.com/blog/two/"]


def test_an_entry_is_as_new_as_its_last_change(feed):
    article = make_article()
    changed_at = LONG_AGO + timedelta(days=3)
    Article.objects.filter(pk=article.pk).update(updated_at=changed_at)
    assert texts(feed(), "//a:entry/a:updated") == [changed_at.isoformat()]


def test_the_text_can_be_read_elsewhere(feed):
    picture = make_picture(alt="A chart")
    make_article(
        slug="one",
        body='<h2>Why</h2><p><a href="/blog/two/">two</a> <a href="#s-why">up</a> <a href="https://x.example/">x</a></p>'
        f'<figure><img src="/media/x.png" data-file="{picture.pk}" alt=""></figure>'
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
    )
    (text,) = texts(feed(), "//a:entry/a:content")
    assert text == (
        '<h2 id="s-why">Why</h2><p><a href="https://www.example.com/blog/two/">two</a> '
        '<a href="https://www.example.com/blog/one/#s-why">up</a> <a href="https://x.example/">x</a></p>'
        f'<figure><img src="https://www.example.com{picture.file.url}" alt="A chart" width="64" height="48" '
        'loading="lazy" decoding="async"></figure>'
        '<div class="table"><table><tbody><tr><td>1</td></tr></tbody></table></div>'
    )


def test_code_in_the_text_stays_as_it_was_written(feed):
    sample = '&lt;div role="button" tabindex="0"&gt; href="/x" href="#y" src="/z"'
    make_article(body=f"<p>Say {sample}</p><pre><code>{sample}</code></pre>")
    (text,) = texts(feed(), "//a:entry/a:content")
    assert text == f"<p>Say {sample}</p><pre><code>{sample}</code></pre>"


def test_control_characters_do_not_break_the_feed(feed):
    Company.objects.create(name="A\x0bcme")
    make_article("Bell\x07", summary="Tab\x0c", authors=[make_author("N\x1f")], tags=["t\x02ag"])
    assert texts(feed(), "//a:entry/a:title") == ["Bell"]


def test_the_newest_come_first_and_no_more_than_a_reader_needs(feed):
    now = timezone.now()
    for number in range(FEED_ENTRIES + 1):
        make_article(f"{number}", published_at=now - timedelta(days=number))
    assert texts(feed(), "//a:entry/a:title") == [f"{number}" for number in range(FEED_ENTRIES)]


def test_an_empty_blog_has_a_valid_feed(feed):
    assert texts(feed(), "//a:entry") == []
    assert texts(feed(), "/a:feed/a:updated") == texts(feed(), "/a:feed/a:updated")


def test_a_video_is_a_link_and_the_call_to_action_stays_at_home(feed):
    make_article(
        body='<p>a</p><aside class="talk"></aside><figure class="embed"><a href="https://youtu.be/dQw4w9WgXcQ">T</a></figure>'
    )
    assert texts(feed(), "//a:entry/a:content") == [
        '<p>a</p><figure class="embed embed--video"><a class="embed__link" href="https://youtu.be/dQw4w9WgXcQ">'
        '<span class="embed__words"><span class="embed__title">T</span> '
        '<span class="embed__host" lang="en-GB">Plays from YouTube</span></span></a></figure>'
    ]
