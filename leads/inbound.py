"""A mail that came to us: to which lead it belongs, whose words it holds, and what follows from that.

By the Message-IDs of what we sent, which only those know who got it; else by our reference in the subject, and then
only from the lead's own address. Whoever knows an address can write it into From: so nothing follows from a mail but
that the lead is awake again and somebody reads it.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value

from leads import telling, visitor
from leads.models import Delivery, InboundMail, Lead, LeadEvent
from leads.models.lead_queries import Leads, Person
from leads.raw_mail import RawMail, Unreadable, digest, read
from staff.models import User

log = logging.getLogger(__name__)
Kind = InboundMail.Kind

MOST_OF_A_LEAD = 200
REFERENCE = re.compile(r"\bBL-[0-9A-Z]{7}\b")
CAME_BACK = {  # RFC 3463, sections 3.2 to 3.8, the first that fits
    "5.1.1": "there is no such mailbox",
    "5.1.2": "there is no such domain",
    "5.1.10": "this domain takes no mail",
    "5.2.1": "the mailbox is closed",
    "5.2.2": "the mailbox is full",
    "5.4": "the mail server there cannot be reached",
    "5.7": "the mail server there refused it",
}


@dataclass(frozen=True)
class Taken:
    """What became of it. `why` names no person."""

    kind: str  # one of InboundMail.Kind, or "known": we have it already
    why: str = ""
    lead_id: int | None = None

    @property
    def is_attached(self) -> bool:
        return self.lead_id is not None


def take_in(raw: bytes, *, at: datetime) -> Taken:
    """Attach it to its lead, once however often it comes, and have whoever answers told.

    Raises nothing but what the database raises.
    """
    try:
        mail = read(raw)
    except Unreadable as error:
        return _stray(digest(raw), str(error), at=at)
    if Delivery.objects.filter(message_id=mail.message_id).exists():
        return Taken("known", "It is a mail of our own.")
    delivery, lead = _find(mail)
    if lead is None:
        return _stray(mail.message_id, "It answers no mail of ours.", at=at)
    return _attach(mail, lead, delivery, at=at)


# -- whose it is ----------------------------------------------------------------------------------------


def _find(mail: RawMail) -> tuple[Delivery | None, Lead | None]:
    """The mail of ours that came back or that it answers, and the lead. Four queries at most."""
    ids = mail.returned if mail.is_bounce else mail.thread
    about = Delivery.objects.filter(message_id__in=ids, lead__is_canary=False).select_related("lead")
    sent = {one.message_id: one for one in about.exclude(kind=Delivery.Kind.WEBHOOK)}
    if nearest := next((sent[one] for one in ids if one in sent), None):
        return nearest, nearest.lead
    if mail.is_bounce:
        return None, None
    before = InboundMail.objects.filter(message_id__in=ids, lead__isnull=False).select_related("lead")
    if earlier := before.order_by("-pk").first():
        return None, earlier.lead
    named = REFERENCE.findall(mail.subject.upper())[:5]
    leads = _of_sender(mail).filter(reference__in=named)
    return None, leads.order_by("-pk").first() if named else None


def _of_sender(mail: RawMail) -> Leads:
    leads: Any = Lead.objects.alias(person=Person("email"))
    return leads.filter(person=Person(Value(mail.sender)))  # type: ignore[no-any-return]


def _kind(mail: RawMail, lead: Lead) -> Kind:
    if mail.is_bounce and mail.reason:
        return Kind.BOUNCE
    if mail.is_automatic:
        return Kind.AUTOMATIC
    if mail.sender and _of_sender(mail).filter(pk=lead.pk).exists():
        return Kind.ANSWER
    is_ours = mail.sender and User.objects.filter(email__iexact=mail.sender, is_active=True).exists()
    return Kind.COLLEAGUE if is_ours else Kind.OTHER


# -- keeping it -----------------------------------------------------------------------------------------


def _attach(mail: RawMail, lead: Lead, delivery: Delivery | None, *, at: datetime) -> Taken:
    with transaction.atomic():
        lead = visitor.hold(lead)  # the same mail from two doors at once: the second waits here
        if known := InboundMail.objects.filter(message_id=mail.message_id).first():
            return Taken("known", "We have it already.", known.lead_id)
        if lead.erased_at:
            return _stray(mail.message_id, "The lead that it belongs to was erased.", at=at)
        if lead.inbound.count() >= MOST_OF_A_LEAD:
            return _stray(mail.message_id, f"Lead {lead.pk} has {MOST_OF_A_LEAD} mails already.", at=at)
        kind = _kind(mail, lead)
        event = lead.events.create(kind=LeadEvent.Kind.WROTE, at=at)
        kept = _keep(mail, kind, lead, event, at=at)
        if kind == Kind.BOUNCE and delivery:
            delivery.come_back(kept.why, at=at)
        elif kind in InboundMail.SPOKEN:
            whole = lead.wake(at=at)
            visitor.send(Delivery.Kind.ADDITION, telling.told_of_answer(whole), whole, event, at=at)
    return Taken(kind, kept.why, lead.pk)


def _keep(mail: RawMail, kind: Kind, lead: Lead, event: LeadEvent, *, at: datetime) -> InboundMail:
    is_bounce = kind == Kind.BOUNCE
    return InboundMail.objects.create(
        kind=kind,
        message_id=mail.message_id,
        at=at,
        lead=lead,
        event=event,
        sender=mail.sender,
        subject=mail.subject,
        text="" if is_bounce else mail.text,
        history="" if is_bounce else mail.history,
        is_cut=mail.is_cut and not is_bounce,
        attachments=mail.attachments,
        why=_why_back(mail.reason) if is_bounce else "",
    )


def _why_back(code: str) -> str:
    why = next((words for start, words in CAME_BACK.items() if f"{code}.".startswith(f"{start}.")), "")
    return f"It came back: {why} (code {code})." if why else f"It came back (code {code})."


def _stray(message_id: str, why: str, *, at: datetime) -> Taken:
    """Only the fact is kept: neither sender nor a word of it."""
    stray = InboundMail(kind=Kind.STRAY, message_id=message_id, at=at, why=why)
    with transaction.atomic():
        InboundMail.objects.bulk_create([stray], ignore_conflicts=True)
    log.info("A mail that came in belongs to no lead: %s", why)
    return Taken(Kind.STRAY, why)
