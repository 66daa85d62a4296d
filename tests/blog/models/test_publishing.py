"""Drafts over live articles: what visitors see changes when somebody publishes, and never before."""

from datetime import timedelta

import pytest

from blog.models import Article, MovedPage, PlannedChange, Revision
from blog.models.snapshot import take
from blog.planning import apply_due
from tests.factories import NOW, make_article, make_author, make_category, make_picture, make_user

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)


def edit(article, **changes):
    return {**article.newest_content(), **changes}


def test_a_draft_of_a_live_article_touches_nothing_that_visitors_see():
    article = make_article("Old", tags=["one"], hero=make_picture())
    before = Article.objects.filter(pk=article.pk).values().get()
    seen = take(article)
    article.save_draft(
        edit(
            article,
            title="New",
            slug="new",
            body="<p>New.</p>",
            tags=["two"],
            authors=[make_author("Jo").pk],
            hero=None,
        ),
        at=NOW,
        by=make_user(),
    )
    after = Article.objects.filter(pk=article.pk).values().get()
    assert {**after, "edited_at": None} == before
    assert take(Article.objects.get()) == seen
    assert MovedPage.objects.count() == 0
    assert article.unpublished_changes() == 1


def test_a_draft_that_nobody_can_see_is_written_into_its_row():
    article = make_article("Old", published_at=None)
    article.save_draft(edit(article, title="New", body="<p>x</p><script>1</script>"), at=NOW, by=None)
    assert Article.objects.values_list("title", "body").get() == ("New", "<p>x</p>")


def test_publishing_changes_copies_the_revision_and_remembers_which():
    article, editor = make_article("Old", slug="old"), make_user()
    published_at = article.published_at
    jo, category = make_author("Jo"), make_category("Hosting")
    revision = article.save_draft(
        edit(article, title="New", slug="new", tags=["b", "a"], authors=[jo.pk], category=category.pk),
        at=NOW,
        by=editor,
    )
    article.publish(at=SOON, by=editor, revision=revision)
    row = Article.objects.get()
    assert (row.title, row.slug, row.category) == ("New", "new", category)
    assert (row.published_at, row.updated_at) == (published_at, SOON)
    assert (row.live_revision.kind, row.live_revision.content) == ("published", revision.content)
    assert (sorted(row.tags.names()), list(row.authors.all())) == (["a", "b"], [jo])
    assert MovedPage.find("/blog/old/").target() == "/blog/new/"
    assert row.unpublished_changes() == 0
    assert row.publications.values_list("kind", "at", "by").first() == ("updated", SOON, editor.pk)


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"title": ""}, "a title"),
        ({"summary": ""}, "a summary"),
        ({"body": ""}, "a body"),
        ({"category": None}, "a category"),
        ({"authors": []}, "an author"),
    ],
)
def test_an_incomplete_draft_is_kept_and_refused_when_it_is_published(lacks, words):
    article = make_article("Live")
    before = take(article)
    revision = article.save_draft(edit(article, **lacks), at=NOW, by=None)
    with pytest.raises(Article.NotReady, match=f"still needs {words}"):
        article.publish(at=NOW, by=None, revision=revision)
    assert take(Article.objects.get()) == before
    assert Article.objects.get().newest_revision() == revision


def test_an_address_that_another_article_has_is_refused_in_words():
    make_article("First", slug="taken")
    article = make_article("Second", slug="free")
    revision = article.save_draft(edit(article, slug="taken"), at=NOW, by=None)
    with pytest.raises(Article.NotReady, match="its address is taken"):
        article.publish(at=NOW, by=None, revision=revision)
    assert Article.objects.get(pk=article.pk).slug == "free"


def test_who_saves_second_is_told_and_nothing_is_overwritten():
    article = make_article("Live")
    first = article.save_draft(
        edit(article, title="Hers"), at=NOW, by=None, seen=article.newest_revision().pk
    )
    with pytest.raises(Article.ChangedMeanwhile) as told:
        article.save_draft(edit(article, title="His"), at=NOW, by=None, seen=first.pk - 1)
    assert told.value.args[0] == first
    assert article.newest_content()["title"] == "Hers"


def test_what_is_published_now_comes_back_from_the_bin_as_it_was():
    article = make_article("Live")
    article.bin(at=NOW, by=None)
    assert list(Article.objects.published(at=NOW)) == []
    assert article.state(at=NOW) == "binned"
    article.take_out_of_bin(at=NOW, by=None)
    assert list(Article.objects.published(at=NOW)) == [article]
    with pytest.raises(Article.NotInBin):
        article.take_out_of_bin(at=NOW, by=None)


def test_a_restored_revision_is_a_new_draft():
    article = make_article("First")
    first = article.newest_revision()
    article.publish(
        at=NOW, by=None, revision=article.save_draft(edit(article, title="Second"), at=NOW, by=None)
    )
    restored = article.restore(first, at=SOON, by=make_user())
    assert (restored.kind, restored.content["title"]) == ("restored", "First")
    assert Article.objects.get().title == "Second"
    assert article.revisions.count() == 4


def test_a_revision_is_never_rewritten():
    from django.db import IntegrityError, transaction

    revision = make_article().newest_revision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(content={})
    revision.call("Before the relaunch")
    assert Revision.objects.get(pk=revision.pk).name == "Before the relaunch"


def test_a_picture_that_a_revision_names_cannot_be_deleted():
    from django.db.models import ProtectedError

    picture = make_picture()
    article = make_article("Live")
    body = f'<p>x</p><figure><img src="{picture.file.url}" alt="x" data-file="{picture.pk}"></figure>'
    article.save_draft(edit(article, body=body), at=NOW, by=None)
    article.save_draft(edit(article, body="<p>without</p>"), at=NOW, by=None)
    with pytest.raises(ProtectedError):
        picture.delete()


# -- planned changes ----------------------------------------------------------------------------------------


def planned(article, title, at):
    return article.plan_change(
        article.save_draft(edit(article, title=title), at=NOW, by=None), at, at=NOW, by=None
    )


def test_several_planned_changes_come_true_in_their_order_and_once():
    article = make_article("Now")
    planned(article, "Then", SOON)
    planned(article, "Later", SOON + timedelta(hours=1))
    assert (apply_due(at=NOW), Article.objects.get().title) == (0, "Now")
    assert (apply_due(at=SOON), Article.objects.get().title) == (1, "Then")
    assert (apply_due(at=SOON + timedelta(days=1)), Article.objects.get().title) == (1, "Later")
    assert apply_due(at=SOON + timedelta(days=1)) == 0
    assert Article.objects.get().updated_at == SOON + timedelta(hours=1)


def test_what_cannot_be_shown_is_refused_when_it_is_planned():
    article = make_article("Now")
    with pytest.raises(Article.NotReady):
        planned(article, "", SOON)
    assert (PlannedChange.objects.count(), Article.objects.get().title) == (0, "Now")


def test_a_withdrawn_article_does_not_come_back_by_a_plan_made_before():
    article = make_article("Now")
    change = planned(article, "Then", SOON)
    article.withdraw(at=NOW + timedelta(minutes=1), by=None)
    assert apply_due(at=SOON) == 0
    change.refresh_from_db()
    assert (change.failure, change.done_at) == ("The article was withdrawn before this moment.", None)
    assert list(Article.objects.published(at=SOON)) == []


def test_a_withdrawal_to_come_can_be_taken_back():
    article = make_article("Now")
    article.withdraw(at=NOW, by=None, from_=SOON)
    assert (article.state(at=NOW), article.state(at=SOON)) == ("published", "withdrawn")
    article.stay(at=NOW, by=None)
    assert Article.objects.get().state(at=SOON) == "published"


def test_a_visitor_who_comes_after_the_moment_sees_the_change_without_any_worker(client, monkeypatch):
    from django.utils import timezone

    article = make_article("Now", slug="it")
    assert b'<h1 class="head__title">Now</h1>' in client.get("/blog/it/").content
    change = planned(article, "Then", timezone.now() + timedelta(hours=1))
    PlannedChange.objects.filter(pk=change.pk).update(at=timezone.now())
    from blog.planning import clock

    clock.forget()
    assert b'<h1 class="head__title">Then</h1>' in client.get("/blog/it/").content
    assert b"Then" in client.get("/blog/feed.xml").content
