"""The desk, as its form is sent: every save a revision, and visitors untouched until somebody publishes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.admin.rights import NAMELESS
from blog.models import Article, Author, PlannedChange
from staff.models import User
from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article, make_author, make_category, make_picture
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

ADD = "/admin/blog/article/add/"


def change(article):
    return f"/admin/blog/article/{article.pk}/change/"


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def save(client):
    """Opens an article's desk, changes some fields and sends it, as a browser would."""

    def save(article=None, **fields):
        address = change(article) if article else ADD
        return client.post(address, {**form_of(client.get(address)), **fields}, follow=True)

    return save


def test_an_editor_writes_and_publishes_in_one_step(sign_in, save):
    sign_in(EDITOR)
    author, category = make_author(), make_category()
    response = save(
        title="New",
        summary="Two sentences that are about it. They say who should read on.",
        body="<h2>A</h2><p>b</p><script>alert(1)</script>",
        category=category.pk,
        tags="one, two words",
        authors=str(author.pk),
        _publish="1",
    )
    article = Article.objects.get()
    assert messages(response) == ["“New” is live."]
    assert (article.slug, article.body) == ("new", "<h2>A</h2><p>b</p>")
    assert sorted(article.tags.names()) == ["one", "two words"]
    assert (list(article.authors.all()), article.state(at=timezone.now())) == ([author], "published")


def test_what_is_missing_is_said_and_the_words_are_kept(sign_in, save):
    sign_in(EDITOR)
    response = save(title="Only a title", _publish="1")
    assert messages(response) == [
        "Saved, not published: “Only a title” is not ready: Say in two sentences who should read on. Write the text. "
        "Choose a category. Say who it is by."
    ]
    article = Article.objects.get()
    assert (article.title, article.published_at) == ("Only a title", None)


def test_a_draft_may_lack_everything(sign_in, save):
    sign_in(EDITOR)
    response = save()
    article = Article.objects.get()
    assert (article.title, str(article), messages(response)) == ("", "Untitled", ["Saved."])
    assert re.fullmatch(r"untitled-[0-9a-f]{8}", article.slug)


def test_a_new_article_finds_a_free_address(sign_in, save):
    sign_in(EDITOR)
    make_article(slug="news")
    save(title="News")
    assert set(Article.objects.values_list("slug", flat=True)) == {"news", "news-2"}


def test_a_draft_of_a_live_article_is_seen_at_the_desk_and_nowhere_else(sign_in, save, client):
    sign_in(EDITOR)
    article = make_article("Old words", slug="it")
    save(article, title="New words", slug="elsewhere", body="<p>Fresh.</p>")
    page = client.get(change(article))
    assert form_of(page)["title"] == "New words"
    assert "1 unpublished change<" in page.content.decode()
    for path in ("/", "/blog/", "/blog/it/", "/blog/feed.xml", "/sitemap.xml"):
        shown = client.get(path).content.decode()
        assert ("New words" in shown, "Fresh." in shown, "elsewhere" in shown) == (False, False, False), path
    assert client.get("/blog/elsewhere/").status_code == 404
    save(article, _publish="1")
    assert "New words" in client.get("/blog/elsewhere/").content.decode()
    assert client.get("/blog/it/").headers["Location"] == "/blog/elsewhere/"


def test_saving_without_a_change_adds_nothing_to_the_history(sign_in, save):
    sign_in(EDITOR)
    article = make_article(tags=["b", "a"], hero=make_picture())
    save(article)
    assert article.revisions.count() == 1
    assert Article.objects.get().edited_at is None


@pytest.mark.parametrize(
    "body",
    [
        "<p>a</p>\r\n<pre><code>x\r\ny</code></pre>",
        '<table><tbody><tr><th><p>A</p></th></tr><tr><td colspan="1"><p>1</p></td></tr></tbody></table>',
    ],
)
def test_the_same_body_in_the_browsers_spelling_is_no_change(body, sign_in, save):
    sign_in(EDITOR)
    article = make_article()
    save(article, body=body)
    count = article.revisions.count()
    save(article, body=body)
    assert article.revisions.count() == count


def test_forged_fields_change_nothing(sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    feed_id = article.feed_id
    forged = (
        "published_at",
        "withdrawn_at",
        "binned_at",
        "submitted_at",
        "live_revision",
        "body_html",
        "reading_seconds",
    )
    save(article, feed_id="0" * 32, **dict.fromkeys(forged, "2020-01-01"))
    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at, article.feed_id) == (None, None, feed_id)
    assert (article.body_html, article.reading_seconds) == ("<p>Some words.</p>", 1)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("slug", "two words", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ("slug", "feed", "This word is used by the blog itself."),
        ("canonical_address", "javascript:alert(1)", "Enter a valid URL."),
        (
            "canonical_address",
            "https://me@evil.example/",
            "The address must not hold a user name or password.",
        ),
        ("tags", 'an "open quote', None),
        ("category", "999999", "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_keeps_all_that_was_typed(field, value, words, sign_in, save):
    sign_in(EDITOR)
    article = make_article("Before")
    response = save(article, **{"summary": "Typed.", field: value})
    form = response.context["form"]
    if words:
        assert form.errors == {field: [words]}
        assert "Typed." in response.content.decode()
        assert article.revisions.count() == 1
    assert Article.objects.get().title == "Before"


def test_an_address_without_a_scheme_is_meant_to_be_https(sign_in, save):
    sign_in(EDITOR)
    article = make_article()
    save(article, canonical_address="elsewhere.example/first")
    content = article.revisions.latest("pk").content
    assert content["canonical_address"] == "https://elsewhere.example/first"


# -- when ---------------------------------------------------------------------------------------------------


def test_a_schedule_is_in_the_named_time_zone(sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    response = save(article, moment_0="2099-07-01", moment_1="12:00", _schedule="1")
    article.refresh_from_db()
    assert article.published_at.isoformat() == "2099-07-01T11:00:00+00:00"
    assert messages(response) == ["“A dull article” goes live on 1 Jul 2099, 12:00 BST."]


def test_a_change_of_a_live_article_can_be_planned(sign_in, save):
    sign_in(EDITOR)
    article = make_article("Old")
    save(article, title="New", moment_0="2099-01-01", moment_1="09:00", _schedule="1")
    change = PlannedChange.objects.get()
    assert (change.revision.content["title"], change.at.isoformat()) == ("New", "2099-01-01T09:00:00+00:00")
    assert Article.objects.get().title == "Old"


@pytest.mark.parametrize("button", ["_schedule", "_withdraw_later"])
@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("", "", "Choose the day and the time."),
        ("2020-01-01", "12:00", "Choose a moment that is still to come."),
        ("nonsense", "12:00", "Enter a valid date."),
        ("99999-01-01", "12:00", "Enter a valid date."),
        (
            "2097-03-31",
            "01:30",
            "The clocks change at that hour, so this time does not exist. Choose one before or after it.",
        ),
        (
            "2097-10-27",
            "01:30",
            "The clocks change at that hour, so this time comes twice. Choose one before or after it.",
        ),
    ],
)
def test_a_moment_that_cannot_be_is_refused(day, time, words, button, sign_in, save):
    sign_in(EDITOR)
    article = make_article()
    response = save(article, title="Kept", moment_0=day, moment_1=time, **{button: "1"})
    assert response.context["wish"].errors == {"moment": [words]}
    assert form_of(response)["title"] == "Kept"
    assert (PlannedChange.objects.count(), Article.objects.get().withdrawn_at) == (0, None)


@pytest.mark.parametrize(("button", "is_open"), [("_save", False), ("_publish", False), ("_schedule", True)])
def test_the_moment_is_asked_for_only_by_the_buttons_that_need_it(button, is_open, sign_in, save):
    sign_in(EDITOR)
    shown = save(make_article(), slug="feed", note="Why <b>it</b> changed.", **{button: "1"}).content.decode()
    assert "This word is used by the blog itself." in shown
    assert ("Choose the day and the time." in shown, '<details class="desk-menu" open>' in shown) == (
        is_open,
    ) * 2
    assert 'value="Why &lt;b&gt;it&lt;/b&gt; changed."' in shown


def test_a_withdrawal_can_be_planned(sign_in, save):
    sign_in(EDITOR)
    article = make_article("Offer")
    save(article, moment_0="2099-01-01", moment_1="09:00", _withdraw_later="1")
    assert Article.objects.get().withdrawn_at.isoformat() == "2099-01-01T09:00:00+00:00"


def test_withdrawing_asks_first_and_needs_a_post(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Live")
    address = f"/admin/blog/article/{article.pk}/withdraw/"
    assert "“Live” will be told" in client.get(address).content.decode()
    assert article.state(at=timezone.now()) == "published"
    client.post(address)
    article.refresh_from_db()
    assert article.state(at=timezone.now()) == "withdrawn"


def test_only_the_desk_widens_the_policy_and_only_for_its_own(sign_in, client):
    sign_in(EDITOR)
    listed = client.get("/admin/blog/article/")["Content-Security-Policy"]
    form = client.get(ADD)
    policy = form["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "script-src 'self';" in f"{listed};"
    assert "nonce" not in listed
    assert re.search(
        rf'<script (?=[^>]*nonce="{re.escape(nonce)}")[^>]*type="importmap"', form.content.decode()
    )
    assert "unsafe" not in policy
    assert nonce not in client.get(ADD)["Content-Security-Policy"]


# -- an author ----------------------------------------------------------------------------------------------


def test_an_author_writes_under_their_own_name_whatever_they_send(sign_in, save):
    author = sign_in(AUTHOR).author
    other = make_author("Somebody Else")
    save(title="Mine", authors=str(other.pk))
    article = Article.objects.get()
    assert list(article.authors.order_by("pk")) == [author, other]
    assert article.published_at is None


def test_an_author_goes_on_with_a_draft_but_not_with_what_an_editor_approved(sign_in, client, save):
    author = sign_in(AUTHOR).author
    draft = make_article("Draft", authors=[author], published_at=None)
    live = make_article("Live", authors=[author])
    scheduled = make_article("Scheduled", authors=[author], published_at=timezone.now() + timedelta(days=1))
    save(draft, title="Better")
    assert Article.objects.get(pk=draft.pk).title == "Better"
    for article in (live, scheduled):
        page = client.get(change(article))
        assert (page.status_code, b"An editor has approved it" in page.content) == (200, True)
        client.post(change(article), {"title": "Worse"})
        assert article.newest_content()["title"] == article.title


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_withdraw_later", "_return"])
def test_an_author_cannot_publish(button, sign_in, client):
    author = sign_in(AUTHOR).author
    article = make_article(authors=[author], published_at=None)
    sent = {**form_of(client.get(change(article))), "title": "Changed", button: "1"}
    response = client.post(change(article), {**sent, "moment_0": "2099-01-01", "moment_1": "12:00"})
    article.refresh_from_db()
    assert (response.status_code, article.title, article.published_at) == (403, "A dull article", None)


def test_an_author_hands_in_and_an_editor_returns_it_with_a_note(sign_in, save, client):
    author = sign_in(AUTHOR).author
    article = make_article("Mine", authors=[author], published_at=None)
    save(article, title="Mine, better", note="Please check the figures", _submit="1")
    assert list(Article.objects.submitted()) == [article]
    client.logout()
    sign_in(EDITOR)
    response = save(article, note="The third figure is off", _return="1")
    assert messages(response) == ["Saved and given back to its author."]
    assert list(Article.objects.submitted()) == []
    assert list(article.revisions.values_list("kind", "note").order_by("pk")[1:]) == [
        ("submitted", "Please check the figures"),
        ("returned", "The third figure is off"),
    ]


def test_an_author_sees_no_search_for_related_articles_and_keeps_those_that_are_there(sign_in, client, save):
    author = sign_in(AUTHOR).author
    stranger = make_article("A stranger’s", published_at=None)
    article = make_article("Mine", authors=[author], published_at=None)
    article.pins.create(other=stranger)
    assert "pins" not in client.get(change(article)).context["form"].fields
    save(article, title="Mine, changed", pins="")
    assert article.newest_content()["pins"] == [stranger.pk]


def test_somebody_with_the_role_but_no_byline_gets_one_with_their_first_article(sign_in, client, save):
    user = sign_in(AUTHOR)
    user.author.delete()
    make_author(slug="sam-doe")
    make_article()
    assert (client.get(ADD).status_code, Author.objects.filter(account=user).exists()) == (200, False)
    save(title="Mine")
    byline = Author.objects.get(account=user)
    assert (byline.name, byline.slug) == ("Sam Doe", "sam-doe-2")
    assert list(Article.objects.get(slug="mine").authors.all()) == [byline]


def test_somebody_without_a_name_is_told_to_ask_for_one(sign_in, client):
    user = sign_in(AUTHOR)
    user.author.delete()
    User.objects.filter(pk=user.pk).update(name=" ")
    for response in (client.get(ADD, follow=True), client.post(ADD, {"title": "Mine"}, follow=True)):
        assert (response.redirect_chain, messages(response)) == ([("/admin/", 302)], [NAMELESS])
    assert not Article.objects.exists()


# -- two people at once -----------------------------------------------------------------------------------


def test_who_saves_second_sees_both_field_by_field_and_chooses(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Before")
    address = change(article)
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, {**first, "title": "First", "summary": "Her summary."})
    response = client.post(address, {**second, "title": "Second"})
    conflict = response.context["conflict"]
    assert [(one.name, one.theirs, one.yours, one.is_theirs_only) for one in conflict.fields] == [
        ("title", "First", "Second", False),
        ("summary", "Her summary.", "What it is about. Who should read it.", True),
    ]
    assert article.newest_content()["title"] == "First"
    again = {**form_of(response), "theirs": ["summary"]}
    client.post(address, again)
    newest = article.newest_content()
    assert (newest["title"], newest["summary"]) == ("Second", "Her summary.")


def test_beside_the_address_of_a_published_article_stands_what_a_new_one_touches(sign_in, client):
    sign_in(EDITOR)
    article = make_article(slug="hosts")
    make_article("Another").links.add(article)
    article.moved_pages.create(old_path="/2016/hosts")
    article.moved_pages.create(old_path="/hosts")
    page = client.get(change(article)).content.decode()
    assert (
        "Once changed, /blog/hosts/ leads to the new address. 1 article links here; the links follow by themselves. "
        "2 older addresses lead here, and go on doing so."
    ) in page
    assert "Once changed" not in client.get(change(make_article(published_at=None))).content.decode()
