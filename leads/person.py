"""All that is kept about the person with an e-mail address: to be found, given as a copy, and erased, with a receipt.

Leads stay as rows without a person (leads/erasure.py), so that figures stay true. What was sent lies in other people's
mailboxes, and what was copied in backups: out of reach from here (docs/privacy.md).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from config import mail
from leads.erasure import GONE, forget
from leads.models import Delivery, InboundMail, Lead, LeadEvent, Receipt
from staff.models import User

PATIENCE = "60s"  # every message is looked through
IN_MAILS = ["sender", "subject", "text", "history"]
WORDS = ["name", "company", "message", "page", "referrer", "phone"]  # of other people's leads


@dataclass(frozen=True)
class Found:
    """Everything with this address."""

    address: str
    leads: list[Lead]
    mentions: list[Lead]  # leads of other people whose words have it
    events: list[LeadEvent]  # of other people's leads, whose words have it
    inbound: list[InboundMail]  # of other people's leads: sent from it, or with it among their words
    deliveries: list[Delivery]  # about other people's leads
    spooled: list[Path]
    mails: list[str]  # files, on a site without a mail server

    def counts(self) -> dict[str, int]:
        return {
            "leads": len(self.leads),
            "events": sum(lead.events.count() for lead in self.leads) + len(self.events),
            "e-mails": sum(lead.deliveries.count() for lead in self.leads) + len(self.deliveries),
            "e-mails that came in": sum(lead.inbound.count() for lead in self.leads) + len(self.inbound),
            "mentions in other leads": len(self.mentions),
            "files in the spool": len(self.spooled),
            "files in the outbox": len(self.mails),
        }

    def __bool__(self) -> bool:
        return any(self.counts().values())


def find(address: str) -> Found:
    """Looks through every lead and file: seconds, not milliseconds, among very many."""
    address = address.strip()
    with transaction.atomic():
        _be_patient()
        leads = list(Lead.objects.filter(email__iexact=address).order_by("received_at"))
        others = Lead.objects.exclude(pk__in=[lead.pk for lead in leads])
        said = Q(*((f"{name}__icontains", address) for name in WORDS), _connector=Q.OR)
        said |= Q(landing_query__icontains=address) | Q(suspicions__icontains=address)
        events = LeadEvent.objects.exclude(lead__in=leads).filter(text__icontains=address)
        deliveries = Delivery.objects.exclude(lead__in=leads)
        return Found(
            address=address,
            leads=leads,
            mentions=list(others.filter(said)),
            events=list(events),
            inbound=list(InboundMail.objects.exclude(lead__in=leads).filter(_in_mails(address))),
            deliveries=list(deliveries.filter(Q(recipient__iexact=address) | Q(problem__icontains=address))),
            spooled=[file for file in _spool_files() if _is_about(file, address)],
            mails=[name for name in mail.names() if _has(mail.read(name), address)],
        )


def _in_mails(address: str) -> Q:
    said = (Q(**{f"{name}__icontains": address}) for name in IN_MAILS)
    return Q(*said, attachments__icontains=address, _connector=Q.OR)


def take_out(address: str, *, by: User, at: datetime) -> str:
    """A copy for the person, as JSON. Recorded."""
    found = find(address)
    copy = {
        "address": found.address,
        "at": at.isoformat(),
        "leads": [_copied(lead) for lead in found.leads],
        "waiting in the spool": [
            json.loads(file.read_text()) for file in found.spooled if file.suffix == ".json"
        ],
    }
    Receipt.objects.create(
        kind=Receipt.Kind.EXPORTED, person=Receipt.name_of(address), at=at, by=by, counts=found.counts()
    )
    return json.dumps(copy, ensure_ascii=False, indent=2, default=str)


def erase(address: str, *, by: User, at: datetime) -> Receipt:
    """For ever. Files go first: what waits in the spool must not come in afterwards."""
    found = find(address)
    for file in found.spooled:
        file.unlink(missing_ok=True)
    for name in found.mails:
        (Path(settings.MAIL_FOLDER) / name).unlink(missing_ok=True)
    with transaction.atomic():
        counts = found.counts()
        for lead in found.leads:
            forget(lead, at=at, by=by)
        _erase_mentions(find(address))  # again: a campaign's words stay with a lead, and may have it, too
        return Receipt.objects.create(
            kind=Receipt.Kind.ERASED, person=Receipt.name_of(address), at=at, by=by, counts=counts
        )


def _be_patient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")


def _erase_mentions(found: Found) -> None:
    """In what other people wrote, the address alone goes."""
    address = re.compile(re.escape(found.address), re.IGNORECASE)
    for lead in found.mentions:
        words = {name: address.sub(GONE, getattr(lead, name)) for name in WORDS}
        campaign = {name: address.sub(GONE, str(value)) for name, value in lead.landing_query.items()}
        doubts = [address.sub(GONE, doubt) for doubt in lead.suspicions]
        Lead.objects.filter(pk=lead.pk).update(**words, landing_query=campaign, suspicions=doubts)
    # A trigger refuses to change an event, so each is written anew.
    LeadEvent.objects.filter(pk__in=[event.pk for event in found.events]).delete()
    for event in found.events:
        event.pk, event.text = None, address.sub(GONE, event.text)
    LeadEvent.objects.bulk_create(found.events)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in found.deliveries]).delete()
    for came in found.inbound:
        words = {name: address.sub(GONE, getattr(came, name)) for name in IN_MAILS}
        files = [one | {"name": address.sub(GONE, one["name"])} for one in came.attachments]
        InboundMail.objects.filter(pk=came.pk).update(**words, attachments=files)


def _copied(lead: Lead) -> dict[str, Any]:
    hidden = {
        "network",
        "suspicions",
        "quarantined_at",
        "expert",
        "value",
        "client_key",
        "is_canary",
        "rules_at",
        "wrote_at",
    }
    fields = [field.name for field in Lead._meta.fields if field.name not in hidden]
    events = lead.events.values("kind", "at", "stage", "text")
    about_us = ["assigned", "left"]  # who of us was asked, and who was away
    return {
        **{name: getattr(lead, name) for name in fields if name not in {"article", "category"}},
        "events": [event | {"text": ""} if event["kind"] in about_us else event for event in events],
        "e-mails that came in": list(
            lead.inbound.values("kind", "at", "sender", "subject", "text", "history", "attachments")
        ),
        "e-mails": list(
            lead.deliveries.filter(recipient__iexact=lead.email).values("kind", "created_at", "sent_at")
        ),
    }


def _spool_files() -> Iterator[Path]:
    """Those that wait, those that were put aside, and what a killed process left half written."""
    folder = Path(settings.SPOOL_FOLDER)
    return (file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else iter(())


def _is_about(file: Path, address: str) -> bool:
    try:
        text = file.read_bytes().decode(errors="replace")
    except FileNotFoundError:  # it was brought in meanwhile
        return False
    escaped = json.dumps(address)[1:-1]  # as the spool writes it
    return address.lower() in text.lower() or escaped.lower() in text.lower()


def _has(letter: EmailMessage | None, address: str) -> bool:
    if letter is None:
        return False
    texts = [str(value) for value in letter.values()]
    texts += [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return any(address.lower() in text.lower() for text in texts)
