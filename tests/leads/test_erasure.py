import pytest
from django.db import connection

from leads import visitor
from leads.erasure import forget
from leads.models import Delivery, Lead, LeadEvent
from tests.factories import NOW, make_article, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def a_life(**fields):
    make_user("sales@example.com", role="sales")
    expert = make_user("erin@example.com", role="sales", name="Erin Expert")
    lead = make_lead(
        **{
            "name": "MARKER",
            "email": "marker@client.example.com",
            "message": "MARKER",
            "phone": "+44 20 7946 0958",
            "phone_e164": "+442079460958",
            "company": "MARKER",
            "consent_text": "Send me MARKER.",
            "referrer": "https://search.example.com/?q=MARKER",
            "landing_query": {"utm_source": "letter", "gclid": "MARKER"},
            "article": make_article("On backups").slug,
            **fields,
        }
    )
    lead.claim(by=expert, at=NOW)
    lead.note("Called MARKER.", by=expert, at=NOW)
    visitor.add(lead, "MARKER again", at=NOW)
    visitor.ask_to_correct(lead, "marker@new.example.com", at=NOW)
    visitor.correct(lead.deliveries.get(kind="correction"), at=NOW)
    lead.move("won", by=expert, at=NOW, value=900)
    return lead


def everything():
    """All that our tables hold of leads, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in ["leads_lead", "leads_leadevent", "leads_delivery", "procrastinate_jobs"]:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows += [text for (text,) in cursor]
    return "\n".join(rows).lower()


def test_nothing_of_the_person_is_left():
    lead = a_life()
    assert "marker" in everything()
    forget(lead, at=NOW)
    assert [word for word in ("marker", "7946", "client.example.com") if word in everything()] == []


def test_reference_dates_stages_and_where_it_came_from_stay():
    lead = a_life()
    before = list(
        lead.events.exclude(kind="erased")
        .order_by("at", "kind")
        .values_list("kind", "at", "by", "stage", "value")
    )
    forget(lead, at=NOW)
    kept = Lead.objects.get()
    assert (kept.reference, kept.received_at, kept.stage, kept.value, kept.article_title) == (
        *(lead.reference, NOW, "won", 900, "On backups"),
    )
    assert (kept.landing_query, kept.erased_at, str(kept.expert)) == (
        {"utm_source": "letter"},
        NOW,
        "Erin Expert",
    )
    after = lead.events.exclude(kind="erased").order_by("at", "kind")
    assert list(after.values_list("kind", "at", "by", "stage", "value")) == before
    assert {event.text for event in after} == {"", "Erased."}


def test_mails_that_wait_are_not_sent_any_more():
    lead = a_life()
    forget(lead, at=NOW)
    assert not Delivery.objects.waiting().exists()
    assert set(Delivery.objects.values_list("kind", flat=True)) <= {"notification", "addition"}


def test_others_are_left_alone_and_two_erased_are_not_taken_for_one_person():
    one, other = a_life(), make_lead(name="Grace", email="grace@client.example.com")
    forget(one, at=NOW)
    other.refresh_from_db()
    assert (other.name, other.email, other.deliveries.count()) == ("Grace", "grace@client.example.com", 3)
    forget(other, at=NOW)
    assert not Lead.objects.of_the_same_person(Lead.objects.get(pk=one.pk)).exists()


def test_what_an_event_kept_of_a_suspicion_goes_too():
    lead = make_lead(quarantined=True)
    lead.release(by=make_user(), at=NOW)
    assert lead.events.get(kind="released").before["suspicions"] != []
    forget(lead, at=NOW)
    assert [event.before["suspicions"] for event in lead.events.exclude(before=None)] == [[]]
    assert lead.events.filter(kind="released").count() == 1


def test_twice_is_once_and_it_is_told_who_did_it():
    lead, owner = a_life(), make_user("owner@example.com", role="owner")
    first = forget(lead, at=NOW, by=owner)
    assert forget(lead, at=NOW, by=owner).pk == first.pk
    assert list(LeadEvent.objects.filter(kind="erased").values_list("by", flat=True)) == [owner.pk]


def test_a_suspect_stays_a_suspect_without_its_reasons():
    lead = make_lead(quarantined=True)
    forget(lead, at=NOW)
    assert (Lead.objects.get().suspicions, bool(Lead.objects.get().quarantined_at)) == (
        ["Its reasons were erased."],
        True,
    )
