"""Parts that pages share: made once, dropped when what they show changes, and never kept too early."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test.signals import template_rendered
from django.utils import timezone
from django.utils.safestring import SafeString

from blog.models import Article, Author, Category, Tag
from blog.models.pin import Pin
from blog.related import renew_missing
from config.page_cache.address import Address
from config.page_cache.files import Files
from config.page_cache.notes import noting
from config.page_cache.page import page
from config.page_cache.pages import Pages
from config.page_cache.parts import OfProcess, OfRequest, kept_part, part, parts_in
from tests.factories import make_article, make_author, make_category, make_picture

database = pytest.mark.django_db(transaction=True)


def of_process(pages, *, is_trusted=True):
    return OfProcess(pages, lambda: is_trusted, began=pages.begin())


def never():
    raise AssertionError("It was kept.")


# -- one part -------------------------------------------------------------------------------------------------


def test_a_part_is_made_once_and_tells_its_keys_each_time():
    pages = Pages(100_000)
    for make in [lambda: "markup", never]:
        with parts_in(of_process(pages)), noting() as noted:
            assert part("head", ["frame"], make) == "markup"
        assert noted == {"frame"}
    assert len(pages) == 0
    assert pages.bytes > 0


def test_what_is_noted_within_counts_too():
    pages = Pages(100_000)
    with parts_in(of_process(pages)):
        part("outer", ["a"], lambda: part("inner", ["b"], lambda: "x"))
        assert kept_part("outer") == "x"
        pages.drop("b")
        assert kept_part("outer") is None


def test_a_drop_while_it_is_made_leaves_none():
    pages = Pages(100_000)
    store = of_process(pages)

    def make():
        pages.drop("frame")
        return "old"

    with parts_in(store):
        assert part("head", ["frame"], make) == "old"
        assert (
            part("head", ["frame"], never) == "old"
        )  # within this request it is as good as the rest of the page
    with parts_in(of_process(pages)):
        assert kept_part("head") is None


class Slow(Files):
    """A disk that takes its time: others go on meanwhile."""

    def __init__(self, folder, meanwhile):
        super().__init__(folder, policy=str)
        self.remove = lambda address: meanwhile()


def test_whoever_begins_in_the_midst_of_a_drop_keeps_nothing_made_of_old_parts(tmp_path):
    begun = []

    def meanwhile():
        with parts_in(store := of_process(pages)):
            begun.append((store, kept_part("head") or "new"))

    pages = Pages(1_000_000, Slow(tmp_path, meanwhile))
    for number in range(50):
        address = Address("example.com", f"/{number}/", "")
        pages.keep(address, page(b"", [], frozenset(["frame"])), began=pages.begin())
    with parts_in(of_process(pages)):
        part("head", ["frame"], lambda: "old")
    pages.drop("frame")
    assert len(begun) == 50
    for store, head in begun:
        with parts_in(store):
            part("body", ["frame"], lambda head=head: head)
    with parts_in(of_process(pages)):
        assert part("body", ["frame"], lambda: "new") == "new"


def test_nothing_is_taken_or_left_while_nobody_can_vouch_for_it():
    pages = Pages(100_000)
    with parts_in(of_process(pages, is_trusted=False)):
        part("head", ["frame"], lambda: "new")
    with parts_in(of_process(pages)):
        part("head", ["frame"], lambda: "kept")
    with parts_in(of_process(pages, is_trusted=False)):
        assert part("head", ["frame"], lambda: "newer") == "newer"


def test_memory_is_bound_for_pages_and_parts_together():
    pages = Pages(10_000)
    with parts_in(of_process(pages)):
        for number in range(100):
            part(f"part {number}", ["frame"], lambda: "x" * 100)
            assert pages.bytes <= pages.most_bytes


def test_a_long_text_takes_little_room_and_comes_back_as_it_was():
    pages, text = Pages(1_000_000), SafeString("<p>Ein Größenvergleich – ’</p>" * 2000)
    with parts_in(of_process(pages)):
        part("body", ["frame"], lambda: text)
    with parts_in(of_process(pages)):
        kept = part("body", ["frame"], never)
    assert (kept, type(kept)) == (text, SafeString)
    assert pages.bytes < len(text) / 5


def test_without_the_cache_a_part_lives_as_long_as_its_request():
    with parts_in(OfRequest()):
        assert [part("head", ["frame"], lambda: "one"), part("head", ["frame"], never)] == ["one", "one"]
    assert part("head", ["frame"], lambda: "two") == "two"


def test_in_templates():
    template = Template(
        "{% load page_cache %}{% part 'word' word keys='frame a' %}{{ word }}{{ time }}{% endpart %}"
    )
    pages = Pages(100_000)
    with parts_in(of_process(pages)), noting() as noted:
        shown = [
            template.render(Context({"word": word, "time": time})) for time in [1, 2] for word in ["a", "<b>"]
        ]
    assert shown == ["a1", "&lt;b&gt;1"] * 2
    assert noted == {"frame", "a"}


@pytest.mark.parametrize("tag", ["part 'head'", "part keys='frame'", "part"])
def test_a_tag_without_name_or_keys_is_refused(tag):
    with pytest.raises(TemplateSyntaxError, match="a name and keys"):
        Template("{% load page_cache %}{% " + tag + " %}{% endpart %}")


# -- pages made of them ---------------------------------------------------------------------------------------


@pytest.fixture
def articles(site):
    category = make_category("Web", slug="web")
    articles = [
        make_article(
            f"Article {number}", slug=f"a{number}", category=category, hero=make_picture(), tags=["tag"]
        )
        for number in range(5)
    ]
    renew_missing(at=timezone.now())
    site.wait()
    return articles


@database
def test_an_article_made_anew_asks_for_itself_alone(site, articles, django_assert_num_queries):
    for article in articles:
        site.ask(f"/blog/{article.slug}/")
    articles[0].body = "<p>Other words</p>"
    articles[0].save()
    site.wait()
    with django_assert_num_queries(1):
        answer = site.ask("/blog/a0/")
    assert b"Other words" in answer.body
    assert answer.body == site.fresh("/blog/a0/").body


@database
def test_an_article_with_another_neighbour_keeps_its_own_text(site, articles):
    site.ask("/blog/a1/")
    articles[4].title = "Other words"
    articles[4].save()
    site.wait()
    rendered = []

    def note_name(template, **_):
        rendered.append(template.name)

    template_rendered.connect(note_name)
    answer = site.ask("/blog/a1/")
    template_rendered.disconnect(note_name)
    assert b"Other words" in answer.body
    assert "blog/_related.html" in rendered
    assert "blog/article.html" not in rendered
    assert answer.body == site.fresh("/blog/a1/").body


@database
@pytest.mark.parametrize(
    "address", ["/", "/blog/", "/blog/category/web/", "/blog/tag/tag/", "/blog/author/mia/"]
)
def test_a_list_made_anew_asks_for_the_card_that_changed_alone(
    site, articles, address, django_assert_num_queries
):
    author = make_author("Mia", slug="mia", portrait=make_picture())
    for number, article in enumerate(articles):
        article.authorships.create(author=author, position=number)
    site.wait()
    site.ask(address)
    articles[4].summary = "Other words"
    articles[4].save()
    site.wait()
    with django_assert_num_queries(1):
        answer = site.ask(address)
    assert b"Other words" in answer.body
    assert answer.body == site.fresh(address).body


@database
@pytest.mark.parametrize("address", ["/blog/category/web/", "/blog/tag/tag/", "/blog/author/mia/"])
def test_a_shelf_is_as_it_was_called_last(site, articles, address):
    articles[0].authorships.create(author=make_author("Mia", slug="mia"), position=0)
    site.wait()
    site.ask(address)
    kind, slug = address.split("/")[2:4]
    shelf = {"category": Category, "tag": Tag, "author": Author}[kind].objects.get(slug=slug)
    shelf.name, shelf.slug = "Renamed", "renamed"
    shelf.save()
    site.wait()
    assert site.ask(address).status != 200
    answer = site.ask(f"/blog/{kind}/renamed/")
    assert b"<h1" in answer.body
    assert b"Renamed" in answer.body


@database
def test_a_feed_made_anew_reads_the_article_that_changed_alone(site, articles, django_assert_num_queries):
    site.ask("/blog/feed.xml")
    articles[0].title = "Other words"
    articles[0].save()
    site.wait()
    with django_assert_num_queries(1):
        answer = site.ask("/blog/feed.xml")
    assert b"Other words" in answer.body
    assert answer.body == site.fresh("/blog/feed.xml").body


@database
def test_a_card_goes_from_everywhere_with_its_article(site, articles):
    for address in ["/", "/blog/", "/blog/a1/"]:
        site.ask(address)
    Article.objects.filter(pk=articles[0].pk).update(published_at=None)
    site.wait()
    for address in ["/", "/blog/", "/blog/a1/"]:
        answer = site.ask(address)
        assert b"Article 0" not in answer.body
        assert answer.body == site.fresh(address).body


@database
def test_a_card_comes_back_with_its_article(site, articles):
    """What was kept of it meanwhile is that there is nothing to show."""
    Pin.objects.create(article=articles[1], other=articles[0], position=0)
    articles[0].withdraw(at=timezone.now(), by=None)
    site.wait()
    for address in ["/", "/blog/a1/", "/blog/a2/"]:
        assert b"Article 0" not in site.ask(address).body
    articles[0].publish(at=timezone.now(), by=None)
    site.wait()
    for address in ["/", "/blog/", "/blog/a1/"]:
        assert site.ask(address).body == site.fresh(address).body
    assert b"Article 0" in site.ask("/blog/").body


@database
def test_who_is_signed_in_shares_parts_and_leaves_no_page(site, articles, django_assert_num_queries):
    cookie = {"HTTP_COOKIE": f"{site.cache.session_cookie}=abc"}
    first = site.ask("/blog/a0/", **cookie)
    assert len(site.cache.pages) == 0
    assert site.cache.pages.bytes > 0
    with django_assert_num_queries(0):
        assert site.ask("/blog/a0/", **cookie).body == first.body


@database
def test_whoever_sends_something_keeps_nothing(site, articles):
    site.ask("/talk-to-our-experts/", method="POST", CONTENT_LENGTH="0")
    assert site.cache.pages.bytes == 0
