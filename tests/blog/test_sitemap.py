from datetime import timedelta

import pytest
from lxml import etree

from blog import sitemap
from blog.models import Article
from brand.models import Page
from tests.brand.factories import make_page
from tests.factories import LONG_AGO, make_article, make_author, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site_url(settings):
    settings.SITE_URL = "https://www.example.com"


def read(client, path="/sitemap.xml"):
    """{path: its last change} and the name of the root."""
    response = client.get(path)
    assert response.headers["Content-Type"].split(";")[0] == "application/xml"
    tree = etree.fromstring(response.content)
    name = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {
        place.findtext("s:loc", namespaces=name): place.findtext("s:lastmod", namespaces=name)
        for place in tree
    }
    return {address.removeprefix("https://www.example.com"): when for address, when in found.items()}, (
        etree.QName(tree).localname
    )


def test_it_holds_every_page_that_a_visitor_can_open_and_when_it_changed(client):
    page = make_page()
    category, author = make_category(slug="web"), make_author(slug="mia")
    make_category(slug="empty")
    old = make_article(slug="old", category=category, authors=[author], tags=["seo"])
    new = make_article(
        slug="new", category=make_category(slug="talk"), published_at=LONG_AGO + timedelta(days=9)
    )
    changed_at = LONG_AGO + timedelta(days=5)
    Article.objects.filter(pk=old.pk).update(updated_at=changed_at)
    (other,) = new.authors.all()
    newest, changed = new.published_at.isoformat(), changed_at.isoformat()
    assert read(client) == (
        {
            "/": newest,
            "/blog/": newest,
            "/privacy/": page.updated_at.isoformat(),
            "/blog/category/talk/": newest,
            "/blog/category/web/": changed,
            "/blog/tag/seo/": changed,
            f"/blog/author/{other.slug}/": newest,
            "/blog/author/mia/": changed,
            "/blog/old/": changed,
            "/blog/new/": newest,
        },
        "urlset",
    )


def test_every_address_in_it_answers_200(client):
    make_page()
    make_article(tags=["seo"])
    make_article(tags=["hidden"], published_at=None)
    places, _ = read(client)
    assert {client.get(path).status_code for path in places} == {200}


def test_too_many_addresses_become_an_index_of_parts(client, monkeypatch):
    make_page()
    category, author = make_category(slug="web"), make_author(slug="mia")
    make_category(slug="empty")
    for number in range(5):
        make_article(slug=f"no-{number}", tags=["seo"], category=category, authors=[author])
    make_article(tags=["hidden"], published_at=None)
    whole, _ = read(client)
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 4)
    parts, root = read(client)
    assert root == "sitemapindex"
    found = {}
    for path in parts:
        places, root = read(client, path)
        assert (root, 0 < len(places) <= (5 if "pages" in path else 4)) == ("urlset", True)
        found |= places
    lists = {"/", "/blog/", "/blog/category/web/", "/blog/tag/seo/", "/blog/author/mia/"}
    assert found == whole | dict.fromkeys(lists)
    for path in ["pages-2", "pages-0", "tags-99", "articles-99", "articles-999999999", "lists-1", "1"]:
        assert client.get(f"/blog/sitemap-{path}.xml").status_code == 404


def test_a_sitemap_in_one_file_has_no_parts(client):
    make_article()
    assert client.get("/blog/sitemap-articles-1.xml").status_code == 404


def test_an_empty_site_has_a_sitemap(client):
    Page.objects.all().delete()
    assert read(client) == ({"/": None, "/blog/": None}, "urlset")


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_eight_queries_however_many(client, django_assert_num_queries, count):
    for _ in range(count):
        make_article(tags=["a"])
    with django_assert_num_queries(8):
        read(client)


def test_it_leaves_out_what_is_not_to_be_listed_or_stands_elsewhere_first(client):
    make_article(slug="seen", canonical_address="https://www.example.com/blog/seen/")
    make_article(slug="hidden", is_indexed=False)
    make_article(slug="borrowed", canonical_address="https://elsewhere.example/")
    places, _ = read(client)
    assert [path for path in places if path in {"/blog/seen/", "/blog/hidden/", "/blog/borrowed/"}] == [
        "/blog/seen/"
    ]
