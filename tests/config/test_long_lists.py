import pytest

from blog.models import Tag
from config import long_lists
from config.long_lists import LongListPaginator
from staff.roles import EDITOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags():
    Tag.objects.bulk_create(Tag(name=f"Tag {number}", slug=f"tag-{number}") for number in range(30))
    return Tag.objects.order_by("name")


def test_a_short_list_is_counted(tags, django_assert_num_queries):
    paginator = LongListPaginator(tags, 20)
    with django_assert_num_queries(1):
        assert (paginator.count, paginator.num_pages, paginator.is_estimated) == (30, 2, False)


def test_a_long_one_is_estimated_and_says_so(tags, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(long_lists, "EXACT", 10)
    paginator = LongListPaginator(tags, 5)
    with django_assert_num_queries(2):
        assert paginator.count > 10
    assert paginator.is_estimated
    assert [tag.name for tag in paginator.page(2)] == ["Tag 13", "Tag 14", "Tag 15", "Tag 16", "Tag 17"]


def test_as_many_as_are_counted_is_no_estimate(tags, monkeypatch):
    monkeypatch.setattr(long_lists, "EXACT", 30)
    paginator = LongListPaginator(tags, 5)
    assert (paginator.count, paginator.is_estimated) == (30, False)


def test_an_estimate_is_a_round_number():
    assert [long_lists._rounded(number) for number in (7, 99, 101, 123_456, 9_963_000)] == [
        7,
        99,
        100,
        120_000,
        10_000_000,
    ]


def test_the_admin_says_about(tags, client, sign_in, monkeypatch):
    sign_in(EDITOR)
    assert "30 tags" in client.get("/admin/blog/tag/").content.decode()
    monkeypatch.setattr(long_lists, "EXACT", 10)
    page = client.get("/admin/blog/tag/?q=tag").content.decode()
    assert page.count("about ") == 2  # beside the search, and below the list
