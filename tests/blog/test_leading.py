import pytest

from blog.leading import lead, leads_nowhere, stands
from blog.models import MissingPage, MovedPage
from tests.brand.factories import make_page
from tests.factories import NOW, make_article, make_author, make_category

pytestmark = pytest.mark.django_db


def ways():
    return {page.old_path: page.target() for page in MovedPage.objects.all()}


def test_chains_are_collapsed_from_both_ends():
    assert [lead("/a", "/b/"), lead("/b/", "/c/"), lead("/0", "/a")] == ["made"] * 3
    assert ways() == {"/a": "/c/", "/b": "/c/", "/0": "/c/"}


def test_the_address_of_an_article_is_kept_as_the_article():
    article = make_article(slug="here")
    lead("/a", "/blog/here/")
    article.slug = "there"
    article.save()
    lead("/b", "/blog/here/")
    assert ways() == {"/a": "/blog/there/", "/b": "/blog/there/", "/blog/here": "/blog/there/"}
    assert {page.article for page in MovedPage.objects.all()} == {article}


def test_an_article_that_takes_a_new_address_takes_along_what_led_to_its_old_one():
    MovedPage.objects.create(old_path="/a", new_path="/blog/one/")
    article = make_article(slug="one")
    article.slug = "two"
    article.save()
    assert ways() == {"/a": "/blog/two/", "/blog/one": "/blog/two/"}


@pytest.mark.parametrize(("old", "new"), [("/c", "/a"), ("/c/", "/b/?x=1"), ("/a", "/a/")])
def test_loops_are_refused_and_change_nothing(old, new):
    lead("/a", "/b")
    lead("/b", "/c")
    before = ways()
    with pytest.raises(MovedPage.Refused, match="lead to itself"):
        lead(old, new)
    assert ways() == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", "/b", "Write the old address"),
        ("/", "/b", "Write the old address"),
        ("https://old.example/", "/b", "Write the old address"),
        ("/" + "x" * 400, "/b", "too long"),
        ("/a", "", "must be on this site"),
        ("/a", "//evil.example", "must be on this site"),
        ("/a", "/\\evil.example", "must be on this site"),
        ("/a", "https://evil.example/", "must be on this site"),
        ("/a", "/b\nSet-Cookie: x", "signs that no address has"),
        ("/blog/live/", "/b", "A page stands at this address"),
    ],
)
def test_what_cannot_be_is_refused_in_words(old, new, words):
    make_article(slug="live")
    with pytest.raises(MovedPage.Refused, match=words):
        lead(old, new)
    assert ways() == {}


def test_whole_addresses_are_taken_for_their_paths(settings):
    settings.SITE_URL = "https://www.example.com"
    lead("https://old.example/2016/a?x=1", "https://www.example.com/b/?y=2#z")
    assert ways() == {"/2016/a": "/b/?y=2#z"}


def test_a_second_time_says_what_changed():
    assert [lead("/a", "/b"), lead("/a/", "/b"), lead("/a", "/c")] == ["made", "unchanged", "changed"]


def test_an_address_that_leads_on_is_missed_no_more():
    MissingPage.objects.create(path="/a", first_seen_at=NOW, last_seen_at=NOW)
    lead("/a", "/b")
    assert MissingPage.objects.count() == 0


def test_pages_that_answer_come_before_what_would_lead_on():
    make_article(slug="live", category=make_category(slug="web"), tags=["seo"])
    make_article(slug="draft", published_at=None, tags=["secret"])
    page = make_page()
    paths = ["/", "/blog", "/blog/live", "/blog/category/web/", "/blog/tag/seo", page.get_absolute_url()]
    assert [path for path in paths if not stands(path)] == []
    assert [path for path in ["/blog/draft", "/blog/tag/secret", "/x", "/a/b"] if stands(path)] == []


@pytest.mark.parametrize(
    ("path", "nowhere"),
    [
        ("/", False), ("/blog/", False), ("/blog", False), ("/blog/live/?a=1#b", False), ("/blog/live", False),
        ("/blog/author/mia/", False), ("/blog/tag/web/", False), ("/imprint/", False), ("/talk-to-our-experts/", False),
        ("/sitemap.xml", False), ("/static/x.css", False), ("/media/x.pdf", False), ("/blog/search/?q=a", False),
        ("/nowhere/", True), ("/blog/draft/", True), ("/blog/author/nobody/", True), ("/blog/tag/none/", True),
        ("/2016/03/01/", True), ("/a/b.html", True),
    ],
)  # fmt: skip
def test_where_nobody_finds_anything(path, nowhere):
    make_article(slug="live", tags=["web"], authors=[make_author(slug="mia")])
    make_article(slug="draft", published_at=None, authors=[make_author(slug="nobody")])
    make_page(slug="imprint")
    assert leads_nowhere(path) is nowhere
