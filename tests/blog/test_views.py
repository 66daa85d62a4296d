from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog import lists
from blog.lists import SIZE
from blog.models import Article
from blog.related import renew_missing
from brand.models import Company, Page
from reviews.models import ReviewLink
from tests.blog.articles import make_hidden, make_rich
from tests.brand.factories import make_page
from tests.factories import make_article, make_author, make_category, make_picture, show_review_links
from tests.reading import Seen, classed

pytestmark = pytest.mark.django_db

HOME, INDEX = "/", "/blog/"


# -- nobody sees what is not published ------------------------------------------------------------------


def test_a_hidden_article_answers_with_the_very_bytes_of_a_missing_page(client):
    make_article("Seen")
    missing = client.get("/blog/never-was/")
    for article in make_hidden():
        response = client.get(article.get_absolute_url())
        assert (response.status_code, response.content) == (404, missing.content)
        assert dict(response.headers) == dict(missing.headers)


def test_hidden_articles_show_nowhere(client):
    category, author = make_category("Web", slug="web"), make_author(slug="mia")
    common = {"category": category, "authors": [author], "tags": ["shared"]}
    seen = make_article("Seen", **common)
    hidden = make_hidden(**common)
    for position, other in enumerate(hidden):
        seen.pins.create(other=other, position=position)
    lists = [HOME, INDEX, "/blog/category/web/", "/blog/tag/shared/", "/blog/author/mia/"]
    for path in lists:
        assert Seen(client.get(path)).titles() == ["Seen"]
    assert Seen(client.get(seen.get_absolute_url())).titles() == []
    for path in [*lists, seen.get_absolute_url(), "/blog/feed.xml", "/sitemap.xml", "/nothing/"]:
        text = client.get(path).content.decode()
        assert [article.slug for article in hidden if article.slug in text or article.title in text] == []


def test_a_tag_or_author_of_hidden_articles_only_is_missing(client):
    make_hidden(tags=["secret plan"], authors=[make_author(slug="newcomer")])
    assert client.get("/blog/tag/secret-plan/").status_code == 404
    assert client.get("/blog/author/newcomer/").status_code == 404


def test_an_empty_category_says_so_and_is_kept_out_of_search(client):
    make_category("Soon", slug="soon")
    page = Seen(client.get("/blog/category/soon/"))
    assert len(page.texts(classed("empty"))) == 1
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Soon" not in page.texts(classed("menu__link"))


# -- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [HOME, INDEX])
def test_an_empty_blog_is_a_page_like_any_other(client, path):
    page = Seen(client.get(path))
    assert page.titles() == []
    assert len(page.texts("//h1")) == 1


def test_lists_are_newest_first_and_paged(client):
    moment = timezone.now() - timedelta(days=99)
    category = make_category()
    for number in range(SIZE + 1):
        make_article(f"No {number}", published_at=moment + timedelta(days=number), category=category)
    first, second = Seen(client.get(INDEX)), Seen(client.get(INDEX, {"page": 2}))
    assert first.titles() == [f"No {number}" for number in range(SIZE, 0, -1)]
    assert second.titles() == ["No 0"]
    assert first.links("//nav[@aria-label='Pages']/a") == ["?page=2", "?page=2"]
    assert second.links("//nav[@aria-label='Pages']/a") == ["./", "./"]
    assert second.links("//link[@rel='canonical']")[0].endswith("/blog/?page=2")


def test_a_tag_tells_how_many_articles_bear_it_and_counts_no_further_than_the_numbers_go(client, monkeypatch):
    for _ in range(2):
        make_article(tags=["seo"])
    told = classed("listhead__text")
    assert Seen(client.get("/blog/tag/seo/")).texts(told) == ["2 articles with this tag."]
    monkeypatch.setattr(lists, "LAST", 1)
    monkeypatch.setattr(lists, "SIZE", 1)
    page = Seen(client.get("/blog/tag/seo/"))
    assert page.texts(told) == ["More than 1 article with this tag."]
    assert Seen(client.get("/blog/tag/seo/" + page.links("//a[@rel='next']")[0])).texts(told) == []


def test_below_the_numbers_each_page_begins_where_another_ended(client, monkeypatch):
    """Also where several were published in one moment, and whatever was published or deleted since."""
    monkeypatch.setattr(lists, "LAST", 2)
    moment = timezone.now() - timedelta(days=99)
    category = make_category(slug="web")
    made = [
        make_article(f"No {number}", published_at=moment + timedelta(days=number // 4), category=category)
        for number in range(4 * SIZE + 2)
    ]
    found, query, seen = [], "", 0
    while query is not None and seen < 9:
        page = Seen(client.get(f"/blog/category/web/{query}"))
        found += page.titles()
        query, seen = next(iter(page.links("//a[@rel='next']")), None), seen + 1
        if seen == 3:
            made[-1].delete()
            made[SIZE].delete()
            assert page.texts("//title")[0].split(", ")[1].startswith("before ")
            assert page.links("//a[@rel='prev']") == ["./"]
            assert "?before=" in page.links("//link[@rel='canonical']")[0]
    expected = [f"No {number}" for number in range(4 * SIZE + 1, -1, -1)]
    expected.remove(f"No {SIZE}")
    assert (found, seen) == (expected, 5)


@pytest.mark.parametrize("place", ["", "x", "1", "1-", "-1", "0-0", "1-" + "9" * 19, "١-١", "1-1-1"])
def test_places_that_no_link_holds_are_missing(client, place):
    make_article()
    assert client.get(INDEX, {"before": place}).status_code == 404


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "2", "1.5", "NaN", "x", "", "٣", "01", "1e3", str(2**63), str(10**26), "9" * 5000, "1 ", "²"],
)
def test_page_numbers_that_no_link_holds_are_missing(client, number):
    make_article()
    assert client.get(INDEX, {"page": number}).status_code == 404


def test_repeated_and_foreign_parameters_do_not_matter(client):
    make_article("Seen")
    page = Seen(client.get("/blog/?page=x&page=1&utm_source=a&page[]=3"))
    assert page.titles() == ["Seen"]
    assert page.links("//link[@rel='canonical']")[0].endswith("/blog/")


def test_an_author_page_shows_who_it_is(client):
    author = make_author("Mia", slug="mia", role="Lead", biography="Builds.", portrait=make_picture())
    make_article(authors=[author])
    page = Seen(client.get("/blog/author/mia/"))
    assert page.texts("//h1") == ["Mia"]
    assert page.texts(classed("listhead__text")) == ["Builds."]
    assert len(page.tree.xpath(classed("portrait") + "//img")) == 1


def test_a_moved_article_leads_on_for_good(client):
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    response = client.get("/blog/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/blog/new/")


# -- what it costs -------------------------------------------------------------------------------------------

COSTS = {  # while nothing at all is kept; see tests/config/page_cache/test_parts.py
    HOME: 5,
    INDEX: 5,
    "/blog/category/web/": 6,
    "/blog/tag/shared/": 6,
    "/blog/author/mia/": 6,
    "/blog/rich-0/": 6,
    "/blog/feed.xml": 3,
    "/privacy/": 3,
    "/nothing-here/": 7,
}


@pytest.mark.parametrize(("path", "queries"), COSTS.items())
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_it_shows(client, path, queries, count):
    Company.objects.create(name="Acme")
    show_review_links()
    for number in range(count):
        Page.objects.create(title=f"Page {number}", slug=f"page-{number}")
    make_page()
    author = make_author(slug="mia", portrait=make_picture())
    for number, article in enumerate(make_rich(count + 1)):
        article.authorships.create(author=author, position=9)
        make_article(tags=["shared"], category=make_category(f"Shelf {number}"), hero=make_picture())
    renew_missing(at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) == queries, [str(query["sql"])[:90] for query in asked]


# -- what people wrote stays text ----------------------------------------------------------------------------


def test_names_and_titles_are_text_never_markup(client):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    short = "<script>alert(1)</script>"
    Company.objects.create(name=short, tagline=evil, blog_title=short, band_text=evil, back_to_blog=short)
    article = make_article(
        evil,
        slug="evil",
        summary=evil,
        search_title=evil,
        search_description=evil,
        category=make_category(short, slug="evil", description=evil, talk_label=short),
        authors=[make_author(short, slug="evil", role=short, biography=evil)],
        tags=[short],
        hero=make_picture(alt=evil, caption=evil, credit=evil, licence=evil[:120]),
    )
    show_review_links()
    ReviewLink.objects.update(label=short)
    tag = article.tags.get()
    Page.objects.create(title=short, slug="evil", body=evil)
    paths = [
        HOME,
        INDEX,
        "/blog/evil/",
        "/blog/category/evil/",
        tag.get_absolute_url(),
        "/blog/author/evil/",
        "/evil/",
    ]
    for path in [*paths, "/nothing/"]:
        text = client.get(path).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_slug_with_a_script_is_only_a_missing_page(client):
    response = client.get("/blog/<script>alert(1)</script>/")
    assert response.status_code == 404
    assert b"alert(1)" not in response.content
    assert Article.objects.count() == 0
