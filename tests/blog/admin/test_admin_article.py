import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from blog.admin.rights import NAMELESS
from blog.models import Article, Author, Authorship, Publication
from staff.models import User
from staff.roles import AUTHOR, EDITOR
from tests.factories import LONG_AGO, make_article, make_author, make_category, make_picture
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/blog/article/", "/admin/blog/article/add/"


def change(article):
    return f"/admin/blog/article/{article.pk}/change/"


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def save(client):
    """Opens an article's form, changes some fields and sends it, as a browser would."""

    def save(article=None, **fields):
        address = change(article) if article else ADD
        return client.post(address, {**form_of(client.get(address)), **fields}, follow=True)

    return save


def rows(response):
    return [row.title for row in response.context["cl"].result_list]


# -- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=draft", {"Draft"}),
        ("state=scheduled", {"Scheduled"}),
        ("state=published", {"Published"}),
        ("state=withdrawn", {"Withdrawn"}),
        ("state=nonsense", {"Draft", "Scheduled", "Published", "Withdrawn"}),
        ("q=WITHDR", {"Withdrawn"}),
        ("q=100%25", set()),
        ("published_at__year=2020", {"Published", "Withdrawn"}),
    ],
)
def test_the_list_is_narrowed(query, expected, sign_in, client):
    sign_in(EDITOR)
    make_article("Draft", published_at=None)
    make_article("Scheduled", published_at=timezone.now() + timedelta(days=1))
    make_article("Published")
    make_article("Withdrawn", withdrawn_at=timezone.now())
    assert set(rows(client.get(f"{LIST}?{query}"))) == expected


def test_a_row_says_all_at_a_glance(sign_in, client):
    sign_in(EDITOR)
    picture = make_picture()
    make_article(
        "<script>x</script>",
        hero=picture,
        category=make_category("Hosting"),
        authors=[make_author("Mia"), make_author("Jo")],
    )
    page = client.get(LIST).content.decode()
    for part in [
        picture.rendition_url(480),
        "&lt;script&gt;",
        ">Published</span>",
        "Hosting",
        "Mia, Jo",
        "1 Jan 2020, 00:00",
        "1 min",
    ]:
        assert part in page
    assert "<script>x" not in page


def test_editors_publish_and_withdraw_many_at_once_and_hear_about_each(sign_in, client):
    editor = sign_in(EDITOR)
    ready = make_article("Ready", published_at=None)
    bare = Article.objects.create(title="Bare", slug="bare")
    chosen = {"_selected_action": [ready.pk, bare.pk], "index": 0}
    response = client.post(LIST, {**chosen, "action": "publish_selected"}, follow=True)
    assert sorted(messages(response)) == [
        "“Bare” still needs a summary, a body, a category, an author.",
        "“Ready” is live.",
    ]
    response = client.post(LIST, {**chosen, "action": "withdraw_selected"}, follow=True)
    assert sorted(messages(response)) == [
        "“Bare” is not published, so it cannot be withdrawn.",
        "“Ready” is no longer visible to visitors.",
    ]
    assert [(row.kind, row.by) for row in Publication.objects.order_by("pk")] == [
        ("published", editor),
        ("withdrawn", editor),
    ]
    assert list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True)) == [
        "“Ready” is live.",
        "Withdrawn.",
    ]


def test_authors_are_not_offered_to_publish(sign_in, client):
    author = sign_in(AUTHOR).author
    article = make_article("Mine", published_at=None, authors=[author])
    actions = client.get(LIST).context["action_form"]
    client.post(LIST, {"action": "publish_selected", "_selected_action": [article.pk], "index": 0})
    article.refresh_from_db()
    assert (actions, article.published_at) == (None, None)


# -- the form ---------------------------------------------------------------------------------------------


def test_an_editor_writes_and_publishes_in_one_step(sign_in, save):
    sign_in(EDITOR)
    author, category = make_author(), make_category()
    response = save(
        title="New",
        slug="new",
        summary="Two sentences. About it.",
        body="<h2>A</h2><p>b</p><script>alert(1)</script>",
        category=category.pk,
        tags="one, two words",
        **{"authorships-TOTAL_FORMS": "1", "authorships-0-author": author.pk, "authorships-0-position": "0"},
        _publish="Publish now",
    )
    article = Article.objects.get()
    assert messages(response) == ["“New” is live."]
    assert article.body == "<h2>A</h2><p>b</p>"
    assert sorted(article.tags.names()) == ["one", "two words"]
    assert article.state(at=timezone.now()) == "published"


def test_what_is_missing_is_said_and_the_words_are_kept(sign_in, save):
    sign_in(EDITOR)
    response = save(title="Only a title", slug="only", _publish="Publish now")
    assert messages(response) == [
        "Saved, not published: “Only a title” still needs a summary, a body, a category, an author."
    ]
    assert Article.objects.get().published_at is None


def test_a_schedule_is_in_the_sites_time_zone(sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    save(article, publish_at_0="2099-07-01", publish_at_1="12:00", _schedule="Schedule")
    article.refresh_from_db()
    assert article.published_at.isoformat() == "2099-07-01T11:00:00+00:00"


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("", "", "Choose the day and time for “Schedule”."),
        ("2020-01-01", "12:00", "Choose a moment that is still to come, or use “Publish now”."),
        ("nonsense", "12:00", "Enter a valid date."),
        ("99999-01-01", "12:00", "Enter a valid date."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(day, time, words, sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    response = save(article, publish_at_0=day, publish_at_1=time, _schedule="Schedule")
    assert response.context["adminform"].form.errors["publish_at"] == [words]
    article.refresh_from_db()
    assert article.published_at is None


def test_a_changed_live_article_says_when(sign_in, save):
    sign_in(EDITOR)
    live, draft, same = make_article("Live"), make_article("Draft", published_at=None), make_article("Same")
    before = timezone.now()
    save(live, summary="Other words. Truly.")
    save(draft, summary="Other words. Truly.")
    save(same)
    dates = {article.title: article.updated_at for article in Article.objects.all()}
    assert dates["Live"] > before
    assert (dates["Draft"], dates["Same"]) == (None, None)


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
    Article.objects.update(updated_at=None)
    save(article, body=body)
    assert Article.objects.get().updated_at is None


def test_forged_fields_change_nothing(sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=None)
    feed_id = article.feed_id
    save(
        article,
        published_at="2020-01-01",
        published_at_0="2020-01-01",
        withdrawn_at="2020-01-01",
        body_html="<script>",
        plain_text="x",
        feed_id="0" * 32,
        reading_seconds="9999",
    )
    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at, article.feed_id) == (None, None, feed_id)
    assert (article.body_html, article.reading_seconds) == ("<p>Some words.</p>", 1)


@pytest.mark.parametrize("field", ["summary", "body", "category"])
def test_a_published_article_cannot_lose_what_visitors_need(field, sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=timezone.now() + timedelta(days=1))
    response = save(article, **{field: "", "title": "Changed"})
    words = "A published article cannot be without. Withdraw it first, or fill this in."
    assert response.context["adminform"].form.errors == {field: [words]}
    article.refresh_from_db()
    assert article.title == "A dull article"


def test_a_published_article_keeps_an_author(sign_in, save):
    sign_in(EDITOR)
    article = make_article()
    response = save(article, **{"authorships-0-DELETE": "on"})
    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["A published article needs at least one author."]
    assert article.authors.count() == 1


def test_withdrawing_asks_first_and_needs_a_post(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Live")
    address = f"/admin/blog/article/{article.pk}/withdraw/"
    assert "“Live” will be told" in client.get(address).content.decode()
    assert article.state(at=timezone.now()) == "published"
    client.post(address)
    article.refresh_from_db()
    assert article.state(at=timezone.now()) == "withdrawn"


def test_only_the_editors_page_widens_the_policy_and_only_for_its_own(sign_in, client):
    sign_in(EDITOR)
    listed = client.get(LIST)["Content-Security-Policy"]
    form = client.get(ADD)
    policy = form["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert "script-src 'self';" in f"{listed};"
    assert "nonce" not in listed
    assert re.search(
        rf'<script [^>]*nonce="{re.escape(nonce)}"[^>]*type="importmap"|<script type="importmap"[^>]*nonce="{re.escape(nonce)}"',
        form.content.decode(),
    )
    assert "unsafe" not in policy
    assert nonce not in client.get(ADD)["Content-Security-Policy"]


# -- an author ----------------------------------------------------------------------------------------------


def test_an_author_writes_under_their_own_name_whatever_they_send(sign_in, save):
    author = sign_in(AUTHOR).author
    other = make_author("Somebody Else")
    save(
        title="Mine",
        slug="mine",
        **{"authorships-TOTAL_FORMS": "1", "authorships-0-author": other.pk, "authorships-0-position": "0"},
    )
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
        assert (page.status_code, b"an editor has approved it" in page.content) == (200, True)
        assert client.post(change(article), {"title": "Worse"}).status_code == 403


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
def test_an_author_cannot_publish(button, sign_in, client):
    author = sign_in(AUTHOR).author
    article = make_article(authors=[author], published_at=None)
    sent = {
        **form_of(client.get(change(article))),
        "title": "Changed",
        button: "1",
        "publish_at_0": "2099-01-01",
        "publish_at_1": "12:00",
    }
    response = client.post(change(article), sent)
    article.refresh_from_db()
    assert (response.status_code, article.title, article.published_at) == (403, "A dull article", None)


def test_an_author_sees_neither_others_articles_nor_their_pins(sign_in, client):
    author = sign_in(AUTHOR).author
    make_article("A stranger’s", published_at=None)
    article = make_article("Mine", authors=[author], published_at=None)
    assert rows(client.get(LIST)) == ["Mine"]
    formsets = client.get(change(article)).context["inline_admin_formsets"]
    assert [formset.opts.model for formset in formsets] == [Authorship]


def test_somebody_with_the_role_but_no_byline_gets_one_with_their_first_article(sign_in, client, save):
    user = sign_in(AUTHOR)
    user.author.delete()
    make_author(slug="sam-doe")
    make_article()
    assert rows(client.get(LIST)) == []
    assert (client.get(ADD).status_code, Author.objects.filter(account=user).exists()) == (200, False)
    save(title="Mine", slug="mine")
    byline = Author.objects.get(account=user)
    assert (byline.name, byline.slug) == ("Sam Doe", "sam-doe-2")
    assert list(Article.objects.get(slug="mine").authors.all()) == [byline]
    save(title="Mine too", slug="mine-too")
    assert rows(client.get(LIST)) == ["Mine too", "Mine"]


def test_somebody_without_a_name_is_told_to_ask_for_one(sign_in, client):
    user = sign_in(AUTHOR)
    user.author.delete()
    User.objects.filter(pk=user.pk).update(name=" ")
    for response in (client.get(ADD, follow=True), client.post(ADD, {"title": "Mine"}, follow=True)):
        assert (response.redirect_chain, messages(response)) == ([("/admin/", 302)], [NAMELESS])
    assert not Article.objects.exists()


# -- two people at once -----------------------------------------------------------------------------------


def test_who_saves_second_is_told_keeps_their_words_and_may_insist(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Before")
    address = change(article)
    first, second = form_of(client.get(address)), form_of(client.get(address))
    client.post(address, {**first, "title": "First"})
    response = client.post(address, {**second, "title": "Second"})
    page = response.content.decode()
    assert "Somebody else has saved this article since you opened it." in page
    assert 'value="Second"' in page
    article.refresh_from_db()
    assert article.title == "First"
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1].replace("&#x2B;", "+")
    client.post(address, {**second, "title": "Second", "seen": seen})
    article.refresh_from_db()
    assert article.title == "Second"


def test_publishing_many_leaves_the_date_of_what_is_live(sign_in, client):
    sign_in(EDITOR)
    live, draft = make_article("Live"), make_article("Draft", published_at=None)
    response = client.post(
        LIST, {"_selected_action": [live.pk, draft.pk], "index": 0, "action": "publish_selected"}, follow=True
    )
    assert sorted(messages(response)) == [
        "“Draft” is live.",
        "“Live” is live already, since 01 January 2020.",
    ]
    live.refresh_from_db()
    assert live.published_at == LONG_AGO


@pytest.mark.parametrize("published_at", [None, LONG_AGO])
def test_every_save_by_a_person_is_remembered_also_of_a_draft_and_of_its_authors(published_at, sign_in, save):
    sign_in(EDITOR)
    article = make_article(published_at=published_at)
    save(article)
    article.refresh_from_db()
    assert article.edited_at is None
    save(article, **{"authorships-0-position": "5"})
    article.refresh_from_db()
    assert (article.edited_at is not None, article.updated_at is not None) == (True, published_at is not None)
