"""The one statement beside what the models' own `save` writes, and two equal posts on two connections."""

import random
import threading
import uuid

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from leads import receiving, storing, tasks
from leads.models import Delivery, Lead
from leads.receiving import receive
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_enquiry, make_lead

pytestmark = pytest.mark.django_db
ODD = [
    "null", "", "true", "0", "{}", '{"a": [1]}', "O’Neil \\ \"quoted\" 'single'", "%s %(lock)s {lead}", "$1; DROP TABLE",
    "Ünïcödé 🙂 \u0939\u093f", "two\n\nlines\tand a tab", "NULL::leads_lead", "x" * 120, "\\u0000", " spaces ",
]  # fmt: skip


def created(news):
    """As `store`, by the models alone."""
    for new in news:
        new.lead.save(force_insert=True)
        new.event.lead = new.lead
        new.event.save()
        for delivery in new.deliveries:
            delivery.lead = new.lead
            delivery.save()
        if not new.lead.quarantined_at:
            tasks.deliver_all.defer(delivery_ids=[delivery.pk for delivery in new.deliveries])
    return [None] * len(news)


def stored(enquiry, **how):
    """Every column of every row but those keys that are new each time; nothing stays behind."""
    with transaction.atomic():
        lead = receive(enquiry, at=NOW, **how)
        deliveries = {row.pk: (row.kind, row.recipient) for row in lead.deliveries.all()}
        jobs = list(ProcrastinateJob.objects.filter(args__has_key="delivery_ids").order_by("pk").values())
        for job in jobs:
            job["args"] = [deliveries[pk] for pk in job["args"].pop("delivery_ids")] + list(job["args"])
        found = {
            "lead": without(Lead.objects.filter(pk=lead.pk).values(), "id"),
            "events": without(lead.events.values(), "id", "lead_id"),
            "deliveries": without(lead.deliveries.order_by("pk").values(), "id", "lead_id", "message_id"),
            "jobs": without(jobs, "id"),
            "told to the worker": list(ProcrastinateEvent.objects.values_list("type", flat=True)),
            "answered": (lead.reference, lead.quarantined_at, lead._state.adding, lead._state.db),
        }
        assert lead.deliveries.filter(message_id__regex=r"^<[0-9a-f-]{36}@localhost>$").count() == len(
            deliveries
        )
        transaction.set_rollback(True)
    return found


def without(rows, *names):
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def some_enquiry(chance):
    names = ["name", "phone", "company", "message", "consent_text", "page", "referrer", "network", "trap"]
    fields = {name: chance.choice(ODD)[:120] for name in names}
    fields["network"] = fields["network"][:32]
    return make_enquiry(
        **fields | {"name": fields["name"] or "Ada", "message": fields["message"] or "Hello"},
        phone_e164=chance.choice(["", "+4930123456"]),
        article=chance.choice(["on-backups", "unknown", ""]),
        category=chance.choice(["hosting", "unknown", ""]),
        landing_query=chance.choice([{}, {"utm_source": chance.choice(ODD)}, {"gclid": "1", "utm_term": ""}]),
        is_instant=chance.random() < 0.3,
        client_key=uuid.UUID(int=chance.getrandbits(128), version=4),
    )


@pytest.mark.parametrize("seed", range(12))
def test_what_it_stores_is_what_the_models_would_have_stored(seed, monkeypatch):
    chance = random.Random(seed)
    make_article("On backups", category=make_category("Hosting"))
    for number in range(chance.randrange(3)):
        make_user(f"sales{number}@example.com", role="sales")
    make_user("root@example.com", is_superuser=True)
    enquiry, how = some_enquiry(chance), {"told": chance.choice(["", "BL-3333333"])}
    at_once = stored(enquiry, **how)
    monkeypatch.setattr(receiving, "store", created)
    assert at_once == stored(enquiry, **how)
    assert [len(at_once[name]) for name in ("lead", "events")] == [1, 1]
    assert len(at_once["deliveries"]) >= 2


def test_a_column_that_is_added_later_is_written_too():
    given = {field.column for field in storing._columns(Lead)}
    assert {field.column for field in Lead._meta.concrete_fields if not field.generated} - given == {"id"}


@pytest.fixture
def beside(no_old_jobs):
    """Receives on another connection; tells when it has an answer, and which."""
    threads = []

    def begin(enquiry):
        answer = []

        def run():
            try:
                answer.append(receive(enquiry, at=NOW).pk)
            finally:
                connection.close()

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return lambda seconds: threads[-1].join(seconds) or list(answer)

    yield begin
    [thread.join() for thread in threads]


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] == 1


def wait_until(holds):
    for _ in range(1000):
        if holds():
            return True
        threading.Event().wait(0.01)
    return False


@pytest.mark.parametrize("key", [None, uuid.uuid4()])
def test_the_second_of_two_equal_posts_waits_for_the_first_and_is_the_same_lead(beside, key):
    enquiry = make_enquiry(client_key=key)
    with transaction.atomic():
        first = receive(enquiry, at=NOW)
        answer = beside(enquiry)
        assert wait_until(waits_for_a_lock)
        assert answer(0) == []
    assert answer(30) == [first.pk]
    assert (Lead.objects.count(), Delivery.objects.count(), ProcrastinateJob.objects.count()) == (1, 1, 1)


def test_if_the_first_of_two_equal_posts_comes_to_nothing_the_second_is_stored(beside):
    enquiry = make_enquiry(client_key=uuid.uuid4())
    with transaction.atomic():
        lost = receive(enquiry, at=NOW)
        answer = beside(enquiry)
        assert wait_until(waits_for_a_lock)
        transaction.set_rollback(True)
    assert answer(30) == [Lead.objects.get().pk] != [lost.pk]


def test_a_twin_is_found_by_its_key_though_its_words_came_long_ago():
    enquiry = make_enquiry(client_key=uuid.uuid4())
    first = receive(enquiry, at=NOW)
    Lead.objects.filter(pk=first.pk).update(received_at=NOW.replace(year=2020))
    again = receive(enquiry, at=NOW)
    assert (again, again.reference, Lead.objects.count()) == (first, first.reference, 1)


def test_a_reference_that_a_stranger_has_by_chance_is_not_given_twice():
    enquiry = make_enquiry(client_key=uuid.uuid4())
    Lead.objects.filter(pk=make_lead().pk).update(reference=enquiry.reference)
    assert receive(enquiry, at=NOW).reference != enquiry.reference
    assert Lead.objects.count() == 2
