import pytest

from brand.models import Company, Page
from tests.brand.factories import make_page
from tests.factories import make_article, make_category
from tests.reading import Seen, classed

pytestmark = pytest.mark.django_db


def test_the_front_page_says_what_the_company_says(client):
    Company.objects.create(
        name="Acme",
        tagline="We build",
        home_title="Hello",
        home_text="Read on.",
        talk_label="Talk",
        blog_title="Notes",
    )
    page = Seen(client.get("/"))
    assert page.texts("//title") == ["Acme | We build"]
    assert page.texts("//h1") == ["Hello"]
    assert page.texts(classed("listhead__text")) == ["Read on."]
    assert page.texts(classed("listhead__actions") + "/a") == ["Talk", "Notes"]


def test_the_front_page_shows_the_four_newest_and_the_shelves(client):
    shelf = make_category("Web", description="About the web.")
    make_category("Empty")
    for number in range(5):
        make_article(f"No {number}", category=shelf)
    page = Seen(client.get("/"))
    assert page.titles() == ["No 4", "No 3", "No 2", "No 1"]
    assert page.texts(classed("shelves") + "/li/p") == ["Web", "About the web."]


def test_without_a_company_there_are_plain_defaults(client):
    make_page()
    page = Seen(client.get("/"))
    assert page.texts(classed("mark")) == ["Your company"]
    assert "/privacy/" in page.links("//footer//a")


def test_a_plain_page_shows_its_text_and_stands_at_the_foot_of_all(client):
    make_page(body="<h2>What</h2><p>We keep.</p>")
    Page.objects.create(title="Hidden", slug="hidden", is_in_footer=False)
    page = Seen(client.get("/privacy/"))
    assert page.texts("//h1") == ["Privacy"]
    assert page.texts(classed("prose") + "/*") == ["What", "We keep."]
    assert [path for path in page.links("//footer//a") if path in {"/privacy/", "/hidden/"}] == ["/privacy/"]
    assert Seen(client.get("/hidden/")).texts("//h1") == ["Hidden"]


def test_a_table_of_a_plain_page_scrolls_in_itself_also_by_keyboard(client):
    make_page(body="<table><tbody><tr><td>Kept</td></tr></tbody></table><p>So.</p>")
    page = Seen(client.get("/privacy/"))
    assert page.texts(classed("prose") + "/*") == ["Kept", "So."]
    assert page.texts(classed("table") + "[@tabindex='0' and @role='region' and @aria-label]/table") == [
        "Kept"
    ]


def test_a_plain_page_that_is_not_there_is_missing(client):
    assert client.get("/no-such-page/").status_code == 404


def test_a_logo_stands_before_the_name(client):
    Company.objects.create(name="Acme", logo="brand/acme.png")
    page = Seen(client.get("/"))
    assert page.tree.xpath(classed("mark") + "/img/@src") == ["/media/brand/acme.png"]
    assert page.texts(classed("mark")) == ["Acme"]


@pytest.mark.parametrize(
    ("path", "current"), [("/blog/", ["Blog"]), ("/blog/category/web/", ["Web"]), ("/blog/one/", [])]
)
def test_the_menu_marks_where_the_visitor_is(client, path, current):
    make_article(slug="one", category=make_category("Web", slug="web"))
    assert Seen(client.get(path)).texts("//nav[@aria-label='Main']//a[@aria-current]") == current
