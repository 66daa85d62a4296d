from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from leads.models import Lead, LeadEvent
from leads.models.lead import ALPHABET, new_reference
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def story(lead):
    return [(event.kind, event.by, event.stage or event.text) for event in lead.events.all()]


def test_a_reference_is_short_and_without_signs_that_are_taken_for_others():
    references = {new_reference() for _ in range(200)}
    assert len(references) == 200
    assert {sign for reference in references for sign in reference[3:]} <= set(ALPHABET)
    assert set("01258BILOSUZ") & set(ALPHABET) == set()


def test_the_first_who_claims_a_lead_has_it():
    lead, first, second = make_lead(), make_user(), make_user()
    lead.claim(by=first, at=NOW)
    with pytest.raises(Lead.AlreadyClaimed):
        Lead.objects.get(pk=lead.pk).claim(by=second, at=NOW)
    lead.refresh_from_db()
    assert lead.expert == first
    assert story(lead) == [("received", None, ""), ("claimed", first, "")]


def test_assigning_gives_a_lead_to_somebody_else_and_says_so():
    first, second, boss = make_user(), make_user(), make_user()
    lead = make_lead(expert=first)
    lead.assign(second, by=boss, at=NOW)
    event = lead.events.last()
    assert (lead.expert, event.kind, event.expert, event.by) == (second, "assigned", second, boss)


def test_assigning_to_whoever_has_it_is_refused():
    expert = make_user()
    lead = make_lead(expert=expert)
    with pytest.raises(Lead.NotPossible, match="already with"):
        lead.assign(expert, by=make_user(), at=NOW)
    assert lead.events.count() == 2


def test_a_note_needs_words():
    lead, person = make_lead(), make_user()
    lead.note("  Rang twice. ", by=person, at=NOW)
    with pytest.raises(Lead.NotPossible):
        lead.note(" \n", by=person, at=NOW)
    assert story(lead)[1:] == [("noted", person, "Rang twice.")]


def test_moving_a_lead_that_nobody_has_takes_it():
    lead, person = make_lead(), make_user()
    lead.move("contacted", by=person, at=NOW)
    lead.refresh_from_db()
    assert (lead.stage, lead.expert) == ("contacted", person)
    assert story(lead)[1:] == [("claimed", person, ""), ("moved", person, "contacted")]


def test_a_won_lead_has_a_worth_that_goes_when_it_is_lost_after_all():
    person = make_user()
    lead = make_lead(expert=person)
    lead.close(won=True, by=person, at=NOW, value=Decimal("4800.50"))
    assert (lead.stage, lead.value, lead.events.last().value) == (
        "won",
        Decimal("4800.50"),
        Decimal("4800.50"),
    )
    lead.close(won=False, by=person, at=NOW)
    lead.refresh_from_db()
    assert (lead.stage, lead.value) == ("lost", None)


@pytest.mark.parametrize(
    ("stage", "value"),
    [("contacted", None), ("new", None), ("sold", None), ("qualified", Decimal(5)), ("won", Decimal(-1))],
)
def test_an_impossible_move_changes_nothing(stage, value):
    person = make_user()
    lead = make_lead(expert=person, stage="contacted")
    with pytest.raises(Lead.NotPossible):
        lead.move(stage, by=person, at=NOW, value=value)
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.events.count()) == ("contacted", None, 3)


def test_a_released_lead_leaves_quarantine_once():
    lead, person = make_lead(quarantined=True), make_user()
    lead.release(by=person, at=NOW)
    with pytest.raises(Lead.NotPossible):
        lead.release(by=person, at=NOW)
    assert (lead.quarantined_at, story(lead)[1:]) == (None, [("released", person, "")])


def test_querysets_tell_apart_what_waits_what_is_open_and_what_is_suspect():
    fresh, taken = make_lead(), make_lead(expert=make_user())
    make_lead(stage="lost")
    suspect = make_lead(quarantined=True)
    assert list(Lead.objects.awaiting_triage()) == [fresh]
    assert set(Lead.objects.open()) == {fresh, taken}
    assert list(Lead.objects.quarantined()) == [suspect]
    assert suspect not in Lead.objects.trusted()


def test_leads_stand_newest_first():
    old, new = make_lead(at=NOW - timedelta(days=1)), make_lead()
    assert list(Lead.objects.newest_first()) == [new, old]


def test_stories_take_two_queries_however_many(django_assert_num_queries):
    for count in (1, 3):
        while Lead.objects.count() < count:
            make_lead(stage="won", expert=make_user(), value=Decimal(1))
        with django_assert_num_queries(2):
            for lead in Lead.objects.with_story():
                assert [event.by and event.by.name for event in lead.events.all()][:2] == [None, "Sam Doe"]
                assert lead.expert.name == "Sam Doe"


@pytest.mark.parametrize(
    "never",
    [
        {"reference": "BL-OOPS"},
        {"name": ""},
        {"message": ""},
        {"email": "nobody"},
        {"phone_e164": "0171"},
        {"stage": "sold"},
        {"value": 5},
        {"consent_text": "Yes"},
        {"quarantined_at": NOW},
    ],
)
def test_the_database_refuses_what_must_never_be(never):
    lead = make_lead()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(**never)


def test_deleting_a_person_is_refused_while_the_story_names_them():
    person = make_user()
    make_lead(expert=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        person.delete()


def test_deleting_a_lead_takes_its_story_along():
    make_lead(stage="won")
    Lead.objects.all().delete()
    assert LeadEvent.objects.count() == 0


def test_a_lead_is_named_by_its_reference_alone():
    lead = make_lead()
    assert str(lead) == lead.reference


def test_what_presses_comes_first():
    hour, person = timedelta(hours=1), make_user()
    new = [make_lead(at=NOW - n * hour) for n in (2, 1, 3)]
    open_ones = [make_lead(at=NOW - n * hour, expert=person) for n in (2, 1, 3)]
    closed = [make_lead(at=NOW - n * hour, stage="lost", expert=person) for n in (2, 1, 3)]
    suspect = make_lead(quarantined=True)
    open_ones[2].note("Rang.", by=person, at=NOW)
    expected = [
        new[1],
        new[0],
        new[2],
        open_ones[0],
        open_ones[1],
        open_ones[2],
        closed[1],
        closed[0],
        closed[2],
    ]
    assert list(Lead.objects.pressing_first()) == [*expected, suspect]
    assert set(Lead.objects.closed()) == set(closed)
