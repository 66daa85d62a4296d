"""An editor gives an article back: its author sees that, by whom and why, until it is handed in again or goes live."""

from datetime import timedelta

import pytest
from django.utils import timezone

from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article, make_user
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

NOTE = "The <b>third</b> figure is off"
SHOWN = "The &lt;b&gt;third&lt;/b&gt; figure is off"


def desk(article):
    return f"/admin/blog/article/{article.pk}/change/"


def press(client, article, button, **fields):
    return client.post(
        desk(article), {**form_of(client.get(desk(article))), button: "1", **fields}, follow=True
    )


@pytest.fixture
def handed_in(sign_in):
    """An article of the author who is signed in, handed in by them."""
    author = sign_in(AUTHOR)
    article = make_article("Mine", authors=[author.author], published_at=None)
    revision = article.save_draft(article.newest_content(), at=timezone.now(), by=author)
    article.submit(revision, at=timezone.now(), by=author)
    return article


def give_back(article, note=NOTE):
    article.return_to_author(note, at=timezone.now(), by=make_user(name="Ada Editor", role=EDITOR))


def returned(client):
    found = [one for one in client.get("/admin/").context["overview"] if one["name"] == "returned"]
    return [(row["title"], row["words"]) for one in found for row in one["rows"]]


def test_the_author_sees_at_the_desk_and_on_the_overview_who_returned_it_and_why(handed_in, client):
    assert (returned(client), "returned" in client.get(desk(handed_in)).content.decode()) == ([], False)
    give_back(handed_in)
    assert returned(client) == [("Mine", f"Ada Editor: {NOTE}")]
    assert SHOWN in client.get("/admin/").content.decode()
    page = client.get(desk(handed_in)).content.decode()
    assert ("Ada Editor returned this article" in page, SHOWN in page, NOTE in page) == (True, True, False)
    assert "returned by Ada Editor" in page


def test_it_stands_there_while_the_author_writes_on_and_is_gone_once_it_is_handed_in_again(handed_in, client):
    give_back(handed_in)
    press(client, handed_in, "_save", title="Mine, better")
    assert returned(client) == [("Mine, better", f"Ada Editor: {NOTE}")]
    page = press(client, handed_in, "_submit")
    assert (returned(client), SHOWN in page.content.decode()) == ([], False)
    give_back(handed_in, "Nearly")
    assert returned(client) == [("Mine, better", "Ada Editor: Nearly")]


@pytest.mark.parametrize("live_from", [None, timezone.now() + timedelta(days=3)])
def test_it_is_gone_once_the_article_goes_live(live_from, handed_in, client):
    give_back(handed_in)
    newest = handed_in.newest_revision()
    handed_in.publish(at=timezone.now(), by=None, revision=newest, live_from=live_from)
    assert returned(client) == []


def test_who_handed_in_what_others_signed_sees_it_and_nobody_else_does(sign_in, client):
    editor, other = sign_in(EDITOR), make_user(role=EDITOR)
    for by in (editor, other):
        article = make_article(f"By {by.email}", published_at=None)
        article.submit(article.save_draft({}, at=timezone.now(), by=editor), at=timezone.now(), by=by)
        article.return_to_author("Why", at=timezone.now(), by=editor)
    assert [words for _, words in returned(client)] == ["Sam Doe: Why"]


@pytest.mark.parametrize("note", ["", "   "])
def test_a_return_without_a_note_is_refused_beside_the_field(note, handed_in, sign_in, client):
    sign_in(EDITOR)
    revisions = handed_in.revisions.count()
    page = press(client, handed_in, "_return", note=note, title="Typed", moment_0="2099-01-01")
    handed_in.refresh_from_db()
    assert page.context["wish"].errors == {
        "note": ["Say what is still to be done: the author reads it beside the article."]
    }
    assert page.content.decode().count("Say what is still to be done") == 2  # on top, and beside the field
    assert 'value="2099-01-01"' in page.content.decode()
    assert (handed_in.submitted_at is None, handed_in.revisions.count()) == (False, revisions)
    assert form_of(page)["title"] == "Typed"


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_a_half_typed_moment_stops_no_button_that_asks_for_none(button, sign_in, client):
    sign_in(EDITOR)
    article = make_article("Old")
    press(client, article, button, title="New", moment_0="2099-01-01", moment_1="")
    assert article.newest_content()["title"] == "New"
