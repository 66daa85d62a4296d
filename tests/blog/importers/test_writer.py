from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from blog.importers.entry import Byline, Entry, Hero, Kind
from blog.importers.writer import UNCOUNTED, Writer, record_key
from blog.models import Article, Author, Category, ImportRecord, MovedPage, Picture, Publication
from tests.blog.importers.factories import ASSETS, make_entry, remarks, write
from tests.factories import NOW, make_article
from tests.security.hostile_files import many

pytestmark = pytest.mark.django_db
KETTLE = "/assets/blog/tea/kettle.png"


def figure(path, caption=""):
    return (
        f'<figure><img src="{path}" alt="Words">{caption and f"<figcaption>{caption}</figcaption>"}</figure>'
    )


def test_an_entry_becomes_a_published_article():
    entry = make_entry(
        summary="What it is about.",
        authors=[Byline("tom-ferris", "Tom Ferris"), Byline("ida", "Ida")],
        tags=["brewing", "How we work"],
        category="Craft",
        hero=Hero(KETTLE, "A kettle", "Ours", is_shown=False),
        search_description="For search engines.",
        language="es_PR",
        old_addresses=["/2020/01/02/a/", "http://tumblr.example/post/7/a"],
    )
    assert write(entry).counts == {"imported": 1, "updated": 0, "unchanged": 0, "failed": 0}
    article = Article.objects.get()
    assert (article.slug, article.title, article.body) == ("a", "A title", "<p>Some words.</p>")
    assert [str(author) for author in article.authorships.all()] == ["Tom Ferris", "Ida"]
    assert sorted(article.tags.names()) == ["How we work", "brewing"]
    assert (article.category.name, article.category.slug) == ("Craft", "craft")
    assert (article.hero.alt, article.hero.caption, article.hero_is_shown) == ("A kettle", "Ours", False)
    assert (article.search_description, article.language) == ("For search engines.", "es-PR")
    assert article.published_at == datetime(2020, 1, 2, tzinfo=UTC)
    assert sorted(MovedPage.objects.values_list("old_path", flat=True)) == ["/2020/01/02/a", "/post/7/a"]


def test_a_second_run_changes_nothing():
    entry = make_entry(body=figure(KETTLE) + figure("/lost.png"), tags=["b"], old_addresses=["/a/"])
    first = write(entry)
    before = (
        Article.objects.values().get(),
        ImportRecord.objects.values().get(),
        Publication.objects.count(),
    )
    second = write(entry, at=NOW + timedelta(days=1))
    assert (second.counts["unchanged"], second.warnings) == (1, first.warnings)
    assert (
        Article.objects.values().get(),
        ImportRecord.objects.values().get(),
        Publication.objects.count(),
    ) == before


def test_what_changed_in_the_source_is_updated_and_keeps_its_address():
    write(make_entry(tags=["b"], old_addresses=["/a/"]))
    article = Article.objects.get()
    article.slug = "better"
    article.save()
    changed = make_entry(
        title="Better",
        tags=["c"],
        authors=[Byline("tom", "Tom")],
        published_at=datetime(2020, 1, 3, tzinfo=UTC),
    )
    assert write(changed, at=NOW + timedelta(days=1)).counts["updated"] == 1
    article = Article.objects.get()
    assert article.updated_at == NOW + timedelta(days=1)
    assert (article.slug, article.title, list(article.tags.names())) == ("better", "Better", ["c"])
    assert [str(author) for author in article.authorships.all()] == ["Tom"]
    assert article.published_at == datetime(2020, 1, 3, tzinfo=UTC)


OTHER = {
    "title": "Another title",
    "summary": "About something else.",
    "body": "<p>Other words.</p>",
    "published_at": datetime(2021, 1, 2, tzinfo=UTC),
    "authors": [Byline("tom", "Tom")],
    "tags": ["other"],
    "category": "Other",
    "hero": Hero("/assets/blog/tea/kettle.png"),
    "search_description": "For other search engines.",
    "language": "es",
    "old_addresses": ["/other/"],
}


@pytest.mark.parametrize(
    "name", [field.name for field in fields(Entry) if field.name not in UNCOUNTED] + ["body", "hero"]
)
def test_whatever_changes_in_an_entry_makes_an_update(name):
    write(make_entry())
    assert write(make_entry(**{name: OTHER[name]})).counts["updated"] == 1


@pytest.mark.parametrize("changed", [{"alt": "Other"}, {"caption": "Other"}, {"is_shown": False}])
def test_whatever_changes_about_a_hero_makes_an_update(changed):
    write(make_entry(hero=Hero(KETTLE)))
    assert write(make_entry(hero=Hero(KETTLE, **changed))).counts["updated"] == 1


def test_what_was_changed_here_since_then_is_left_alone_unless_told_otherwise():
    write(make_entry())
    later = ImportRecord.objects.get().imported_at + timedelta(minutes=1)
    Article.objects.update(title="Changed here", edited_at=later)
    receipt = write(make_entry(title="Changed there"))
    assert (receipt.counts["unchanged"], receipt.warnings) == (1, {"edited-here": 1})
    assert Article.objects.get().title == "Changed here"
    assert write(make_entry(title="Changed there"), overwrite=True).counts["updated"] == 1
    assert Article.objects.get().title == "Changed there"


def test_what_was_withdrawn_here_stays_withdrawn():
    write(make_entry())
    Article.objects.get().withdraw(at=NOW, by=None)
    write(make_entry(title="Changed there"))
    assert Article.objects.get().state(at=NOW) == "withdrawn"


def test_links_find_articles_that_come_later_in_the_run():
    first = make_entry("a.md", body='<p><a href="/2020/b/#end">b</a> <a href="/gone/">gone</a></p>')
    second = make_entry("b.md", old_addresses=["/2020/b/"])
    receipt = write(first, second)
    assert Article.objects.get(slug="a").body == '<p><a href="/blog/b/#s-end">b</a> gone</p>'
    assert remarks(receipt) == [(Kind.DEAD_LINK, "/gone/")]


def test_links_within_the_page_find_their_heading_or_stay_words():
    write(make_entry(body='<h2>The end</h2><p><a href="#the-end">a</a> <a href="#nowhere">b</a></p>'))
    assert Article.objects.get().body == '<h2>The end</h2><p><a href="#s-the-end">a</a> b</p>'


def test_pictures_of_the_text_come_from_the_library():
    write(make_entry(body=figure(KETTLE, "Ours")))
    picture, article = Picture.objects.get(), Article.objects.get()
    assert list(article.pictures.all()) == [picture]
    assert article.body == (
        f'<figure><img src="{picture.file.url}" alt="Words" data-file="{picture.pk}" width="96" height="64">'
        "<figcaption>Ours</figcaption></figure>"
    )


def test_a_missing_picture_leaves_no_hole_but_the_links_of_its_caption():
    body = figure("/lost.png", "Nothing is left.") + figure(
        "/lost.png", 'See <a href="https://a.example/">it</a>.'
    )
    receipt = write(make_entry(body=f"<p>Words.</p>{body}", hero=Hero("/lost-hero.png")))
    article = Article.objects.get()
    assert (article.body, article.hero) == (
        '<p>Words.</p><p>See <a href="https://a.example/">it</a>.</p>',
        None,
    )
    assert remarks(receipt) == [
        (Kind.MISSING_PICTURE, path) for path in ("/lost.png", "/lost.png", "/lost-hero.png")
    ]


def test_an_animation_is_told_when_it_comes_in(tmp_path):
    (tmp_path / "dance.gif").write_bytes(many("GIF", 3))
    receipt = write(make_entry(body=figure("/dance.gif")), assets=[tmp_path])
    assert (remarks(receipt), Picture.objects.count()) == ([(Kind.MOVING_PICTURE, "/dance.gif")], 1)


def test_a_picture_that_turns_up_later_makes_an_update(tmp_path):
    entry = make_entry(body=f"<p>Words.</p>{figure('/kettle.png')}")
    write(entry, assets=[tmp_path])
    (tmp_path / "kettle.png").write_bytes((ASSETS / "blog/tea/kettle.png").read_bytes())
    assert write(entry, assets=[tmp_path]).counts["updated"] == 1
    assert Article.objects.get().pictures.count() == 1


def test_a_link_to_a_picture_leads_to_the_library():
    write(make_entry(body=f'<p><a href="{KETTLE}">full size</a></p>'))
    assert Article.objects.get().body == f'<p><a href="{Picture.objects.get().file.url}">full size</a></p>'


def test_long_texts_are_cut_at_a_sentence_and_told():
    receipt = write(
        make_entry(title="Word " * 50, summary="One sentence is here. " * 40, search_description="b" * 401)
    )
    article = Article.objects.get()
    assert article.title == "Word " * 38 + "Word…"
    assert (len(article.summary), article.summary[-5:], len(article.search_description)) == (
        593,
        "here.",
        400,
    )
    assert [kind for kind, _ in remarks(receipt)] == [Kind.SHORTENED] * 3


def test_without_a_teaser_the_first_sentences_are_the_summary():
    receipt = write(make_entry(summary="", body="<p>This is a first paragraph that says something.</p>"))
    assert Article.objects.get().summary == "This is a first paragraph that says something."
    assert remarks(receipt) == [(Kind.SUMMARY, "A title")]


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"published_at": None}, "a draft"),
        ({"authors": []}, "“A title” still needs an author."),
        ({"body": ""}, "“A title” still needs a body."),
    ],
)
def test_what_may_not_be_published_is_imported_as_a_draft(fields, about):
    receipt = write(make_entry(**fields))
    assert (Article.objects.get().published_at, remarks(receipt)) == (None, [(Kind.DRAFT, about)])


def test_a_default_author_signs_what_nobody_signed():
    write(make_entry(authors=[]), default_author="The editors")
    assert [(author.name, author.slug) for author in Author.objects.all()] == [("The editors", "the-editors")]


def test_people_and_categories_that_are_there_are_used():
    Author.objects.create(name="Ida Berg", slug="ida")
    Category.objects.create(name="Craft", slug="our-craft")
    write(make_entry(category="craft"))
    article = Article.objects.get()
    assert ([str(a) for a in article.authorships.all()], article.category.slug) == (["Ida Berg"], "our-craft")


def test_an_old_address_that_leads_elsewhere_stays_there():
    other = make_article()
    MovedPage.leave("/short/", other)
    receipt = write(
        make_entry("a.md", old_addresses=["/2020/a/", "/short/"]),
        make_entry("b.md", old_addresses=["/2020/a/"]),
    )
    assert {page.old_path: page.article.slug for page in MovedPage.objects.all()} == {
        "/short": other.slug,
        "/2020/a": "a",
    }
    assert remarks(receipt) == [(Kind.REDIRECT, "/2020/a/")]


def test_what_the_database_refuses_costs_only_itself():
    receipt = write(make_entry("a.md", title=""), make_entry("b.md", title="a\0b"), make_entry("c.md"))
    assert [(failure.key, failure.reason.split(" (")[0]) for failure in receipt.failures] == [
        ("a.md", "title: This field cannot be blank."),
        ("b.md", "The database refused it: PostgreSQL text fields cannot contain NUL"),
    ]
    assert list(Article.objects.values_list("slug", flat=True)) == ["c"]


def test_an_interruption_in_the_middle_of_an_article_leaves_nothing_of_it():
    def interrupt(execute, sql, params, many, context):
        if 'INSERT INTO "blog_tagging"' in sql and Article.objects.count() == 2:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    entries = [make_entry(f"{name}.md", tags=[name]) for name in "abc"]
    with connection.execute_wrapper(interrupt), pytest.raises(KeyboardInterrupt):
        write(*entries)
    assert list(Article.objects.values_list("slug", flat=True)) == ["a"]
    assert write(*entries).counts == {"imported": 2, "updated": 0, "unchanged": 1, "failed": 0}


def test_a_dry_run_tells_and_writes_nothing():
    receipt = write(make_entry(body=figure(KETTLE) + figure("/lost.png")), is_dry=True)
    assert (receipt.counts["imported"], receipt.warnings) == (1, {"missing-picture": 1})
    assert (Article.objects.count(), Picture.objects.count(), Author.objects.count()) == (0, 0, 0)


def test_scripts_in_an_entry_never_reach_the_article():
    write(make_entry(body="<p>a<script>alert(1)</script></p>", title="<script>x</script>"))
    article = Article.objects.get()
    assert (article.body, article.title) == ("<p>a</p>", "<script>x</script>")


def test_long_keys_stay_apart():
    keys = {record_key("x" * 400 + name) for name in "ab"}
    assert ({len(key) for key in keys}, len(keys)) == ({300}, 2)


def test_two_sources_may_use_the_same_key():
    write(make_entry())
    writer = Writer("ghost", assets=[], at=NOW)
    writer.announce(make_entry())
    assert writer.write(make_entry()).kind == "imported"
    assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == ["a", "a-2020"]
