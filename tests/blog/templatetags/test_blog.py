import pytest

from blog.models import Picture
from blog.templatetags.blog import categories_in_use, direction, focus, newest_cards, variant
from config.page_cache.parts import OfRequest, parts_in
from tests.factories import make_article, make_category, make_picture


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "ltr"), ("es-PR", "ltr"), ("he", "rtl"), ("AR-eg", "rtl"), ("", "ltr")]
)
def test_the_direction_follows_the_language(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("across", "down", "expected"),
    [
        (0, 0, "focus-start focus-top"),
        (50, 50, "focus-middle focus-centre"),
        (100, 100, "focus-end focus-bottom"),
    ],
)
def test_the_focal_point_becomes_one_of_nine_classes(across, down, expected):
    assert focus(Picture(focal_x=across, focal_y=down)) == expected


def test_a_category_keeps_one_of_four_covers():
    assert [variant(number) for number in (1, 2, 3, 4, 5)] == [2, 3, 4, 1, 2]


@pytest.mark.django_db
def test_only_categories_with_something_to_read_are_in_use():
    make_category("Empty")
    make_article(published_at=None, category=make_category("Drafts only"))
    second = make_article(category=make_category("Second", position=2)).category
    first = make_article(category=make_category("First", position=1)).category
    assert categories_in_use() == [first, second]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_newest_cards_take_the_same_queries_however_many(django_assert_num_queries, count):
    made = [make_article(f"Article {number}", hero=make_picture()) for number in range(count)]
    make_article(published_at=None)
    with (
        parts_in(OfRequest()),
        django_assert_num_queries(5),
    ):  # numbers, articles, renditions; the company twice
        cards = newest_cards(3, first_is_wide=True)
    assert [article.title in card for article, card in zip(made[::-1], cards, strict=True)] == [True] * count
    assert ["card--lead" in card for card in cards] == [True, *[False] * (count - 1)]
