"""Random sequences of verbs against a plain model, two people at once, and what the database refuses."""

import random
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from leads.models import Lead, LeadEvent, LostReason, Stage
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

REFUSED = (Lead.AlreadyClaimed, Lead.NotPossible)
STAGES = ["new", "contacted", "qualified", "won", "lost"]


class Plain:
    """A lead as anybody would write it on paper."""

    def __init__(self):
        self.stage, self.expert, self.worth, self.reason = "new", None, None, None
        self.later = self.quarantined = self.spam = self.part_of = None
        self.past = []  # (when, who, how it was before)

    def now(self):
        return tuple(value for name, value in self.__dict__.items() if name != "past")

    def keep(self, at, by):
        self.past.append((at, by, dict(self.__dict__)))

    def back(self, to, at, by):
        """All that was done since the first `to` steps."""
        if not (done := self.past[to:]) or {who for _, who, _ in done} != {by}:
            return False
        if done[0][0] < at - timedelta(seconds=15) or any("undone" in before for _, _, before in done):
            return False
        before = {**done[0][2], "past": self.past}
        self.past.append((at, by, {"undone": True}))
        self.__dict__ = before
        return True


def expected(plain, others, verb, given, by, at):
    """Whether the verb is possible; changes `plain` if so."""
    if plain.part_of is not None and verb not in {"split", "undo"}:
        return False
    if verb == "undo":
        return plain.back(given, at, by)
    change = {}
    if verb == "claim":
        if plain.expert:
            return False
        change = {"expert": by}
    elif verb == "assign":
        if plain.expert == given:
            return False
        change = {"expert": given, "later": None}
    elif verb == "move":
        stage, worth, reason = given
        same = stage == plain.stage and worth == plain.worth and reason in (None, plain.reason)
        if same or stage == "new" or (worth is not None and stage != "won") or (reason and stage != "lost"):
            return False
        change = {"stage": stage, "worth": worth, "reason": reason, "later": None}
    elif verb == "snooze":
        if plain.stage in {"won", "lost"}:
            return False
        change = {"later": given}
    elif verb == "condemn":
        if plain.spam:
            return False
        change = {"spam": True, "quarantined": True}
    elif verb == "release":
        if not plain.quarantined:
            return False
        change = {"spam": None, "quarantined": None}
    elif verb == "merge":
        into = others[given]
        if into is plain or into.part_of is not None or any(other.part_of is plain for other in others):
            return False
        change = {"part_of": into, "later": None}
    elif verb == "split":
        if plain.part_of is None:
            return False
        change = {"part_of": None}
    if verb in {"move", "snooze"} and plain.expert is None:
        plain.keep(at, by)
        plain.expert = by
    plain.keep(at, by)
    plain.__dict__.update(change)
    return True


def press(lead, leads, verb, given, by, at):
    if verb == "assign":
        lead.assign(given, by=by, at=at)
    elif verb == "move":
        lead.move(given[0], value=given[1], reason=given[2], by=by, at=at)
    elif verb == "merge":
        lead.merge_into(leads[given], by=by, at=at)
    elif verb == "undo":
        events = lead.events.order_by("pk").values_list("pk", flat=True)
        lead.undo(since=events[given], by=by, at=at)  # the first event is the visitor's
    elif verb in {"snooze", "note"}:
        getattr(lead, verb)(given, by=by, at=at)
    else:
        getattr(lead, verb)(by=by, at=at)


def standing(row, leads):
    part_of = next((n for n, other in enumerate(leads) if other.pk == row.merged_into_id), None)
    return (
        *(row.stage, row.expert, row.value, row.lost_reason, row.snoozed_until),
        *(bool(row.quarantined_at), bool(row.condemned_at), part_of),
    )


def on_paper(plain, plains):
    stage, expert, worth, reason, later, quarantined, spam, part_of = plain.now()
    part_of = next((n for n, other in enumerate(plains) if other is part_of), None)
    return (stage, expert, worth, reason, later, bool(quarantined), bool(spam), part_of)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_verbs_leaves_what_a_plain_model_says(seed):
    chance, at = random.Random(seed), NOW
    people, reason = [make_user(), make_user()], LostReason.objects.create(name="A reason")
    leads = [make_lead() for _ in range(3)]
    plains = [Plain() for _ in leads]
    possible = 0
    for _ in range(40):
        at += timedelta(seconds=chance.choice([1, 2, 5, 20]))
        who, by = chance.randrange(3), chance.choice(people)
        verb = chance.choice(
            ["claim", "assign", "move", "move", "snooze", "note", "condemn", "release", "merge", "split"]
            + ["undo"] * 4
        )
        given = {
            "assign": chance.choice(people),
            "move": (
                *(chance.choice(STAGES), chance.choice([None, None, Decimal(7)])),
                chance.choice([None, None, reason]),
            ),
            "snooze": at + timedelta(days=1),
            "note": "Rang.",
            "merge": chance.randrange(3),
            "undo": max(0, len(plains[who].past) - chance.choice([1, 1, 2])),
        }.get(verb)
        would = expected(plains[who], plains, verb, given, by, at)
        lead = Lead.objects.get(pk=leads[who].pk)
        count = lead.events.count()
        try:
            press(lead, leads, verb, given, by, at)
        except REFUSED:
            assert (would, lead.events.count()) == (False, count), (verb, given)
        else:
            assert would, (verb, given)
            possible += 1
        rows = Lead.objects.select_related("expert", "lost_reason").order_by("pk")
        assert [standing(row, leads) for row in rows] == [on_paper(plain, plains) for plain in plains]
        assert [lead.events.count() - 1 for lead in leads] == [len(plain.past) for plain in plains]
    assert possible > 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_old_jobs")
def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_by_whom():
    lead, people = make_lead(), [make_user(name="Ada"), make_user(name="Bo")]
    start, told = threading.Barrier(2), {}

    def take(person):
        start.wait()
        try:
            Lead.objects.get(pk=lead.pk).claim(by=person, at=NOW)
        except Lead.AlreadyClaimed as error:
            told[person] = str(error)
        connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = Lead.objects.get().expert
    (loser,) = set(people) - {winner}
    assert told == {loser: f"{lead} was already taken by {winner}."}
    assert [event.by for event in lead.events.filter(kind="claimed")] == [winner]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "never",
    [
        {"stage": "new"},
        {"stage": "sold"},
        {"stage": "old-step"},
        {"currency": "EUR"},
        {"condemned_at": NOW},
        {"lost_reason": 1},
    ],
)
def test_the_database_refuses_what_no_verb_does(never):
    Stage.objects.create(slug="old-step", name="Old step", kind="contacted", is_retired=True)
    if "lost_reason" in never:
        never = {"lost_reason": LostReason.objects.create(name="A reason")}
    lead = make_lead(stage="contacted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(**never)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(merged_into=lead)


@pytest.mark.django_db
def test_stages_of_our_own_stay_and_so_does_one_where_a_lead_stands():
    step = Stage.objects.create(slug="proposal", name="Proposal", kind="qualified")
    lead = make_lead(stage="proposal")
    assert (lead.get_stage_display(), lead.events.last().stage_word()) == ("Proposal", "Proposal")
    for stage in [step, *Stage.objects.filter(slug__in=STAGES)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            stage.delete()
    for change in [{"slug": "other"}, {"kind": "won"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Stage.objects.filter(slug="proposal").update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(slug="won").update(is_retired=True)
    lead.move("won", by=make_user(), at=NOW)
    step.delete()
    assert list(Stage.names()) == STAGES


@pytest.mark.django_db
def test_what_was_undone_stands_as_before_to_the_last_digit():
    person, at = make_user(), NOW + timedelta(microseconds=123457)
    lead = make_lead(expert=person)
    lead.move("won", by=person, at=at, value=Decimal("12.34"), currency="EUR")
    before = Lead.objects.filter(pk=lead.pk).values().get()
    since = lead.events.latest("pk").pk
    lead.move("lost", by=person, at=at, reason=LostReason.objects.create(name="A reason"))
    lead.undo(since=since, by=person, at=at + timedelta(seconds=10))
    assert Lead.objects.filter(pk=lead.pk).values().get() == before
    assert [event.kind for event in lead.events.all()][-2:] == ["moved", "undone"]


@pytest.mark.django_db
def test_undo_is_refused_when_late_when_another_did_something_and_twice():
    person, other = make_user(), make_user(name="Bo")
    lead = make_lead()
    since = lead.events.get().pk
    lead.claim(by=person, at=NOW)
    with pytest.raises(Lead.NotPossible, match="too late"):
        lead.undo(since=since, by=person, at=NOW + timedelta(seconds=16))
    lead.note("Rang.", by=other, at=NOW)
    with pytest.raises(Lead.NotPossible, match="Bo did something"):
        lead.undo(since=since, by=person, at=NOW)
    with pytest.raises(Lead.NotPossible, match="Nothing"):
        lead.undo(since=lead.events.latest("pk").pk, by=person, at=NOW)
    assert Lead.objects.get().expert == person


@pytest.mark.django_db
def test_merged_leads_keep_their_events_and_stand_apart_again():
    person, first, second = make_user(), make_lead(), make_lead()
    second.note("Rang.", by=person, at=NOW)
    second.merge_into(first, by=person, at=NOW)
    assert list(Lead.objects.open()) == [first]
    with pytest.raises(Lead.NotPossible, match=f"a part of {first}"):
        second.claim(by=person, at=NOW)
    with pytest.raises(Lead.NotPossible, match="holds other enquiries"):
        first.merge_into(make_lead(), by=person, at=NOW)
    second.split(by=person, at=NOW)
    assert set(Lead.objects.open()) >= {first, second}
    assert [event.kind for event in second.events.all()] == ["received", "noted", "merged", "split"]


@pytest.mark.django_db
def test_spam_is_out_of_sight_and_comes_back_with_its_mails():
    person, lead = make_user(), make_lead()
    lead.condemn(by=person, at=NOW)
    assert (list(Lead.objects.open()), list(Lead.objects.to_be_judged())) == ([], [])
    assert lead.suspicions == ["It was marked as spam by hand."]
    lead.undo(since=lead.events.first().pk, by=person, at=NOW)
    assert list(Lead.objects.open()) == [lead]
    assert LeadEvent.objects.filter(lead=lead, kind="undone", undoes__isnull=False).count() == 1
