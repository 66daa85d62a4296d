from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from leads.models import Delivery
from leads.models.delivery import LATE_AFTER, LEASE
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery():
    return make_lead().deliveries.get()


def test_one_worker_at_a_time_has_a_delivery_in_hand(delivery):
    assert delivery.take(at=NOW) is True
    with pytest.raises(Delivery.InHand):
        Delivery.objects.get().take(at=NOW + LEASE)
    assert Delivery.objects.get().take(at=NOW + LEASE + timedelta(seconds=1)) is True
    assert Delivery.objects.get().attempts == 2


def test_a_sent_delivery_is_not_taken_again(delivery):
    delivery.take(at=NOW)
    delivery.mark_sent(at=NOW)
    assert Delivery.objects.get().take(at=NOW + timedelta(days=1)) is False
    assert Delivery.objects.get().state() == "sent"


def test_a_delivery_that_was_put_off_can_be_taken_at_once(delivery):
    delivery.take(at=NOW)
    delivery.put_off("The mail server did not answer.", until=NOW + timedelta(minutes=1))
    found = Delivery.objects.get()
    assert (found.problem, found.state()) == ("The mail server did not answer.", "waiting")
    assert found.take(at=NOW) is True


def test_given_up_is_tried_again_only_when_a_person_says_so(delivery):
    delivery.give_up("No such mailbox.", at=NOW)
    assert (delivery.take(at=NOW), Delivery.objects.get().state()) == (False, "given up")
    delivery.try_again(at=NOW)
    assert (Delivery.objects.get().state(), Delivery.objects.get().attempts) == ("waiting", 0)


def test_trying_again_does_nothing_to_what_was_sent(delivery):
    delivery.mark_sent(at=NOW)
    delivery.try_again(at=NOW)
    assert Delivery.objects.get().state() == "sent"


def test_forgotten_ones_are_long_due_and_not_held_back(delivery):
    make_lead(quarantined=True)
    assert list(Delivery.objects.forgotten(at=NOW + LATE_AFTER)) == []
    assert list(Delivery.objects.forgotten(at=NOW + LATE_AFTER * 2)) == [delivery]


def test_nobody_gets_the_same_mail_of_a_lead_twice(delivery):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            lead=delivery.lead,
            kind=delivery.kind,
            recipient=delivery.recipient,
            message_id="<other@x>",
            created_at=NOW,
            due_at=NOW,
        )


@pytest.mark.parametrize("never", [{"sent_at": NOW, "failed_at": NOW, "problem": "x"}, {"failed_at": NOW}])
def test_the_database_refuses_what_must_never_be(delivery, never):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**never)


def test_releasing_a_lead_sends_what_was_held_back():
    from procrastinate.contrib.django.models import ProcrastinateJob

    lead = make_lead(quarantined=True)
    assert ProcrastinateJob.objects.count() == 0
    lead.release(by=make_user(), at=NOW)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"delivery_id": lead.deliveries.get().pk}]
