from datetime import timedelta

import pytest

from blog.models import Article, RelatedList
from blog.related import Choices, related_cards, related_to, renew, renew_missing
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


def test_a_pin_that_is_near_as_well_stands_there_once():
    shelf = make_category("Hosting")
    article = make_article("On hosts", category=shelf)
    for number in range(5):
        make_article(f"Host {number}", category=shelf)
    renew(article.pk, at=NOW)
    nearest = related_to(article, at=NOW)[0]
    article.pins.create(other=nearest)
    for _ in range(2):
        known = Article.objects.with_choices().get(pk=article.pk)
        cards = related_cards(article.pk, Choices.of(known), at=NOW)
        assert [nearest.title in card for card in cards] == [True, False, False]
        RelatedList.objects.all().delete()  # before the first `renew` it is alike


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
def test_it_takes_two_queries_with_all_that_a_card_shows(django_assert_num_queries, count):
    article = make_article(tags=["a"], hero=make_picture())
    for _ in range(count):
        make_article(tags=["a"], hero=make_picture())
    renew(article.pk, at=NOW)
    with django_assert_num_queries(2):
        cards = related_to(article, at=NOW)
        assert [(card.category.name, card.hero.alt, card.bylines[0]["name"]) for card in cards] == [
            (card.category.name, "A blue rectangle", "Mia Hartmann") for card in cards
        ]
    assert len(cards) == count


# -- lists that the worker keeps ------------------------------------------------------------------------------


def listed(article):
    found = RelatedList.objects.filter(article=article).first()
    return found and list(Article.objects.filter(pk__in=found.others).values_list("title", flat=True))


def test_a_list_answers_as_a_look_at_everything_does():
    category = make_category()
    articles = [
        make_article(f"Article {n}", tags=[f"t{n % 3}", f"u{n % 4}"], category=category if n % 2 else None)
        for n in range(12)
    ]
    before = {article.pk: related(article) for article in articles}
    for article in articles:
        renew(article.pk, at=NOW)
    assert {article.pk: related(article) for article in articles} == before


def test_a_new_article_comes_into_the_lists_of_its_neighbours_alone():
    old = [make_article(f"About {tag}", tags=[tag]) for tag in ["hosts", "words"] for _ in range(5)]
    for article in old:
        renew(article.pk, at=NOW)
    before = {article.pk: listed(article) for article in old}
    new = make_article("New about hosts", tags=["hosts"])
    renew(new.pk, at=NOW)
    changed = [article.title for article in old if listed(article) != before[article.pk]]
    assert changed == ["About hosts"] * 5
    assert all(related(article)[0] != "About words" for article in old[:5])


def test_what_is_filed_elsewhere_leaves_the_lists_it_stood_in():
    article, other = make_article("One", tags=["a"]), make_article("Other", tags=["a"])
    fillers = [make_article("Filler", tags=["a"]) for _ in range(9)]
    for one in [article, other, *fillers]:
        renew(one.pk, at=NOW)
    other.tags.set(["b"])
    renew(other.pk, at=NOW)
    assert "Other" not in related(article)


def test_of_a_list_only_what_can_be_read_is_shown(django_assert_num_queries):
    article = make_article(tags=["a"])
    others = [make_article(f"Article {n}", tags=["a"]) for n in range(5)]
    renew(article.pk, at=NOW)
    others[4].withdraw(at=NOW, by=None)
    others[3].bin(at=NOW, by=None)
    with django_assert_num_queries(2):
        assert related(article) == ["Article 2", "Article 1", "Article 0"]


def test_an_article_that_is_gone_and_one_that_is_not_public_have_no_neighbours():
    article, draft = make_article("One", tags=["a"]), make_article(tags=["a"], published_at=None)
    renew(article.pk, at=NOW)
    renew(draft.pk, at=NOW)
    renew(0, at=NOW)
    assert RelatedList.objects.get(article=draft).others == []
    assert related(article) == []


def test_what_has_no_list_gets_one():
    articles = [make_article(tags=["a"]) for _ in range(3)]
    assert renew_missing(at=NOW, most=2) == 2
    assert renew_missing(at=NOW) == 1
    assert renew_missing(at=NOW) == 0
    assert {len(listed(article)) for article in articles} == {2}


def test_old_lists_are_looked_at_again():
    article, other = make_article("One", tags=["a"]), make_article("Other", tags=["a"])
    renew_missing(at=NOW)
    RelatedList.objects.filter(article=article).update(others=[], scores=[])
    assert renew_missing(at=NOW + timedelta(days=6)) == 0
    assert listed(article) == []
    assert renew_missing(at=NOW + timedelta(days=8)) == 0
    assert listed(article) == [other.title]
