"""What the desk keeps while somebody writes, and what it tells of others."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Article, Presence, WorkingCopy
from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import make_article, make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

KEEP = "/admin/blog/article/autosave/"


@pytest.fixture
def desk(client):
    """An open desk as its scripts see it: `desk.keep(title="…")` sends the form, counted, and answers the JSON."""

    class Desk:
        def __init__(self, article=None, *, query=""):
            address = f"/admin/blog/article/{article.pk}/change/" if article else "/admin/blog/article/add/"
            self.address, self.article = address, article
            self.fields = form_of(client.get(f"{address}{query}"))
            self.sequence = 0

        def send(self, **fields):
            article = {"article": self.article.pk} if self.article else {}
            return client.post(KEEP, {**self.fields, **article, **fields})

        def keep(self, *, sequence=None, **fields):
            self.sequence = sequence if sequence is not None else self.sequence + 1
            self.fields |= fields
            return self.send(typed="1", sequence=self.sequence)

        def save(self, **fields):
            return client.post(
                self.address, {**self.fields, **fields, "sequence": self.sequence + 1}, follow=True
            )

    return Desk


def kept(**lookup):
    copy = WorkingCopy.objects.with_words().filter(**lookup).first()
    return copy and copy.content["title"][0]


def test_words_are_kept_without_touching_the_article_or_its_history(sign_in, desk):
    sign_in(EDITOR)
    article = make_article("Live")
    answer = desk(article).keep(title="Half a thought", summary="").json()
    assert kept(article=article) == "Half a thought"
    assert (Article.objects.get().title, article.revisions.count()) == ("Live", 1)
    assert "Say in two sentences who should read on." in answer["checklist"]


def test_words_that_would_be_refused_are_kept_all_the_same(sign_in, desk):
    sign_in(EDITOR)
    article = make_article("Live")
    desk(article).keep(title="x" * 500, slug="not a slug", canonical_address="no address")
    assert kept(article=article) == "x" * 500


def test_a_late_save_never_overwrites_a_newer_one(sign_in, desk):
    sign_in(EDITOR)
    page = desk(make_article("Live"))
    page.keep(title="Second", sequence=2)
    page.keep(title="First", sequence=1)
    assert kept() == "Second"


def test_a_save_that_arrives_after_the_button_was_pressed_is_not_offered(sign_in, desk, client):
    sign_in(EDITOR)
    article = make_article("Live")
    page = desk(article)
    page.keep(title="Typed")
    page.save(title="Typed and saved")
    page.keep(title="Typed", sequence=2)
    assert kept() is None
    assert "unsaved text" not in client.get(page.address).content.decode()


def test_unsaved_words_are_offered_and_come_back_as_they_were_typed(sign_in, desk, client):
    sign_in(EDITOR)
    article = make_article("Live")
    page = desk(article)
    page.keep(title="Unsaved", slug="not a slug", tags="new tag")
    shown = client.get(page.address)
    assert form_of(shown)["title"] == "Live"
    copy = shown.context["unsaved"]
    restored = client.get(f"{page.address}?restore={copy.pk}")
    fields = form_of(restored)
    assert (fields["title"], fields["slug"], fields["tags"]) == ("Unsaved", "not a slug", "new tag")
    assert restored.context["form"].errors == {}


def test_unsaved_words_can_be_discarded(sign_in, desk, client):
    sign_in(EDITOR)
    article = make_article("Live")
    desk(article).keep(title="Unsaved")
    client.post(f"/admin/blog/article/{article.pk}/discard/")
    assert kept() is None


def test_an_article_that_was_never_saved_is_offered_where_a_new_one_begins(sign_in, desk, client):
    sign_in(EDITOR)
    desk().keep(title="Begun on the train")
    shown = client.get("/admin/blog/article/add/")
    assert "“Begun on the train”" in shown.content.decode() or shown.context["unsaved"]
    copy = WorkingCopy.objects.get()
    restored = client.get(f"/admin/blog/article/add/?restore={copy.pk}")
    assert form_of(restored)["title"] == "Begun on the train"
    client.post("/admin/blog/article/add/", {**form_of(restored)})
    assert Article.objects.get().title == "Begun on the train"
    assert kept() is None


def test_nobody_reads_or_writes_the_copy_of_somebody_else(sign_in, desk, client):
    other = make_user(role=EDITOR)
    key = uuid.uuid4()
    WorkingCopy.keep(
        {"title": ["Hers"]}, at=timezone.now(), by=other, article=None, key=key, tab=uuid.uuid4(), sequence=1
    )
    sign_in(EDITOR)
    copy = WorkingCopy.objects.get()
    assert form_of(client.get(f"/admin/blog/article/add/?restore={copy.pk}"))["title"] == ""
    desk().send(typed="1", title="Mine", key=key, sequence=9)
    client.post(f"/admin/blog/article/discard/{key}/")
    assert kept(person=other) == "Hers"


def test_a_second_tab_is_told_of_the_unsaved_words_in_the_first(sign_in, desk):
    sign_in(EDITOR)
    article = make_article("Live")
    first, second = desk(article), desk(article)
    first.keep(title="In the first tab")
    answer = second.keep(title="In the second tab")
    assert (answer.status_code, kept()) == (409, "In the first tab")
    assert "There is unsaved text of yours" in answer.json()["words"]
    second.send(typed="1", title="In the second tab", takes_over="1", sequence=5)
    assert kept() == "In the second tab"


def test_restoring_takes_the_words_over_and_a_tab_that_is_open_still_is_told(sign_in, desk, client):
    sign_in(EDITOR)
    article = make_article("Live")
    first = desk(article)
    first.keep(title="In the first tab")
    copy = WorkingCopy.objects.get()
    second = desk(article, query=f"?restore={copy.pk}")
    assert second.keep(title="Gone on in the second").status_code == 200
    answer = first.keep(title="Still in the first")
    assert (answer.status_code, kept()) == (409, "Gone on in the second")


def test_of_several_that_were_begun_the_one_that_is_asked_for_comes_back(sign_in, desk, client):
    sign_in(EDITOR)
    for title in ["Begun first", "Begun second"]:
        desk().keep(title=title)
    for copy in WorkingCopy.objects.order_by("pk"):
        page = client.get(f"/admin/blog/article/add/?restore={copy.pk}")
        assert form_of(page)["title"] == copy.content["title"][0]
    stranger = WorkingCopy.objects.earliest("pk")
    sign_in(AUTHOR)
    assert form_of(client.get(f"/admin/blog/article/add/?restore={stranger.pk}"))["title"] == ""


def test_words_that_were_typed_while_others_were_restored_are_not_overwritten(sign_in):
    by, article, first = sign_in(EDITOR), make_article("Live"), uuid.uuid4()
    given = {"at": timezone.now(), "by": by, "article": article, "key": uuid.uuid4(), "tab": first}
    WorkingCopy.keep({"title": ["One"]}, sequence=1, **given)
    copy = WorkingCopy.objects.get()
    WorkingCopy.keep({"title": ["Two"]}, sequence=2, **given)
    copy.take_over(tab=uuid.uuid4())
    assert (WorkingCopy.objects.get().tab, kept()) == (first, "Two")


@pytest.mark.parametrize("is_new", [False, True])
def test_the_page_after_a_save_says_which_words_have_arrived(is_new, sign_in, desk):
    sign_in(EDITOR)
    page = desk(None if is_new else make_article("Live"))
    answer = page.save(title="Saved and never kept")
    assert f'data-arrived="{page.fields["tab"]} 1"' in answer.content.decode()
    assert kept() is None


def test_a_page_that_came_back_with_mistakes_says_that_it_is_unsaved(sign_in, desk):
    sign_in(EDITOR)
    page = desk(make_article("Live"))
    assert "data-unsaved" in page.save(slug="feed").content.decode()
    assert "data-unsaved" not in page.save(title="Fine").content.decode()


def test_a_save_in_one_tab_leaves_the_unsaved_words_of_another(sign_in, desk, client):
    sign_in(EDITOR)
    first, second = desk(article := make_article("Live")), desk(article)
    first.keep(title="In the first tab")
    assert second.save(title="Saved in the second").context["unsaved"].content["title"] == [
        "In the first tab"
    ]
    assert first.save(title="Saved in the first").context["conflict"]
    assert kept() == "In the first tab"
    client.post(f"/admin/blog/article/{article.pk}/discard/")
    assert kept() is None


def test_colleagues_who_are_there_are_named_and_those_who_left_are_not(sign_in, desk):
    article = make_article("Live")
    now = timezone.now()
    mia, jo = make_user(name="Mia Hartmann"), make_user(name="Jo Long")
    Presence.tell(article, by=mia, tab=uuid.uuid4(), at=now)
    gone = uuid.uuid4()
    Presence.tell(article, by=jo, tab=gone, at=now - timedelta(minutes=2))
    sign_in(EDITOR)
    page = desk(article)
    since = timezone.localtime(now).strftime("%H:%M")
    assert page.send().json()["others"] == f"Mia Hartmann is editing since {since}"
    page.send(leaving="1")
    assert Presence.objects.there(at=timezone.now()).count() == 1


def test_whoever_has_many_tabs_open_is_named_once_since_the_first(sign_in, desk):
    me, mia = sign_in(EDITOR), make_user(name="Mia Hartmann")
    article, now = make_article("Live"), timezone.now()
    page = desk(article)

    def tell(by, minutes):
        at = now - timedelta(minutes=minutes)
        Presence.tell(article, by=by, tab=uuid.uuid4(), at=at)
        Presence.objects.update(seen_at=now)
        return timezone.localtime(at).strftime("%H:%M")

    mine = tell(me, 9)
    assert page.send().json()["others"] == f"You, in another tab, are editing since {mine}"
    hers = tell(mia, 8)
    for by, minutes in [(me, 7), (mia, 6), (me, 5)]:
        tell(by, minutes)
    assert (
        page.send().json()["others"]
        == f"You, in other tabs, are editing since {mine} and Mia Hartmann since {hers}"
    )


def test_a_page_hears_that_somebody_saved(sign_in, desk):
    sign_in(EDITOR)
    article = make_article("Live")
    page = desk(article)
    assert "newer" not in page.send().json()
    article.save_draft(
        {**article.newest_content(), "title": "Hers"}, at=timezone.now(), by=make_user(name="Mia")
    )
    assert page.send().json()["newer"].startswith("Mia saved this article at ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("article", "0"),
        ("article", "9" * 30),
        ("article", "x"),
        ("tab", "x"),
        ("sequence", "-1"),
        ("seen", "9" * 30),
    ],
)
def test_odd_numbers_are_refused_in_words(field, value, sign_in, desk):
    sign_in(EDITOR)
    answer = desk().send(typed="1", **{field: value})
    assert (answer.status_code, answer.json()) == (
        400,
        {"words": "This page is too old: open the article again."},
    )


@pytest.mark.parametrize("role", [AUTHOR, SALES])
def test_only_who_may_change_it_keeps_a_copy(role, sign_in, client):
    sign_in(role)
    article = make_article("Not theirs")
    ids = {"key": uuid.uuid4(), "tab": uuid.uuid4(), "sequence": 1, "seen": 0}
    answer = client.post(KEEP, {"article": article.pk, "typed": "1", "title": "x", **ids})
    assert answer.status_code in {403, 404}
    assert WorkingCopy.objects.count() == 0
    assert client.get(KEEP).status_code == 405
