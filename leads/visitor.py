"""What a visitor does with an enquiry by the own link. Each is an event, and whoever answers is told by mail."""

from datetime import datetime

from django.db import transaction

from leads.erasure import forget
from leads.experts import experts
from leads.models import Delivery, Lead, LeadEvent

MOST_ADDITIONS, MOST_CORRECTIONS = (
    20,
    3,
)  # of one lead: a link that was passed on must not be a way to flood anybody


class TooMuch(Exception):
    """Why nothing more is taken here, in words."""


def add(lead: Lead, text: str, *, at: datetime) -> None:
    """Raises `TooMuch`."""
    with transaction.atomic():
        hold(lead)
        if lead.events.filter(kind=LeadEvent.Kind.ADDED).count() >= MOST_ADDITIONS:
            raise TooMuch(
                "You have added a lot already. Please answer to one of our e-mails to write to us directly."
            )
        lead.wake(at=at)
        tell(lead, lead.events.create(kind=LeadEvent.Kind.ADDED, text=text, at=at), at=at)


def ask_to_correct(lead: Lead, email: str, *, at: datetime) -> None:
    """Writes to the new address, whose reader confirms it; until then nothing changes. Raises `TooMuch`."""
    with transaction.atomic():
        hold(lead)
        if lead.deliveries.filter(kind=Delivery.Kind.CORRECTION).count() >= MOST_CORRECTIONS:
            raise TooMuch(
                "We have written to several new addresses already. Please write to us to correct it."
            )
        event = lead.events.create(kind=LeadEvent.Kind.CORRECTING, at=at)
        send(Delivery.Kind.CORRECTION, [email], lead, event, at=at)


def correct(asked: Delivery, *, at: datetime) -> Lead:
    """From now on the lead has the address that this mail went to. Twice is once. A new confirmation goes there."""
    assert asked.lead is not None  # as every correction has
    with transaction.atomic():
        return _use(asked.recipient, hold(asked.lead), at=at)


def correct_at_once(lead: Lead, email: str, *, at: datetime) -> Lead:
    """The same for whoever has just sent it, from the page that thanked them. Raises `TooMuch`."""
    with transaction.atomic():
        held = hold(lead)
        times = held.events.filter(kind=LeadEvent.Kind.CORRECTED).count()
        if times >= MOST_CORRECTIONS and held.email != email:
            raise TooMuch("This address has been changed several times already.")
        return _use(email, held, at=at)


def _use(email: str, lead: Lead, *, at: datetime) -> Lead:
    if lead.email == email:
        return lead
    event = lead.events.create(kind=LeadEvent.Kind.CORRECTED, text=f"{lead.email} → {email}", at=at)
    waiting = lead.deliveries.waiting().filter(kind=Delivery.Kind.CONFIRMATION)
    waiting.exclude(recipient=email).delete()
    Lead.objects.filter(pk=lead.pk).update(email=email)
    lead.email = email
    send(Delivery.Kind.CONFIRMATION, [email], lead, event, at=at)
    tell(lead, event, at=at)
    return lead


def withdraw(lead: Lead, *, at: datetime) -> None:
    """The person does not wish to talk any more: what is open is closed as lost, nothing forgotten. Twice is once."""
    with transaction.atomic():
        held = hold(lead)
        if is_withdrawn(lead):
            return
        stage = "" if held.stage in Lead.CLOSED else Lead.Stage.LOST
        if stage:
            Lead.objects.filter(pk=lead.pk).update(stage=stage)
            lead.stage = stage
        tell(lead, lead.events.create(kind=LeadEvent.Kind.WITHDRAWN, stage=stage, at=at), at=at)


def erase(lead: Lead, *, at: datetime) -> None:
    """Forgets all that is personal, and tells whoever answers that it is gone."""
    with transaction.atomic():
        tell(lead, forget(lead, at=at), at=at)


def is_withdrawn(lead: Lead) -> bool:
    return lead.events.filter(kind=LeadEvent.Kind.WITHDRAWN).exists()


def additions(lead: Lead) -> "list[LeadEvent]":
    """What the visitor wrote later, oldest first."""
    return list(lead.events.filter(kind=LeadEvent.Kind.ADDED))


def tell(lead: Lead, event: LeadEvent, *, at: datetime) -> None:
    """A mail to whoever has the lead, else to all who were told when it came."""
    send(Delivery.Kind.ADDITION, _told(lead), lead, event, at=at)


def _told(lead: Lead) -> list[str]:
    if lead.expert_id and (email := experts().filter(pk=lead.expert_id).values_list("email", flat=True)):
        return list(email)
    first = lead.deliveries.filter(kind=Delivery.Kind.NOTIFICATION)
    return list(first.order_by("pk").values_list("recipient", flat=True))


def send(kind: Delivery.Kind, recipients: list[str], lead: Lead, event: LeadEvent, *, at: datetime) -> None:
    deliveries = [Delivery.about(lead, kind, recipient=recipient, at=at) for recipient in recipients]
    for delivery in deliveries:
        delivery.occasion = event
    Delivery.queue_new(Delivery.objects.bulk_create(deliveries))


def hold(lead: Lead) -> Lead:
    """Its row as it is now, which nobody else changes until the end of the transaction."""
    return Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
