from decimal import Decimal

import pytest

from leads.models import Lead, LostReason
from tests.factories import make_user
from tests.leads.admin.inbox_page import LIST, change, find, press, signed_in, told
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def test_taking_a_lead_is_one_press_and_the_second_person_is_told_by_whom():
    lead, first, second = make_lead(), signed_in("sales", name="Ada"), signed_in("sales")
    said = press(first, "claim", lead).json()
    assert (said["done"], said["words"]) == ([lead.pk], f"{lead}: yours.")
    answer = press(second, "claim", lead)
    assert (answer.status_code, answer.json()["refused"]) == (409, [f"{lead} was already taken by Ada."])
    assert Lead.objects.get().expert == first.person


def test_won_with_a_worth_and_lost_with_a_reason_and_a_word():
    client, lead, reason = signed_in("sales"), make_lead(), LostReason.objects.create(name="Elsewhere")
    press(client, "won", lead, value="4800.50", currency="gbp")
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.currency, lead.expert) == (
        *("won", Decimal("4800.50"), "GBP"),
        client.person,
    )
    press(client, "lost", lead, reason=reason.pk, words="Took a shop from the shelf.")
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.lost_reason) == ("lost", None, reason)
    told = [(event.kind, event.text) for event in lead.events.all()][-2:]
    assert told == [("moved", "Elsewhere"), ("noted", "Took a shop from the shelf.")]
    assert {event.by for event in lead.events.all()[1:]} == {client.person}


@pytest.mark.parametrize(
    ("verb", "given", "words"),
    [
        ("answered", {}, "is already contacted."),
        ("move", {"stage": "new"}, "cannot be made new again"),
        ("move", {"stage": "sold"}, "there is no such stage"),
        ("won", {"value": "1e99"}, "Ensure that there are no more than"),
        ("won", {"value": "NaN"}, "A number, such as 4800"),
        ("won", {"value": "£500"}, "the currency stands beside it"),
        ("won", {"value": "1,00"}, "A number, such as 4800"),
        ("won", {"value": "5", "currency": "euros"}, "Three letters"),
        ("won", {"value": "-1"}, "greater than or equal to 0"),
        ("won", {"value": "1", "currency": "€"}, "Three letters"),
        ("lost", {"reason": "999"}, "Select a valid choice"),
        ("note", {"words": "x" * 5001}, "Ensure this value has at most 5000 characters"),
        ("note", {"words": " "}, "A note needs words."),
        ("snooze", {}, "Choose until when."),
        ("snooze", {"moment": "2020-01-01T08:00"}, "Choose a moment to come."),
        ("merge", {"other": "BL-3333333"}, "No lead has this reference."),
        ("split", {}, "is not a part of another lead"),
        ("undo", {"since": "x"}, "Enter a valid value"),
        ("dance", {}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(verb, given, words):
    client, lead = signed_in("sales"), make_lead(stage="contacted")
    before = Lead.objects.filter(pk=lead.pk).values().get(), lead.events.count()
    answer = press(client, verb, lead, **given)
    assert (answer.status_code, answer.json()["done"]) == (422, [])
    assert words in answer.json()["refused"][0]
    assert (Lead.objects.filter(pk=lead.pk).values().get(), lead.events.count()) == before


@pytest.mark.parametrize(
    ("typed", "worth"), [("12,000", 12000), ("12 000.50", Decimal("12000.50")), ("1,234,567", 1234567)]
)
def test_thousands_may_stand_apart(typed, worth):
    client, lead = signed_in("sales"), make_lead(stage="contacted")
    press(client, "won", lead, value=typed, currency="EUR")
    lead.refresh_from_db()
    assert lead.value == worth


def test_a_refusal_tells_whether_the_page_was_old():
    """Only then is it asked for again."""
    lead, first, second = make_lead(), signed_in("sales", name="Ada"), signed_in("sales")
    seen = lead.events.get().pk
    fresh = press(second, "note", lead, words="", seen=seen)
    assert (fresh.status_code, fresh.json()["seen"]) == (422, None)
    press(first, "answered", lead, seen=seen)
    old = press(second, "note", lead, words="", seen=seen)
    assert (old.status_code, old.json()["refused"]) == (409, ["A note needs words."])


def test_who_presses_on_an_old_page_is_told_first_and_may_press_again():
    lead, first, second = make_lead(), signed_in("sales", name="Ada"), signed_in("sales")
    seen = lead.events.get().pk
    press(first, "answered", lead, seen=seen)
    answer = press(second, "lost", lead, seen=seen)
    lead.refresh_from_db()
    assert (answer.status_code, lead.stage) == (409, "contacted")
    assert answer.json()["refused"] == [f"Ada has just changed {lead}. Press again if it still holds."]
    press(second, "lost", lead, seen=answer.json()["seen"])
    lead.refresh_from_db()
    assert lead.stage == "lost"


def test_undo_is_a_press_for_one_or_for_many():
    client, leads = signed_in("sales"), [make_lead(), make_lead()]
    said = press(client, "spam", *leads).json()
    assert (said["words"], Lead.objects.trusted().count()) == ("2 leads: marked as spam.", 0)
    assert press(client, "undo", since=said["undo"]).json()["words"] == "2 leads: as before."
    assert Lead.objects.awaiting_triage().count() == 2


def test_without_scripts_a_press_is_a_page_that_offers_to_undo_it():
    client, lead = signed_in("sales"), make_lead(name="Ada Quinn")
    sent = {"verb": "claim", "lead": lead.pk, "pane": lead.pk, "back": "box=new&q=ada&evil=//x"}
    answer = client.post(f"{LIST}press/", sent, follow=True)
    before = lead.events.first().pk
    assert answer.redirect_chain == [(f"{change(lead)}?box=new&q=ada&undo={lead.pk}%3A{before}", 302)]
    assert told(answer) == [f"{lead}: yours."]
    form = find(answer, "//form[contains(@class, 'notice')]")[0]
    client.post(f"{LIST}press/", dict(form.form_values()))
    assert Lead.objects.get().expert is None


def test_giving_a_lead_away_is_for_those_who_may():
    lead, other = make_lead(), make_user(role="sales")
    sales, boss = signed_in("sales"), signed_in("sales lead")
    offered = "//form//select[@name='expert' and not(@id)]"
    assert (find(sales.get(change(lead)), offered), len(find(boss.get(change(lead)), offered))) == ([], 1)
    assert press(sales, "assign", lead, expert=other.pk).status_code == 403
    assert Lead.objects.get().expert is None
    press(boss, "assign", lead, expert=other.pk)
    assert Lead.objects.get().expert == other


def test_a_lead_is_given_only_to_people_who_answer_leads():
    editor, lead, boss = make_user(role="editor"), make_lead(), signed_in("sales lead")
    assert press(boss, "assign", lead, expert=editor.pk).status_code == 422
    assert Lead.objects.get().expert is None


def test_what_the_visitor_wrote_cannot_be_changed():
    client, lead = (
        signed_in("owner", is_superuser=True),
        make_lead(name="Ada Quinn", message="We need a shop."),
    )
    forged = {"name": "X", "email": "x@y.example", "message": "X", "reference": "BL-3333333", "stage": "won"}
    client.post(change(lead), {**forged, "value": "5", "expert": client.person.pk})
    press(client, "note", lead, words="Rang.", **forged)
    lead.refresh_from_db()
    assert (lead.name, lead.message, lead.stage, lead.value, lead.expert) == (
        "Ada Quinn",
        "We need a shop.",
        "new",
        None,
        None,
    )


def test_what_is_ticked_is_pressed_one_by_one_and_what_could_not_be_is_said():
    client = signed_in("sales")
    free, taken = make_lead(), make_lead(expert=make_user())
    said = press(client, "claim", free, taken).json()
    free.refresh_from_db()
    assert (free.expert, said["done"]) == (client.person, [free.pk])
    assert said["refused"] == [f"{taken} was already taken by Sam Doe."]
    assert press(client, "claim").json()["refused"] == ["Choose a lead first."]


def test_a_suspect_is_released_or_found_to_be_spam():
    client, one, two = signed_in("sales"), make_lead(quarantined=True), make_lead(quarantined=True)
    press(client, "release", one)
    press(client, "spam", two)
    assert list(Lead.objects.to_be_judged()) == []
    assert (list(Lead.objects.trusted()), list(Lead.objects.quarantined())) == ([one], [two])


def test_a_get_changes_nothing():
    client, lead = signed_in("sales"), make_lead()
    client.get(change(lead) + "?verb=claim&undo=1:1")
    assert client.get(f"{LIST}press/?verb=claim&lead={lead.pk}").status_code == 405
    assert (Lead.objects.get().expert, Lead.objects.get().stage) == (None, "new")
