from uuid import UUID

import pytest

from blog.models import Picture, WorkingCopy
from blog.picture_uses import Count, counts, is_public, unused, used, uses
from tests.factories import NOW, make_article, make_author, make_picture, make_user

KEY = UUID("6f1c1a52-6d2a-4c0e-9c39-0d5f6b1a7e11")
pytestmark = pytest.mark.django_db


def figure(picture):
    return f'<figure><img src="{picture.file.url}" alt="" data-file="{picture.pk}"></figure>'


def told(picture):
    return [(str(use.holder), use.places, use.versions) for use in uses([picture])[picture.pk]]


def test_every_way_to_use_a_picture_is_told():
    hero, shared, shown, portrait = (make_picture() for _ in range(4))
    make_article("An article", hero=hero, social_picture=shared, body=figure(shown))
    make_author("Mia", portrait=portrait)
    assert [told(picture) for picture in (hero, shared, shown, portrait)] == [
        [("An article", ["hero"], 0)],
        [("An article", ["picture when shared"], 0)],
        [("An article", ["text"], 0)],
        [("Mia", ["portrait"], 0)],
    ]


def test_a_draft_of_a_live_article_uses_what_it_names():
    picture, article = make_picture(), make_article("Live")
    article.save_draft({**article.newest_content(), "hero": picture.pk}, at=NOW, by=None)
    assert told(picture) == [("Live", ["unpublished changes"], 0)]


def test_earlier_versions_are_counted():
    old, article = make_picture(), make_article("Live")
    content = article.newest_content()
    for hero in (old, old, None):
        article.save_draft({**content, "hero": hero and hero.pk}, at=NOW, by=None)
    assert told(old) == [("Live", [], 2)]


def test_what_a_planned_change_will_show_is_no_earlier_version():
    picture, article = make_picture(), make_article("Live")
    content = article.newest_content()
    revision = article.save_draft({**content, "hero": picture.pk}, at=NOW, by=None)
    article.plan_change(revision, NOW.replace(year=2099), at=NOW, by=None)
    article.save_draft(content, at=NOW, by=None)
    assert told(picture)[0][1] == ["planned change"]


def typed(picture, *, by, article=None, sequence=1, key=KEY, **fields):
    content = {"title": ["Half a sentence"], "hero": [str(picture.pk)], **fields}
    more = {"article": article, "key": key, "tab": KEY, "sequence": sequence}
    return WorkingCopy.keep(content, at=NOW, by=by, **more)


def test_unsaved_words_use_what_they_name_until_they_are_saved_or_discarded():
    hero, shown, person = make_picture(), make_picture(), make_user("mia@example.com")
    article = make_article("Live")
    typed(hero, by=person, article=article, body=[figure(shown)], social_picture=["", "x", "9" * 20])
    assert told(hero) == told(shown) == [("Live", ["unsaved words"], 0)]
    assert counts([hero]) == {hero.pk: Count(0, 1)}
    assert list(unused(Picture.objects.all())) == []
    typed(hero, by=person, article=article, sequence=2)
    assert list(unused(Picture.objects.all())) == [shown]
    WorkingCopy.settle(by=person, article=article, key=KEY, tab=KEY, sequence=3, at=NOW)
    assert set(unused(Picture.objects.all())) == {hero, shown}


def test_a_new_article_that_has_no_row_yet_is_told_by_who_writes_it():
    picture, person = make_picture(), make_user("mia@example.com")
    typed(picture, by=person)
    (use,) = uses([picture])[picture.pk]
    assert (use.holder.person, use.places) == (person, ["unsaved words of a new article"])


def test_a_page_of_pictures_is_counted_in_one_query(django_assert_num_queries):
    busy, kept, free = (make_picture() for _ in range(3))
    article = make_article(hero=busy, body=figure(busy))
    make_author(portrait=busy)
    article.save_draft({**article.newest_content(), "hero": kept.pk}, at=NOW, by=None)
    with django_assert_num_queries(1):
        found = counts([busy, kept, free])
    assert found == {busy.pk: Count(2, 0), kept.pk: Count(0, 1), free.pk: Count(0, 0)}
    assert counts([]) == {}


def test_uses_take_the_same_queries_however_many(django_assert_num_queries):
    for number in (1, 3):
        pictures = [make_picture() for _ in range(number)]
        for picture in pictures:
            make_article(hero=picture)
            make_author(portrait=picture)
        with django_assert_num_queries(5):
            assert [len(found) for found in uses(pictures).values()] == [2] * number


def test_unused_is_what_nothing_names_and_used_is_the_rest():
    pictures = [make_picture() for _ in range(6)]
    hero, shared, shown, portrait, old, free = pictures
    make_article(hero=hero, social_picture=shared, body=figure(shown))
    make_author(portrait=portrait)
    article = make_article()
    content = article.newest_content()
    article.save_draft({**content, "hero": old.pk}, at=NOW, by=None)
    article.save_draft(content, at=NOW, by=None)
    assert list(unused(Picture.objects.all())) == [free]
    assert set(used(Picture.objects.all())) == {hero, shared, shown, portrait, old}


def test_what_was_published_is_public_and_a_draft_is_not():
    live, draft, portrait, free = (make_picture() for _ in range(4))
    make_article(body=figure(live))
    make_article(hero=draft, published_at=None)
    make_author(portrait=portrait)
    assert [is_public(picture) for picture in (live, draft, portrait, free)] == [True, False, True, False]
