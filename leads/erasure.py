"""Forgetting a person: what they wrote and who they are goes; reference, dates, stages and counts stay."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from leads.attribution import CLICK_IDS
from leads.models import Delivery, Lead, LeadEvent

if TYPE_CHECKING:
    from staff.models import User

GONE = "Erased"
OURS = [Delivery.Kind.NOTIFICATION, Delivery.Kind.ADDITION]  # went to people at work
# Events whose text is about the person, or by them. The others say what became of the lead.
PERSONAL = ["noted", "added", "corrected", "correcting", "replied", "assigned", "left"]


def forget(lead: Lead, *, at: datetime, by: "User | None" = None, why: str = "") -> LeadEvent:
    """Everything personal in this lead, its events and its mails, for ever; `by` None is the person's own wish, or the
    rule that `why` names.

    Returns the event that says so. What was sent lies in other people's mailboxes, out of reach from here.
    """
    with transaction.atomic():
        was = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
        if was.erased_at:
            return lead.events.filter(kind=LeadEvent.Kind.ERASED).latest("pk")
        Lead.objects.filter(pk=lead.pk).update(**_without_person(was, at))
        _forget_texts(was)
        lead.deliveries.exclude(kind__in=OURS).delete()
        lead.deliveries.waiting().delete()
        event = lead.events.create(kind=LeadEvent.Kind.ERASED, by=by, at=at, text=why)
    lead.refresh_from_db()
    return event


def _without_person(lead: Lead, at: datetime) -> dict[str, object]:
    """Every lead its own words and address, or they would be taken for enquiries of one person."""
    campaign = {name: value for name, value in lead.landing_query.items() if name not in CLICK_IDS}
    return {
        **dict.fromkeys(["phone", "phone_e164", "company", "referrer", "network"], ""),
        "consent_text": "",
        "consent_version": "",
        "consent_at": None,
        "rules_at": None,  # nobody needs to be given it any more
        "name": GONE,
        "email": f"{lead.reference.lower()}@erased.invalid",  # RFC 2606: nobody's
        "message": f"{lead.reference} was erased on {at:%-d %B %Y}.",
        "landing_query": campaign,
        "suspicions": ["Its reasons were erased."] if lead.suspicions else [],
        "erased_at": at,
        "wrote_at": None,
    }


def _forget_texts(lead: Lead) -> None:
    gone = {"sender": "", "subject": "", "text": "", "history": "", "attachments": []}
    # A Message-ID names the sender's own mail server.
    lead.inbound.update(**gone, message_id=Concat(Value("erased:"), Cast("pk", CharField())))
    # A trigger refuses to change an event, so each is written anew without its words: what happened when still counts.
    told = Q(kind__in=PERSONAL) & ~Q(text="")
    doubted = Q(before__isnull=False) & ~Q(before__suspicions=[])  # reasons may name words of the message
    spoken = list(lead.events.filter(told | doubted))
    LeadEvent.objects.filter(pk__in=[event.pk for event in spoken]).delete()
    for event in spoken:
        event.pk = None
        if event.kind in PERSONAL and event.text:
            event.text = f"{GONE}."
        if event.before:
            event.before = event.before | {"suspicions": []}
    LeadEvent.objects.bulk_create(spoken)
