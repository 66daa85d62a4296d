import pytest

from blog.models import Article
from blog.models.snapshot import LISTS, REFERENCES, SWITCHES, TEXTS, differences, put, take
from tests.factories import make_article, make_author, make_category, make_picture

pytestmark = pytest.mark.django_db

NOT_SAID = {"id", "live_revision"}  # what an editor does not write


def test_a_snapshot_holds_every_field_that_an_editor_can_write():
    editable = {field.name for field in Article._meta.concrete_fields if field.editable} - NOT_SAID
    assert editable == set(TEXTS + SWITCHES + REFERENCES)


def test_what_is_taken_from_one_article_can_be_put_into_another():
    pin = make_article("Pinned")
    one = make_article(
        "One",
        tags=["b", "a"],
        authors=[make_author("Mia"), make_author("Jo")],
        hero=make_picture(),
        is_indexed=False,
    )
    one.pins.create(other=pin)
    content = {**take(one), "slug": "two"}
    other = make_article("Other", published_at=None)
    put(other, content)
    assert take(Article.objects.get(pk=other.pk)) == content
    assert [len(content[name]) for name in LISTS] == [2, 2, 1]


def test_what_no_longer_exists_is_left_out():
    article = make_article("Article")
    kept = make_author("Kept")
    gone = {"authors": [999_999, kept.pk], "pins": [999_999, article.pk], "hero": 999_999, "category": None}
    put(article, {**take(article), **gone, "category": make_category().pk})
    assert take(Article.objects.get()) | {"category": None} == take(article) | {
        "authors": [kept.pk], "pins": [], "hero": None, "category": None,
    }  # fmt: skip


def test_differences_are_named_in_the_order_of_the_desk():
    old = {"title": "A", "tags": ["x"], "hero": None, "summary": ""}
    assert differences(old, {**old, "tags": ["y"], "title": "B", "hero": 3}) == ["title", "hero", "tags"]
    assert differences(old, {"title": "A", "tags": ["x"]}) == []
