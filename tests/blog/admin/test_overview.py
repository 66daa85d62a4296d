"""What an editor begins the day with."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import DailyReads, PlannedChange, RecentReads, WorkingCopy
from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db


def lists(client):
    overview = client.get("/admin/").context["overview"]
    return {one["title"]: [row["title"] for row in one["rows"]] for one in overview}


def save(article, by, **changes):
    return article.save_draft({**article.newest_content(), **changes}, at=timezone.now(), by=by)


def test_an_editor_sees_what_is_to_do(sign_in, client):
    editor, mia = sign_in(EDITOR), make_user(name="Mia")
    now = timezone.now()
    fresh = {"published_at": now - timedelta(days=1), "hero": make_picture()}
    save(make_article("Mine", published_at=None), editor)
    save(make_article("Hers", published_at=None), mia)
    submitted = make_article("Handed in", published_at=None)
    submitted.submit(save(submitted, mia), at=now, by=mia)
    make_article("Tomorrow", **{**fresh, "published_at": now + timedelta(days=1)})
    live = make_article("Live", **fresh)
    live.plan_change(save(live, editor), now + timedelta(hours=2), at=now, by=editor)
    make_article("Old", hero=make_picture())
    make_article("Bare", **{**fresh, "hero": None})
    make_article("Undescribed", **{**fresh, "hero": make_picture(alt="")})
    make_article("Binned").bin(at=now, by=None)
    assert lists(client) == {
        "My drafts": ["Mine"],
        "Waiting for an editor": ["Handed in"],
        "Scheduled": ["Live", "Tomorrow"],
        "Changed by others": ["Handed in", "Hers"],
        "Not looked at for a year": ["Old"],
        "Live without a described picture": ["Undescribed", "Bare"],
    }


def test_of_what_is_old_the_most_read_comes_first(sign_in, client):
    sign_in(EDITOR)
    today = timezone.localdate()
    unread, read, much_read, fresh = (make_article(name) for name in ("Unread", "Read", "Much read", "Fresh"))
    save(fresh, None)
    fresh.publish(at=timezone.now(), by=None, revision=fresh.newest_revision())
    for article, days, reads in [
        (read, 0, 1), (much_read, 1, 1200), (much_read, 27, 34), (unread, 28, 99), (fresh, 1, 5000)
    ]:  # fmt: skip
        DailyReads.objects.create(article=article, day=today - timedelta(days=days), reads=reads)
    for _ in range(2):  # as every hour
        RecentReads.sum_up(on=today)
    stale = next(one for one in client.get("/admin/").context["overview"] if one["name"] == "stale")
    assert [(row["title"], row.get("words")) for row in stale["rows"]] == [
        ("Much read", "1,234 reads in 4 weeks"),
        ("Read", "1 read in 4 weeks"),
        ("Unread", None),
    ]
    listed = client.get(stale["url"]).context["cl"].result_list
    assert {article.title for article in listed} == {"Much read", "Read", "Unread"}


def test_what_was_planned_and_did_not_happen_comes_first(sign_in, client):
    editor = sign_in(EDITOR)
    article = make_article("Late")
    change = article.plan_change(
        save(article, editor), timezone.now() + timedelta(hours=1), at=timezone.now(), by=editor
    )
    PlannedChange.objects.filter(pk=change.pk).update(failure="Its address is taken.")
    first = client.get("/admin/").context["overview"][0]
    assert (first["title"], first["rows"][0]["words"]) == ("Planned, and not done", "Its address is taken.")


def test_an_author_sees_their_own_and_nobody_elses(sign_in, client):
    author = sign_in(AUTHOR).author
    make_article("A stranger’s", published_at=None)
    make_article("Mine", published_at=None, authors=[author])
    assert lists(client) == {"My drafts": ["Mine"], "Scheduled": []}


def keep(by, title, *, at, article=None):
    rest = {"key": uuid4(), "tab": uuid4(), "sequence": 1}
    WorkingCopy.keep({"title": [title]}, at=at, by=by, article=article, **rest)


@pytest.mark.parametrize("role", [AUTHOR, EDITOR])
def test_what_was_begun_and_never_saved_stands_among_the_drafts_and_is_one_click_away(role, sign_in, client):
    person, now = sign_in(role), timezone.now()
    keep(make_user(), "A stranger’s", at=now)
    for days, title in enumerate(["<i>Begun", " "]):
        keep(person, title, at=now - timedelta(days=days))
    drafts = next(one for one in client.get("/admin/").context["overview"] if one["name"] == "drafts")
    assert [(row["title"], row["words"]) for row in drafts["rows"]] == [
        ("<i>Begun", "never saved"),
        ("Untitled", "never saved"),
    ]
    assert 'name="title"' in (page := client.get(drafts["rows"][0]["url"]).content.decode())
    assert "&lt;i&gt;Begun</textarea>" in page


def test_what_was_saved_or_is_typed_into_an_article_is_no_begun_draft(sign_in, client):
    editor, article = sign_in(EDITOR), make_article("Hers", published_at=None)
    keep(editor, "Typed", at=timezone.now(), article=article)
    assert lists(client)["My drafts"] == []


def test_it_costs_the_same_however_much_there_is(sign_in, client):
    editor = sign_in("superuser")
    counts = []
    for _ in range(2):
        for _ in range(3):
            save(make_article(published_at=None), editor)
            make_article()
        client.get("/admin/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 23


def test_a_silent_worker_is_told(sign_in, client):
    sign_in(EDITOR)
    assert "The worker is not running." in client.get("/admin/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert re.search(r"Worker last seen \d+ s ago", client.get("/admin/").content.decode())
