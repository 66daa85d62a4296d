from datetime import timedelta

import pytest

from blog.related import related_to
from tests.factories import NOW, make_article, make_category, make_picture

pytestmark = pytest.mark.django_db


def related(article, **options):
    return [other.title for other in related_to(article, at=NOW, **options)]


def test_pins_come_first_and_in_their_order():
    category = make_category()
    article = make_article(category=category, tags=["one"])
    make_article("Best match", category=category, tags=["one"])
    for position, title in [(2, "Third"), (1, "Second"), (0, "First")]:
        article.pins.create(other=make_article(title), position=position)
    assert related(article, count=4) == ["First", "Second", "Third", "Best match"]


def test_pins_of_equal_order_come_as_they_were_pinned():
    article, one, other = make_article(), make_article("One"), make_article("Other")
    article.pins.create(other=other)
    article.pins.create(other=one)
    assert related(article) == ["Other", "One"]


def test_a_rare_tag_weighs_more_than_a_common_one():
    article = make_article(tags=["common", "rare"])
    make_article("Shares the common tag", tags=["common"])
    make_article("Shares the rare tag", tags=["rare"])
    for _ in range(4):
        make_article("Filler", tags=["common"], published_at=NOW - timedelta(days=900))
    assert related(article, count=2) == ["Shares the rare tag", "Shares the common tag"]


def test_two_shared_tags_beat_one():
    article = make_article(tags=["a", "b"])
    make_article("One", tags=["a"])
    make_article("Two", tags=["a", "b"])
    assert related(article) == ["Two", "One"]


def test_without_tags_the_category_decides_and_then_the_time():
    category = make_category()
    article = make_article(category=category, published_at=NOW - timedelta(days=10))
    make_article("Far", published_at=NOW - timedelta(days=2000))
    make_article("Near", published_at=NOW - timedelta(days=12))
    make_article("Same shelf", category=category, published_at=NOW - timedelta(days=2000))
    assert related(article) == ["Same shelf", "Near", "Far"]


def test_what_nobody_may_read_is_not_related_not_even_when_pinned():
    article = make_article(tags=["one"])
    hidden = [
        make_article("Draft", tags=["one"], published_at=None),
        make_article("Scheduled", tags=["one"], published_at=NOW + timedelta(seconds=1)),
        make_article("Withdrawn", tags=["one"], withdrawn_at=NOW),
    ]
    for position, other in enumerate(hidden):
        article.pins.create(other=other, position=position)
    assert related(article) == []


def test_an_article_alone_has_nothing_related():
    assert related(make_article()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query_with_all_that_a_card_shows(django_assert_num_queries, count):
    article = make_article(tags=["a"], hero=make_picture())
    for _ in range(count):
        make_article(tags=["a"], hero=make_picture())
    with django_assert_num_queries(1):
        cards = related_to(article, at=NOW)
        assert [(card.category.name, card.hero.alt, card.bylines[0]["name"]) for card in cards] == [
            (card.category.name, "A blue rectangle", "Mia Hartmann") for card in cards
        ]
    assert len(cards) == count
