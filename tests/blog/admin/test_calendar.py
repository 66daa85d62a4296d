from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import Article, PlannedChange
from staff.roles import AUTHOR, EDITOR
from tests.factories import make_article

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/blog/article/calendar/"
MAY = datetime(2099, 5, 20, 8, 0, tzinfo=UTC)  # nine o'clock in London


def entries(client, month="2099-05"):
    weeks = client.get(f"{CALENDAR}?month={month}").context["weeks"]
    return [
        (day.date.day, entry.kind, str(entry.article))
        for week in weeks
        for day in week
        for entry in day.entries
    ]


def plan(article, at=MAY, title="Changed"):
    revision = article.save_draft({**article.newest_content(), "title": title}, at=timezone.now(), by=None)
    return article.plan_change(revision, at, at=timezone.now(), by=None)


def move(client, article, **fields):
    return client.post(f"/admin/blog/article/{article.pk}/plans/", fields, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_month_shows_what_was_and_what_will_be(sign_in, client):
    sign_in(EDITOR)
    make_article("Scheduled", published_at=MAY)
    plan(make_article("Live"), MAY + timedelta(days=1))
    make_article("Offer").withdraw(at=timezone.now(), by=None, from_=MAY + timedelta(days=2))
    make_article("Binned", published_at=MAY).bin(at=timezone.now(), by=None)
    make_article("Past", published_at=datetime(2020, 3, 31, 23, 30, tzinfo=UTC))
    assert entries(client) == [(20, "live", "Scheduled"), (21, "change", "Live"), (22, "withdrawal", "Offer")]
    assert entries(client, "2020-04") == [(1, "past", "Past")]


def test_a_day_with_many_says_how_many_more_there_are(sign_in, client):
    sign_in(EDITOR)
    for number in range(8):
        make_article(f"Number {number}", published_at=datetime(2020, 4, 7, 6, number, tzinfo=UTC))
    make_article("Alone", published_at=datetime(2020, 4, 8, 9, 0, tzinfo=UTC))
    numbers = [(7, "past", f"Number {number}") for number in range(6)]
    assert entries(client, "2020-04") == [*numbers, (8, "past", "Alone")]
    html = client.get(f"{CALENDAR}?month=2020-04").content.decode()
    assert '<a href="/admin/blog/article/?month=2020-04">and 2 more</a>' in html
    assert html.count(" more</a>") == 1


@pytest.mark.parametrize("month", ["", "nonsense", "2099-13", "0001-01", "9999-12", "2099-05-20", "%00"])
def test_an_odd_month_is_this_month_or_a_clear_refusal(month, sign_in, client):
    sign_in(EDITOR)
    page = client.get(f"{CALENDAR}?month={month}")
    assert page.status_code in {200, 400}
    if page.status_code == 200:
        assert page.context["month"] == timezone.localdate().replace(day=1)


def test_a_day_is_changed_and_the_hour_stays_also_over_the_change_of_clocks(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Scheduled", published_at=MAY)
    response = move(client, article, kind="live", day="2099-12-01", month="2099-05")
    assert said(response) == ["“Scheduled” goes live on 1 Dec 2099, 09:00 GMT."]
    assert Article.objects.get().published_at == datetime(2099, 12, 1, 9, 0, tzinfo=UTC)


def test_a_change_and_a_withdrawal_move_to_another_moment(sign_in, client):
    sign_in(EDITOR)
    article = make_article("Live")
    change = plan(article)
    article.withdraw(at=timezone.now(), by=None, from_=MAY + timedelta(days=9))
    new = {"moment_0": "2099-06-01", "moment_1": "10:15"}
    move(client, article, kind="change", change=change.pk, **new)
    move(client, article, kind="withdrawal", **new)
    moment = datetime(2099, 6, 1, 9, 15, tzinfo=UTC)
    assert (PlannedChange.objects.get().at, Article.objects.get().withdrawn_at) == (moment, moment)


def test_what_is_planned_can_be_dropped(sign_in, client):
    sign_in(EDITOR)
    live, scheduled, leaving = (
        make_article("Live"),
        make_article("Soon", published_at=MAY),
        make_article("Leaving"),
    )
    change = plan(live)
    leaving.withdraw(at=timezone.now(), by=None, from_=MAY)
    move(client, live, kind="change", change=change.pk, drop="1")
    move(client, scheduled, kind="live", drop="1")
    move(client, leaving, kind="withdrawal", drop="1")
    assert PlannedChange.objects.count() == 0
    assert live.newest_content()["title"] == "Changed"
    assert Article.objects.get(title="Soon").published_at is None
    assert Article.objects.get(title="Leaving").withdrawn_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2020-01-01"}, "Choose a moment that is still to come."),
        ({"day": "nonsense"}, "Enter a valid date."),
        ({"moment_0": "2099-06-01", "moment_1": ""}, "Enter a valid time."),
        ({}, "Choose the day and the time."),
        ({"kind": "change", "change": "999", "day": "2099-06-01"}, "That does not wait any more."),
        ({"kind": "change", "change": "x", "drop": "1"}, "That change does not wait any more."),
        ({"kind": "withdrawal", "drop": "1"}, "“Scheduled” is not going to be withdrawn."),
        ({"kind": "nonsense", "day": "2099-06-01"}, "That does not wait any more."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(fields, words, sign_in, client):
    sign_in(EDITOR)
    article = make_article("Scheduled", published_at=MAY)
    response = move(client, article, **{"kind": "live", **fields})
    assert said(response) == [words]
    assert Article.objects.get().published_at == MAY


def test_an_author_sees_their_own_plans_and_moves_none(sign_in, client):
    author = sign_in(AUTHOR).author
    mine = make_article("Mine", authors=[author], published_at=MAY)
    make_article("Other", published_at=MAY)
    assert entries(client) == [(20, "live", "Mine")]
    assert move(client, mine, kind="live", day="2099-06-01").status_code == 403
