from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from blog.models import Article, Publication
from staff.roles import AUTHOR, EDITOR
from tests.factories import LONG_AGO, make_article, make_author, make_category, make_picture

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/article/"


def messages(response):
    return [str(message) for message in response.context["messages"]]


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
        ("month=2020", {"Published", "Withdrawn"}),
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
        "“Bare” is not ready: Say in two sentences who should read on. Write the text. Choose a category. Say who it is by.",
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


# -- the bin ----------------------------------------------------------------------------------------------


def test_the_bin_says_first_what_is_touched_and_can_be_undone(sign_in, client):
    sign_in(EDITOR)
    article, other = make_article("Live"), make_article("Other")
    other.links.add(article)
    other.pins.create(other=article)
    page = client.get(f"{LIST}{article.pk}/bin/").content.decode()
    assert "Visitors can read “Live” now" in page
    assert "Other</a>” links to it" in page
    assert "Other</a>” shows it as a related article" in page
    assert Article.objects.published(at=timezone.now()).count() == 2
    client.post(f"{LIST}{article.pk}/bin/")
    assert rows(client.get(LIST)) == ["Other"]
    assert rows(client.get(f"{LIST}?state=binned")) == ["Live"]
    assert client.get(article.get_absolute_url()).status_code == 404
    client.post(f"{LIST}{article.pk}/take-out/")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_djangos_own_deletion_never_happens(sign_in, client):
    sign_in("superuser")
    article = make_article("Live")
    quoted = f"_{ord(str(article.pk)[0]):X}{str(article.pk)[1:]}"  # as Django's admin quotes keys
    for key in (article.pk, quoted):
        client.post(f"{LIST}{key}/delete/", {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"})
    assert Article.objects.get().binned_at is None
    assert "delete_selected" not in client.get(LIST).content.decode()


def test_many_go_into_the_bin_at_once(sign_in, client):
    sign_in(EDITOR)
    chosen = [make_article("A").pk, make_article("B").pk]
    client.post(LIST, {"action": "bin_selected", "_selected_action": chosen, "index": 0})
    assert rows(client.get(LIST)) == []


def test_what_lay_in_the_bin_for_a_month_is_deleted_for_good():
    from blog.tasks import empty_bin

    for title, days in (("Old", 31), ("New", 29)):
        make_article(title).bin(at=timezone.now() - timedelta(days=days), by=None)
    empty_bin(timestamp=0)
    assert list(Article.objects.values_list("title", flat=True)) == ["New"]
