import pytest

from brand.models import Company
from config.page_cache.parts import OfRequest, parts_in
from tests.brand.factories import make_page
from tests.factories import make_article, make_author, make_category, make_picture, show_review_links


@pytest.fixture
def site(db):
    """One of everything a visitor can open; answers name → path. Nothing of it changes: parts of pages may be kept."""
    Company.objects.create(name="Webzworld")
    make_page("Privacy notice", body="<p>What we keep.</p>")
    show_review_links()
    make_article(
        slug="an-article",
        category=make_category("Design", slug="design"),
        authors=[make_author(slug="mia")],
        tags=["seo"],
        hero=make_picture(),
        body="<h2>One</h2><p>a</p><h2>Two</h2><p>b</p><h2>Three</h2><p>c</p>",
    )
    paths = {
        "home": "/",
        "index": "/blog/",
        "article": "/blog/an-article/",
        "category": "/blog/category/design/",
        "tag": "/blog/tag/seo/",
        "author": "/blog/author/mia/",
        "feed": "/blog/feed.xml",
        "sitemap": "/sitemap.xml",
        "robots": "/robots.txt",
        "page": "/privacy/",
        "talk": "/talk-to-our-experts/",
    }
    with parts_in(OfRequest()):
        yield paths


PAGES = ["home", "index", "article", "category", "tag", "author", "page", "talk"]
LISTS = ["index", "category", "tag", "author"]  # with `?page=`
EVERYTHING = [*PAGES, "feed", "sitemap", "robots"]
READ = [name for name in EVERYTHING if name != "talk"]
