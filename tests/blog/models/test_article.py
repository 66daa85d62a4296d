import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from blog.models import Article, MovedPage, Publication
from tests.factories import LONG_AGO, NOW, make_article, make_picture

pytestmark = pytest.mark.django_db


def test_published_holds_what_a_visitor_can_read_at_that_moment():
    live = make_article()
    make_article(published_at=None)
    scheduled = make_article(published_at=NOW + timedelta(seconds=1))
    make_article(withdrawn_at=NOW)
    assert list(Article.objects.published(at=NOW)) == [live]
    assert set(Article.objects.published(at=NOW + timedelta(seconds=1))) == {live, scheduled}


def test_publish_says_what_is_missing_and_changes_nothing():
    article = Article.objects.create(title="Only a title", slug="only-a-title")
    with pytest.raises(Article.NotReady, match="a summary, a body, a category, an author"):
        article.publish(at=NOW, by=None)
    article.refresh_from_db()
    assert (article.published_at, Publication.objects.count()) == (None, 0)


def test_the_database_refuses_an_incomplete_published_article():
    article = Article.objects.create(title="Only a title", slug="only-a-title")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published_at=NOW)


def test_withdrawing_and_publishing_again_keeps_the_first_date():
    article = make_article(withdrawn_at=NOW)
    article.publish(at=NOW + timedelta(days=1), by=None)
    assert (article.published_at, article.withdrawn_at) == (LONG_AGO, None)


def test_withdrawing_a_scheduled_article_makes_it_a_draft():
    article = make_article(published_at=NOW + timedelta(days=1))
    article.withdraw(at=NOW, by=None)
    assert article.state(at=NOW) == "draft"


def test_withdrawing_a_draft_is_refused():
    article = make_article(published_at=None)
    with pytest.raises(Article.NotPublished):
        article.withdraw(at=NOW, by=None)


def test_a_changed_address_leaves_one_redirect_whatever_the_chain():
    article = make_article(slug="one")
    for slug in ["two", "three", "one", "four"]:
        article.slug = slug
        article.save()
    assert {page.old_path: page.target() for page in MovedPage.objects.all()} == {
        "/blog/one": "/blog/four/",
        "/blog/two": "/blog/four/",
        "/blog/three": "/blog/four/",
    }


def test_a_new_article_wins_over_a_redirect_at_its_address():
    article = make_article(slug="one")
    article.slug = "two"
    article.save()
    make_article(slug="one")
    assert MovedPage.objects.count() == 0


def test_saving_sanitises_and_derives():
    picture = make_picture(alt="A chart")
    article = make_article(
        body=f'<h2 onclick="x()">Why</h2><script>bad()</script><p style="color:red">Because.</p>'
        f'<figure><img src="/media/x.png" data-file="{picture.pk}" alt=""><figcaption>Seen</figcaption></figure>'
    )
    article.refresh_from_db()
    assert article.body == (
        "<h2>Why</h2><p>Because.</p><figure>"
        f'<img src="/media/x.png" data-file="{picture.pk}" alt=""><figcaption>Seen</figcaption></figure>'
    )
    assert article.contents == [{"id": "s-why", "text": "Why", "level": 2}]
    assert article.plain_text == "Why\nBecause.\nSeen"
    assert list(article.pictures.all()) == [picture]
    assert 'alt="A chart"' in article.body_html


def test_cards_take_two_queries_however_many(django_assert_num_queries):
    for count in (1, 3):
        while Article.objects.count() < count:
            make_article(hero=make_picture(), tags=["one", "two"])
        with django_assert_num_queries(2):
            for article in Article.objects.published(at=NOW).for_cards().with_labels():
                assert (article.bylines[0]["name"], len(article.labels)) == ("Mia Hartmann", 2)
                assert article.hero.markup()
                assert article.category.name


def test_publishing_what_is_live_is_refused_and_a_schedule_may_move():
    article = make_article()
    with pytest.raises(Article.AlreadyPublished, match="since 01 January 2020"):
        article.publish(at=NOW, by=None, live_from=NOW + timedelta(days=1))
    scheduled = make_article(published_at=NOW + timedelta(days=1))
    scheduled.publish(at=NOW, by=None, live_from=NOW + timedelta(days=2))
    scheduled.refresh_from_db()
    article.refresh_from_db()
    assert (article.published_at, scheduled.published_at) == (LONG_AGO, NOW + timedelta(days=2))


def test_verbs_ask_the_row_and_not_a_stale_copy():
    article = make_article(published_at=NOW + timedelta(days=1))
    stale = Article.objects.get(pk=article.pk)
    article.publish(at=NOW, by=None)
    stale.withdraw(at=NOW, by=None)
    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at) == (NOW, NOW)


@pytest.mark.django_db(transaction=True)
def test_newer_words_are_never_overwritten_by_newer_pictures():
    article = make_article(body="<p>Old words.</p>")
    known_to_the_job = Article.objects.get(pk=article.pk)
    article.body = "<p>New words.</p>"
    article.save()
    known_to_the_job.derive_again()
    article.refresh_from_db()
    assert (article.body_html, article.plain_text) == ("<p>New words.</p>", "New words.")


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_the_person_who_is_saving():
    article = make_article(body="<p>Old words.</p>")
    job = threading.Thread(
        target=lambda: (Article.objects.get(pk=article.pk).derive_again(), connection.close())
    )
    with transaction.atomic():
        article.body = "<p>New words.</p>"
        article.save()
        job.start()
        job.join(0.3)
        assert job.is_alive()
    job.join(5)
    article.refresh_from_db()
    assert article.body_html == "<p>New words.</p>"


def test_scheduling_a_withdrawn_article_waits_for_its_moment():
    article = make_article(withdrawn_at=NOW)
    article.publish(at=NOW, by=None, live_from=NOW + timedelta(days=3))
    assert article.state(at=NOW) == "scheduled"
    assert (article.published_at, article.state(at=NOW + timedelta(days=3))) == (
        NOW + timedelta(days=3),
        "published",
    )
