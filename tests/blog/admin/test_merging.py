import pytest

from blog.models import Category, Tag
from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def test_a_merge_says_first_what_it_touches_and_then_does_it(sign_in, client):
    sign_in(EDITOR)
    make_article(tags=["<script>x"])
    make_article(tags=["<script>x", "web"], published_at=None)
    old, new = Tag.objects.get(name="<script>x"), Tag.objects.get(name="web")
    address = f"/admin/blog/tag/{old.pk}/merge/"
    assert f'href="{address}"' in client.get(f"/admin/blog/tag/{old.pk}/change/").content.decode()
    asked = client.get(address)
    assert (asked.context["all"], asked.context["live"]) == (2, 1)
    assert "<script>x" not in asked.content.decode()
    client.post(address, {"into": new.pk})
    assert [(tag.name, tag.taggings.count()) for tag in Tag.objects.all()] == [("web", 2)]


@pytest.mark.parametrize("into", ["itself", "", "999999"])
def test_a_merge_needs_another_one(into, sign_in, client):
    sign_in(EDITOR)
    category = make_category()
    make_category()
    address = f"/admin/blog/category/{category.pk}/merge/"
    response = client.post(address, {"into": category.pk if into == "itself" else into})
    assert "into" in response.context["form"].errors
    assert Category.objects.count() == 2


def test_an_author_merges_nothing(sign_in, client):
    sign_in(AUTHOR)
    make_article(tags=["a", "b"])
    one, other = Tag.objects.all()
    assert client.post(f"/admin/blog/tag/{one.pk}/merge/", {"into": other.pk}).status_code == 403
    assert Tag.objects.count() == 2
