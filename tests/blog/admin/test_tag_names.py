import pytest

from blog.admin import tag_names
from blog.models import Tag
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TAGS = "/admin/blog/article/tags/"


def make_tags(*names):
    for number, name in enumerate(names):
        Tag.objects.create(name=name, slug=f"tag-{number}")


def test_a_few_tags_come_with_the_desk_and_many_are_asked_for(monkeypatch, sign_in, client):
    sign_in(EDITOR)
    article = make_article()
    make_tags("One", "Two")
    desk = f"/admin/blog/article/{article.pk}/change/"
    page = client.get(desk).content.decode()
    assert '<option value="Two">' in page
    assert f'data-tags="{TAGS}"' not in page
    monkeypatch.setattr(tag_names, "FEW", 1)
    page = client.get(desk).content.decode()
    assert '<option value="Two">' not in page
    assert f'data-tags="{TAGS}"' in page


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("web", ["Web", "Web servers", "The web"]),
        (" WEB S ", ["Web servers"]),
        ("", []),
        ("%", ["100%"]),
        ("nothing", []),
        ("a" * 9000, []),
    ],
)
def test_those_that_begin_as_is_typed_come_first(typed, names, sign_in, client):
    sign_in(EDITOR)
    make_tags("The web", "Web servers", "Web", "100%")
    assert client.get(TAGS, {"q": typed}).json() == {"tags": names}


def test_so_many_are_suggested_and_no_more(monkeypatch, sign_in, client):
    sign_in(AUTHOR)
    monkeypatch.setattr(tag_names, "SUGGESTED", 2)
    make_tags("a1", "ba", "a2", "a3")
    assert client.get(TAGS, {"q": "a"}).json() == {"tags": ["a1", "a2"]}


def test_who_writes_no_articles_is_not_answered(sign_in, client):
    assert client.get(TAGS, {"q": "a"}).status_code == 302
    sign_in(SALES)
    assert client.get(TAGS, {"q": "a"}).status_code == 403
