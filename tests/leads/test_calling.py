"""Webhooks, to a real receiver on this machine in each of its moods."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from config.outbound import Answer
from leads.calling import MAX_ATTEMPTS, PAUSES, pause, wish
from leads.models import Attempt, Delivery, Webhook
from leads.models.attempt import ANSWER_KEPT
from leads.models.delivery import NotSent
from leads.sending import attempt
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead, make_webhook
from tests.leads.models.test_webhook import signed
from tests.leads.test_tasks import work
from tests.receiver import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    settings.OUTBOUND_HTTP = settings.OUTBOUND_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def webhook(receiver):
    return make_webhook(address=receiver.address("/hook?token=marker"))


def call_of(lead):
    return lead.deliveries.get(kind="webhook")


def test_a_lead_reaches_the_receiver_once_and_is_signed(receiver, webhook):
    secret = webhook.new_secret(at=NOW)
    call = call_of(make_lead(name="Ada Quinn"))
    attempt(call.pk)
    attempt(call.pk)
    [(path, headers, body)] = receiver.asked
    assert (path, headers["Content-Type"], headers["webhook-id"]) == (
        "/hook?token=marker",
        "application/json",
        call.message_id,
    )
    moment = timezone.datetime.fromtimestamp(
        int(headers["webhook-timestamp"]), tz=timezone.get_current_timezone()
    )
    assert abs(timezone.now() - moment) < timedelta(seconds=5)
    assert headers["webhook-signature"] == signed(secret, call.message_id, body, moment)
    told = json.loads(body)
    assert (told["type"], told["data"]["name"]) == ("lead.received", "Ada Quinn")
    call.refresh_from_db()
    assert (call.state(), call.attempts) == ("sent", 1)
    assert Webhook.objects.get().succeeded_at is not None


def test_each_attempt_is_written_down_without_what_is_secret(receiver, webhook):
    receiver.status, receiver.body = 500, b"Out of \x00order " + b"x" * 5000
    call = call_of(make_lead())
    with pytest.raises(NotSent, match="has a problem of its own"):
        attempt(call.pk)
    made = Attempt.objects.get()
    assert (made.status, made.host, made.arrived) == (500, "127.0.0.1", False)
    assert (made.answer[:14], len(made.answer)) == ("Out of order x", ANSWER_KEPT)
    assert json.loads(made.body)["data"]["reference"] == call.lead.reference
    assert set(made.headers) == {"Content-Type", "User-Agent", "webhook-id", "webhook-timestamp"}
    assert "marker" not in str(Attempt.objects.values().get()) + call.problem
    assert 0 < made.seconds < 5


def test_it_is_tried_again_with_the_same_id_until_it_arrives(receiver, webhook):
    receiver.status = 503
    call = call_of(make_lead())
    with pytest.raises(NotSent) as put_off:
        attempt(call.pk)
    call.refresh_from_db()
    assert (call.state(), call.due_at) == ("waiting", put_off.value.until)
    receiver.status = 200
    attempt(call.pk)
    assert [headers["webhook-id"] for _, headers, _ in receiver.asked] == [call.message_id] * 2
    assert Webhook.objects.get().failing_since is None


def test_it_is_given_up_after_the_last_attempt(receiver, webhook):
    receiver.status = 400
    call = call_of(make_lead())
    for _ in PAUSES:
        with pytest.raises(NotSent):
            attempt(call.pk)
    attempt(call.pk)
    call.refresh_from_db()
    assert (call.state(), call.attempts, call.problem) == (
        "given up",
        MAX_ATTEMPTS,
        "The receiver refused it (400).",
    )
    assert sum(PAUSES, timedelta()) > timedelta(days=3)


def test_after_days_without_success_it_is_switched_off_and_what_waits_goes_on_waiting(receiver, webhook):
    make_user("owner@example.com", role="owner")
    receiver.status = 404
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=3))
    first, second = call_of(make_lead()), call_of(make_lead())
    attempt(first.pk)
    attempt(second.pk)
    assert len(receiver.asked) == 1
    assert [Delivery.objects.get(pk=call.pk).state() for call in (first, second)] == ["held back"] * 2
    assert Delivery.objects.filter(kind="switched_off").count() == 1
    receiver.status = 200
    Webhook.objects.get().switch_on(at=timezone.now())
    attempt(first.pk)
    assert Delivery.objects.get(pk=first.pk).state() == "sent"


def test_a_receiver_that_is_gone_for_good_is_never_asked_again(receiver, webhook):
    make_user("owner@example.com", role="owner")
    receiver.status = 410
    first, second = call_of(make_lead()), call_of(make_lead())
    attempt(first.pk)
    attempt(second.pk)
    assert len(receiver.asked) == 1
    found = Webhook.objects.get()
    assert (found.is_active, found.why_off) == (False, "The receiver says that it is gone for good (410).")
    assert Delivery.objects.get(pk=first.pk).state() == "given up"


def test_a_redirect_is_not_followed_and_said(receiver, webhook):
    receiver.status, receiver.headers = 301, {"Location": receiver.address("/elsewhere")}
    call = call_of(make_lead())
    with pytest.raises(NotSent, match="sent us elsewhere"):
        attempt(call.pk)
    assert [path for path, _, _ in receiver.asked] == ["/hook?token=marker"]


def test_an_address_of_our_own_network_is_not_asked(receiver, webhook, settings):
    settings.OUTBOUND_LOOPBACK = False
    with pytest.raises(NotSent, match="private network"):
        attempt(call_of(make_lead()).pk)
    assert receiver.asked == []


def test_a_secret_that_was_lost_is_said(receiver, webhook, settings):
    webhook.new_secret(at=NOW)
    settings.SECRET_KEY = "x" * 50
    with pytest.raises(NotSent, match="make a new one"):
        attempt(call_of(make_lead()).pk)
    assert receiver.asked == []


def test_what_arrived_can_be_sent_once_more_with_its_id(receiver, webhook):
    call = call_of(make_lead())
    attempt(call.pk)
    Delivery.objects.get(pk=call.pk).try_again(at=timezone.now())
    attempt(call.pk)
    assert [headers["webhook-id"] for _, headers, _ in receiver.asked] == [call.message_id] * 2


def answer(**headers):
    return Answer(status=429, headers=headers, body=b"", is_whole=True, seconds=0.1)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Mon, 04 May 2026 09:31:00 GMT", 60),
        ("Mon, 04 May 2026 09:31:00", 60),
        ("Mon, 04 May 2020 09:31:00 GMT", 0),
        *((odd, 0) for odd in ["", "-5", "soon", "٣", "1.5", "99 bottles"]),
    ],
)
def test_a_receiver_may_wish_for_a_pause(said, seconds):
    assert wish(answer(**{"retry-after": said}), at=NOW) == timedelta(seconds=seconds)


def test_a_pause_is_ours_or_longer_but_never_longer_than_a_day():
    assert PAUSES[0] <= pause(1, timedelta()) <= PAUSES[0] * 1.1
    assert pause(1, timedelta(minutes=2)) == timedelta(minutes=2)
    assert pause(3, timedelta(minutes=2)) >= PAUSES[2]
    assert pause(1, wish(answer(**{"retry-after": "9" * 30}), at=NOW)) == timedelta(days=1)
    assert pause(99, timedelta()) >= PAUSES[-1]


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_a_receiver_and_one_that_fails_is_told_again(receiver, no_old_jobs):
    from procrastinate.contrib.django.models import ProcrastinateJob

    make_webhook(address=receiver.address())
    receiver.status = 503
    lead = make_lead()
    work("webhooks")
    [job] = ProcrastinateJob.objects.filter(task_name="leads.call")
    assert (job.status, call_of(lead).state(), call_of(lead).due_at <= job.scheduled_at) == (
        "todo",
        "waiting",
        True,
    )
    receiver.status = 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work("webhooks")
    assert (call_of(lead).state(), len(receiver.asked)) == ("sent", 2)


def test_old_attempts_are_forgotten_and_their_deliveries_stay(receiver, webhook):
    from leads.tasks import forget_attempts

    call = call_of(make_lead())
    attempt(call.pk)
    attempt(call_of(make_lead()).pk)
    call.log.update(at=timezone.now() - timedelta(days=31))
    forget_attempts(0)
    assert (call.log.count(), Attempt.objects.count(), Delivery.objects.filter(kind="webhook").count()) == (
        0,
        1,
        2,
    )
