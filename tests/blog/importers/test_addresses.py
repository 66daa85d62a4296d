import pytest

from blog.importers.addresses import Addresses
from tests.blog.importers.factories import make_entry
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def known(*entries, **options):
    addresses = Addresses("markdown", **options)
    for entry in entries:
        addresses.announce(entry, entry.key)
    return addresses


def test_the_same_slug_is_given_once():
    prizes = [make_entry(f"{name}.md", slug="prize") for name in "abcd"]
    make_article(slug="taken")
    addresses = known(*prizes, make_entry("e.md", slug="taken"), make_entry("f.md", slug="tag"))
    assert list(addresses.slugs.values()) == [
        *("prize", "prize-2020", "prize-2020-01-02", "prize-2"),
        *("taken-2020", "tag-2020"),
    ]


def test_without_a_slug_the_title_gives_one():
    addresses = known(
        make_entry("a.md", slug="", title="Tea & toast"), make_entry("b.md", slug="", title="茶")
    )
    assert list(addresses.slugs.values()) == ["tea-toast", "article"]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/2020/01/02/a/", "/blog/a/"),
        ("/2020/01/02/A", "/blog/a/"),
        ("../../../03/04/b/#the-end", "/blog/b/#s-the-end"),
        ("https://old.example/2020/03/04/b/?utm=x", "/blog/b/"),
        ("https://tumblr.example/post/7", "/blog/b/"),
        ("https://other.example/2020/01/02/a/", "https://other.example/2020/01/02/a/"),
        ("https://old.example/about/", "https://old.example/about/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("/", "/"),
        ("/blog/", "/blog/"),
        ("/author/ida/", "/blog/author/ida/"),
        ("/tags/how-we-work/", "/blog/tag/how-we-work/"),
        ("/author/nobody/", None),
        ("/about/", None),
        ("https://[x", None),
    ],
)
def test_a_link_leads_to_where_its_page_is_now(href, target):
    first = make_entry("a.md", old_addresses=["/2020/01/02/a/"], tags=["how we work"])
    links = [
        "https://old.example/2020/03/04/b/",
        "https://old.example/2020/01/02/a/",
        "https://other.example/x/y/",
    ]
    second = make_entry(
        "b.md", old_addresses=["/2020/03/04/b/", "http://tumblr.example/post/7/"], links=links
    )
    assert known(first, second).target(href, first) == target


def test_one_link_is_not_enough_to_tell_the_old_site():
    entry = make_entry(old_addresses=["/2020/01/02/a/"], links=["https://cousin.example/2020/01/02/a/"])
    assert known(entry).old_host == ""


def test_said_is_said():
    entry = make_entry(old_addresses=["/2020/01/02/a/"])
    addresses = known(entry, old_site="https://old.example/")
    assert addresses.target("https://old.example/2020/01/02/a/", entry) == "/blog/a/"
    assert addresses.target("/about/?x=1", entry) == "https://old.example/about/?x=1"


def test_an_old_address_belongs_to_the_first_that_names_it():
    addresses = known(make_entry("a.md", old_addresses=["/x/"]), make_entry("b.md", old_addresses=["/x"]))
    assert addresses.owner("/X/") == "a.md"


def test_addresses_cost_two_queries_whatever_their_number(django_assert_num_queries):
    entries = [make_entry(f"{number}.md") for number in range(9)]
    with django_assert_num_queries(2):
        known(*entries)
