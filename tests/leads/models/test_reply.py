from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from leads.emails import compose
from leads.models import Delivery, Lead, ReplyTemplate
from tests.factories import NOW, make_article, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def test_an_answer_goes_out_in_the_thread_and_the_lead_is_answered():
    person = make_user("marcus@example.com", name="Marcus Bell")
    lead = make_lead()
    first = lead.deliveries.get(kind="confirmation")
    lead.reply("Your shop", "Dear Ada,\n\nyes.", by=person, at=NOW)
    lead.reply("Your shop", "One more thing.", by=person, at=NOW + timedelta(minutes=1))
    lead.refresh_from_db()
    assert (lead.stage, lead.expert) == ("contacted", person)
    assert [event.kind for event in lead.events.all()] == [
        "received",
        "claimed",
        "moved",
        "replied",
        "replied",
    ]
    answers = list(lead.deliveries.filter(kind=Delivery.Kind.REPLY).order_by("created_at"))
    one, two = (compose(delivery) for delivery in answers)
    assert (one.subject, one.body, one.to) == ("Your shop", "Dear Ada,\n\nyes.", [lead.email])
    assert one.reply_to == ["Marcus Bell <marcus@example.com>"]
    headers = ["Message-ID", "In-Reply-To", "References"]
    ids = [first.message_id, *(answer.message_id for answer in answers)]
    assert [one.extra_headers[name] for name in headers] == [ids[1], ids[0], ids[0]]
    assert [two.extra_headers[name] for name in headers] == [ids[2], ids[1], f"{ids[0]} {ids[1]}"]


@pytest.mark.parametrize(
    ("subject", "text", "words"),
    [("", "Yes.", "needs a subject"), ("Shop", " ", "needs a subject"), ("Shop", "Sent.", "just been sent")],
)
def test_an_answer_that_cannot_be_changes_nothing(subject, text, words):
    person, lead = make_user(), make_lead()
    lead.reply("Shop", "Sent.", by=person, at=NOW)
    with pytest.raises(Lead.NotPossible, match=words):
        lead.reply(subject, text, by=person, at=NOW + timedelta(minutes=9))
    assert lead.deliveries.filter(kind="reply").count() == 1


def test_nothing_is_sent_out_of_quarantine_and_an_answer_is_not_undone():
    person, lead, suspect = make_user(), make_lead(), make_lead(quarantined=True)
    with pytest.raises(Lead.NotPossible, match="quarantine"):
        suspect.reply("Shop", "Yes.", by=person, at=NOW)
    since = lead.events.get().pk
    lead.reply("Shop", "Yes.", by=person, at=NOW)
    with pytest.raises(Lead.NotPossible, match="cannot be undone"):
        lead.undo(since=since, by=person, at=NOW)
    assert (suspect.events.count(), Lead.objects.get(pk=lead.pk).stage) == (1, "contacted")


@pytest.mark.parametrize("text", ["Dear {nam}, thanks.", "{Name}", "{}"])
def test_a_mark_that_is_no_placeholder_is_refused(text):
    template = ReplyTemplate(name="Thanks", subject="{reference}", text=text)
    with pytest.raises(ValidationError, match="would be sent as it stands") as refusal:
        template.full_clean()
    assert list(refusal.value.error_dict) == ["text"]
    template.text = "Dear {name}: {reference}, {article}, {expert} { alone"
    template.full_clean()


def test_a_template_is_filled_in_once_and_what_visitors_type_is_no_placeholder():
    person = make_user(name="Marcus")
    lead = make_lead(name="{expert} {article}", article=make_article("On backups").slug)
    template = ReplyTemplate(
        subject="{reference}", text="Dear {name}, about “{article}” {else}: {expert}, {expert}"
    )
    assert template.filled(lead, by=person) == (
        lead.reference,
        "Dear {expert} {article}, about “On backups” {else}: Marcus, Marcus",
    )
