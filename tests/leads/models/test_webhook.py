"""Secrets, signatures, and on and off."""

import base64
import hmac
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from leads.models import Delivery, Webhook
from leads.models.webhook import DEAD_AFTER
from leads.tasks import queue_forgotten
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead, make_webhook

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def signed(secret, message_id, body, at):
    """As a receiver computes it, by the standard's own words."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = f"{message_id}.{int(at.timestamp())}.{body.decode()}".encode()
    return "v1," + base64.b64encode(hmac.new(key, told, "sha256").digest()).decode()


def test_a_receiver_who_has_the_secret_finds_the_same_signature():
    webhook = make_webhook()
    secret = webhook.new_secret(at=NOW)
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    found = Webhook.objects.get().signatures("msg_1", b"{}", at=NOW)
    assert found == signed(secret, "msg_1", b"{}", NOW)
    for other in [("msg_2", b"{}", NOW), ("msg_1", b"{ }", NOW), ("msg_1", b"{}", LATER)]:
        assert Webhook.objects.get().signatures(other[0], other[1], at=other[2]) != found


def test_the_secret_is_nowhere_in_the_database():
    webhook = make_webhook()
    secret = webhook.new_secret(at=NOW)
    row = str(Webhook.objects.values().get())
    assert secret not in row
    assert base64.b64decode(secret.removeprefix("whsec_")).hex() not in row


def test_for_a_day_the_former_secret_signs_along():
    webhook = make_webhook()
    first, second = webhook.new_secret(at=NOW), webhook.new_secret(at=NOW)
    webhook = Webhook.objects.get()
    both = [signed(secret, "m", b"", LATER) for secret in (second, first)]
    assert webhook.signatures("m", b"", at=LATER).split(" ") == both
    tomorrow = NOW + timedelta(days=1)
    assert webhook.signatures("m", b"", at=tomorrow) == signed(second, "m", b"", tomorrow)


def test_a_first_secret_follows_none():
    webhook = make_webhook()
    webhook.new_secret(at=NOW)
    assert (webhook.old_salt, webhook.old_until) == ("", None)


def test_a_changed_key_of_the_site_is_noticed_and_its_former_one_still_believed(settings):
    webhook = make_webhook()
    secret = webhook.new_secret(at=NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 50, [settings.SECRET_KEY]
    assert webhook.signatures("m", b"", at=NOW) == signed(secret, "m", b"", NOW)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Webhook.SecretLost):
        webhook.signatures("m", b"", at=NOW)


@pytest.mark.parametrize(
    "address",
    ["http://crm.example.com/", "https://127.0.0.1/", "https://u:p@crm.example.com/", "javascript:alert(1)"],
)
def test_an_address_that_is_never_asked_is_refused(address):
    with pytest.raises(ValidationError) as refused:
        Webhook(name="CRM", address=address, events=["lead.won"]).full_clean()
    assert list(refused.value.message_dict) == ["address"]


@pytest.mark.parametrize(
    "never",
    [
        {"events": []},
        {"is_active": False},
        {"is_active": True, "switched_off_at": NOW},
        {"is_active": True, "why_off": "x"},
        {"old_salt": "x"},
        {"old_until": NOW},
    ],
)
def test_the_database_refuses_what_must_never_be(never):
    make_webhook()
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.update(**never)


def test_a_new_lead_is_told_to_every_active_webhook_that_waits_for_it():
    wanting = make_webhook(name="CRM")
    make_webhook(name="Off").switch_off(at=NOW)
    make_webhook(name="Wins", events=["lead.won"])
    lead = make_lead()
    [call] = lead.deliveries.filter(kind="webhook")
    assert (call.webhook, call.event, call.recipient) == (wanting, "lead.received", "CRM")
    assert call.message_id.startswith("msg_")
    jobs = ProcrastinateJob.objects.filter(task_name="leads.call")
    assert [job.args for job in jobs] == [{"delivery_id": call.pk}]


def test_of_a_suspect_lead_nobody_hears_before_it_is_released():
    make_webhook()
    lead = make_lead(quarantined=True)
    call = lead.deliveries.get(kind="webhook")
    assert (call.state(), ProcrastinateJob.objects.count()) == ("held back", 0)
    lead.release(by=make_user(), at=LATER)
    assert ProcrastinateJob.objects.filter(task_name="leads.call").count() == 1
    assert Delivery.objects.get(pk=call.pk).state() == "waiting"


def test_what_becomes_of_a_lead_is_told_as_often_as_it_happens():
    make_webhook(events=["lead.won", "lead.lost"])
    lead, person = make_lead(), make_user()
    for stage in ["qualified", "won", "lost", "won"]:
        lead.move(stage, by=person, at=NOW)
    told = lead.deliveries.filter(kind="webhook").order_by("pk").values_list("event", flat=True)
    assert list(told) == ["lead.won", "lead.lost", "lead.won"]


def test_after_three_days_of_failure_it_is_switched_off_once_and_the_owners_are_told():
    owner = make_user("owner@example.com", role="owner")
    make_user("sales@example.com", role="sales")
    webhook = make_webhook()
    assert webhook.note_failure(at=NOW) is False
    assert webhook.note_failure(at=NOW + DEAD_AFTER - timedelta(seconds=1)) is False
    for _ in range(2):
        assert Webhook.objects.get().note_failure(at=NOW + DEAD_AFTER) is True
    found = Webhook.objects.get()
    assert (found.is_active, found.why_off) == (False, "Nothing arrived there for 3 days.")
    assert [(mail.kind, mail.recipient) for mail in Delivery.objects.all()] == [("switched_off", owner.email)]
    assert list(Webhook.objects.given_up()) == [found]


def test_one_success_begins_the_count_anew():
    webhook = make_webhook()
    webhook.note_failure(at=NOW)
    webhook.note_success(at=NOW + timedelta(days=2))
    assert webhook.note_failure(at=NOW + DEAD_AFTER) is False


def test_when_it_is_switched_on_again_what_waited_goes_out():
    webhook = make_webhook()
    waiting, done = make_lead(), make_lead()
    suspect = make_lead(quarantined=True)
    done.deliveries.get(kind="webhook").mark_sent(at=NOW)
    Delivery.objects.filter(lead=waiting).update(attempts=7)
    webhook.switch_off(at=NOW)
    assert waiting.deliveries.get(kind="webhook").state() == "held back"
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    webhook.switch_on(at=LATER)
    new = ProcrastinateJob.objects.exclude(pk__in=before)
    call = waiting.deliveries.get(kind="webhook")
    assert [job.args for job in new] == [{"delivery_id": call.pk}]
    assert (call.attempts, call.due_at, call.state()) == (0, LATER, "waiting")
    assert suspect.deliveries.get(kind="webhook").state() == "held back"
    webhook.switch_on(at=LATER)
    assert new.count() == 1


def test_a_call_whose_job_is_lost_gets_one_unless_its_webhook_is_off():
    webhook = make_webhook()
    lead = make_lead()
    lead.deliveries.filter(kind="confirmation").delete()
    for is_on in [False, True]:
        (webhook.switch_on if is_on else webhook.switch_off)(at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        queue_forgotten(0)
        queue_forgotten(0)
        assert ProcrastinateJob.objects.filter(task_name="leads.call").count() == int(is_on)


def test_a_webhook_that_a_person_switched_off_is_no_failure():
    webhook = make_webhook()
    webhook.switch_off(at=NOW)
    assert (list(Webhook.objects.given_up()), Delivery.objects.count()) == ([], 0)
