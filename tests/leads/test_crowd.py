"""Enquiries that come at once, from several threads and in one."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection

from leads import crowd
from leads.crowd import Crowd, Seat, serve
from leads.models import Delivery, Lead
from leads.precedents import Arrival
from leads.receiving import lock_of
from tests.factories import NOW, make_user
from tests.leads.factories import make_enquiry, make_webhook

pytestmark = pytest.mark.django_db


def seats(*enquiries):
    return [Seat(Arrival(enquiry, NOW), lock_of(enquiry)) for enquiry in enquiries]


def served(*enquiries):
    those = seats(*enquiries)
    serve(those)
    return those


def test_many_cost_as_many_statements_as_one(django_assert_num_queries):
    make_user("sales@example.com", role="sales")
    make_webhook()
    for enquiries in ([make_enquiry()], [make_enquiry() for _ in range(5)]):
        with django_assert_num_queries(3):
            those = served(*enquiries)
        assert [seat.lead.email for seat in those] == [enquiry.email for enquiry in enquiries]
        assert Lead.objects.filter(pk__in=[seat.lead.pk for seat in those]).count() == len(enquiries)
    kinds = Delivery.objects.order_by("lead", "kind").values_list("kind", flat=True)
    assert list(kinds) == ["confirmation", "notification", "webhook"] * 6


def test_each_has_its_own_doubts_and_its_own_twin():
    enquiry = make_enquiry()
    (first,) = served(enquiry)
    again, suspect, plain = served(
        enquiry, make_enquiry(name="Win at http://spam.example.com"), make_enquiry()
    )
    assert (again.lead, Lead.objects.count()) == (first.lead, 3)
    assert [bool(seat.lead.quarantined_at) for seat in (suspect, plain)] == [True, False]
    assert suspect.lead.deliveries.count() == plain.lead.deliveries.count() == 1


def test_whose_network_has_to_wait_is_not_stored_with_the_others(settings):
    settings.LEADS_PER_NETWORK = 1
    for _ in range(3):
        served(make_enquiry(network="busy"))
    slowed, other = served(make_enquiry(network="busy"), make_enquiry(network="calm"))
    assert (slowed.lead, slowed.wait, other.wait) == (None, timedelta(hours=1), timedelta())
    assert (other.lead.network, Lead.objects.count()) == ("calm", 4)


def test_one_that_cannot_be_stored_fails_alone(no_old_jobs):
    good, bad, other = served(make_enquiry(), make_enquiry(email="no address"), make_enquiry())
    assert (bad.lead, type(bad.error)) == (None, IntegrityError)
    assert {good.lead, other.lead} == set(Lead.objects.all())


def test_when_the_database_is_away_all_hear_of_it_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(crowd, "precedents_of", lambda those: asked.append(those) or away())
    those = served(make_enquiry(), make_enquiry())
    assert ([type(seat.error) for seat in those], len(asked)) == ([OperationalError] * 2, 1)


def test_whoever_waits_meanwhile_does_not_wait_for_it_once_more(monkeypatch):
    together, rounds, gate, errors = Crowd(), [], threading.Event(), []

    def fail(those):
        rounds.append(len(those))
        gate.wait(10)
        for seat in those:
            seat.error = OperationalError("The database is away.")

    def send():
        try:
            together.receive(make_enquiry(), at=NOW)
        except OperationalError as error:
            errors.append(str(error))

    monkeypatch.setattr(crowd, "serve", fail)
    threads = [threading.Thread(target=send) for _ in range(4)]
    threads[0].start()
    wait_until(lambda: rounds)
    [thread.start() for thread in threads[1:]]
    wait_until(lambda: len(together._waiting) == 3)
    gate.set()
    [thread.join(20) for thread in threads]
    assert (rounds, errors, together._waiting) == ([1], ["The database is away."] * 4, [])


def wait_until(holds):
    for _ in range(10_000):
        if holds():
            return
        threading.Event().wait(0.001)


def away():
    raise OperationalError("The database is away.")


def test_all_who_come_while_one_is_stored_are_stored_together_once_each(no_old_jobs, monkeypatch):
    together, rounds, gate = Crowd(), [], threading.Event()

    def slow(those):
        rounds.append(len(those))
        gate.wait(10)
        serve(those)

    monkeypatch.setattr(crowd, "serve", slow)
    enquiries = [make_enquiry(), *[make_enquiry()] * 3, *(make_enquiry() for _ in range(5))]
    answers = []

    def send(enquiry):
        try:
            answers.append(together.receive(enquiry, at=NOW).lead)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[enquiry]) for enquiry in enquiries]
    threads[0].start()
    wait_until(lambda: rounds)
    [thread.start() for thread in threads[1:]]
    wait_until(lambda: len(together._waiting) == 8)
    gate.set()
    [thread.join(20) for thread in threads]
    # Equal ones come one after the other, and are the same lead.
    assert (rounds, len(answers), Lead.objects.count()) == ([1, 6, 1, 1], 9, 7)
    assert set(answers) == set(Lead.objects.all())
