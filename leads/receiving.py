"""An enquiry arrives: lead, first event, deliveries and their jobs, in one transaction, once (leads/storing.py).

Those that come at once may share that transaction (leads/crowd.py).
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from config.fresh import fresh
from leads import attribution, telling
from leads.models import Lead, LeadEvent
from leads.models.lead import SAME_WITHIN, new_reference, reference_of
from leads.precedents import Arrival, Precedents, precedents
from leads.storing import New, Twins, store
from leads.suspicion import QUARANTINE_FROM, suspicions


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """What a visitor sent, checked and cleaned. `article` and `category` are slugs, which may be unknown."""

    name: str
    email: str
    message: str
    phone: str = ""
    phone_e164: str = ""
    company: str = ""
    consent_text: str = ""  # the exact words that were agreed to
    article: str = ""
    category: str = ""
    page: str = ""
    landing_query: dict[str, str] = field(default_factory=dict)
    referrer: str = ""
    client_key: uuid.UUID | None = None
    network: str = ""
    trap: str = ""
    is_instant: bool = False
    is_canary: bool = False

    @cached_property
    def identity(self) -> str:
        """The same person with the same words."""
        return hashlib.sha256(f"{self.email.lower()}\0{self.message}".encode()).hexdigest()

    @cached_property
    def key(self) -> uuid.UUID | None:
        """What makes the lead unique: the page's key *and* the words, because a page that is still open (Back, a
        second question) sends its key again, and other words are another lead."""
        return uuid.uuid5(self.client_key, self.identity) if self.client_key else None

    @property
    def reference(self) -> str:
        """The same for the same key, wherever and whenever it is stored: what a visitor was told once stays true."""
        return reference_of(self.key) if self.key else new_reference()


def receive(enquiry: Enquiry, *, at: datetime, told: str = "", known: Precedents | None = None) -> Lead:
    """The lead of this enquiry: a new one, or the one that it already made.

    When this returns inside no other transaction, the lead and its mails' jobs are committed. `told` is the reference
    that the visitor was told before (leads/spool.py); `known` what leads/precedents.py said of it at this moment.
    """
    arrival = Arrival(enquiry, at, told)
    known = known or precedents(enquiry, at=at, reference=told)
    return receive_all([(arrival, known)], telling.audience())[0]


def receive_all(arrivals: Sequence[tuple[Arrival, Precedents]], audience: telling.Audience) -> list[Lead]:
    """As `receive`, in one transaction: all of them or none. No two may be by the same person with the same words."""
    leads = [_lead(arrival.enquiry, known, arrival.at) for arrival, known in arrivals]
    news = [
        New(
            lead=lead,
            event=_beginning(lead, arrival),
            deliveries=list(telling.of_new(lead, audience)),
            twins=_twins(arrival),
        )
        for (arrival, _), lead in zip(arrivals, leads, strict=True)
    ]
    return [
        lead if twin is None else _earlier(twin, arrival.told, arrival.at)
        for (arrival, _), lead, twin in zip(arrivals, leads, store(news), strict=True)
    ]


def _beginning(lead: Lead, arrival: Arrival) -> LeadEvent:
    return fresh(
        LeadEvent, kind=LeadEvent.Kind.RECEIVED, at=arrival.at, text=_how_it_came(lead, arrival.told)
    )


def _twins(arrival: Arrival) -> Twins:
    return Twins(lock=lock_of(arrival.enquiry), since=arrival.at - SAME_WITHIN, told=arrival.told)


def lock_of(enquiry: Enquiry) -> int:
    """What equal enquiries queue up for: a bigint, the same for the same person with the same words."""
    return int(enquiry.identity[:15], 16)


def _earlier(pk: int, told: str, at: datetime) -> Lead:
    lead = Lead.objects.get(pk=pk)
    if told and told != lead.reference:
        lead.events.create(kind=LeadEvent.Kind.NOTED, at=at, text=f"The visitor was also told {told}.")
    return lead


def _how_it_came(lead: Lead, told: str) -> str:
    if not told:
        return ""
    other = f" The visitor was told {told}, which another lead has." if told != lead.reference else ""
    return f"It waited in the spool while the database was away.{other}"


def _lead(enquiry: Enquiry, known: Precedents, at: datetime) -> Lead:
    origin = attribution.find(article=enquiry.article, category=enquiry.category, at=at)
    reasons = suspicions(enquiry, known)
    is_suspect = sum(weight for weight, _ in reasons) >= QUARANTINE_FROM
    return fresh(
        Lead,
        reference=Lead.free_reference() if known.is_reference_taken else known.reference,
        client_key=enquiry.key,
        name=enquiry.name,
        email=enquiry.email,
        phone=enquiry.phone,
        phone_e164=enquiry.phone_e164,
        company=enquiry.company,
        message=enquiry.message,
        consent_text=enquiry.consent_text,
        consent_version=version(enquiry.consent_text),
        consent_at=at if enquiry.consent_text else None,
        article=origin.article,
        article_title=origin.article.title if origin.article else "",
        category=origin.category,
        category_name=origin.category.name if origin.category else "",
        page=enquiry.page,
        landing_query=enquiry.landing_query,
        referrer=enquiry.referrer,
        network=enquiry.network,
        is_canary=enquiry.is_canary,
        suspicions=[words for _, words in reasons],
        quarantined_at=at if is_suspect else None,
        received_at=at,
        rules_at=None if enquiry.is_canary else at,
    )


def version(text: str) -> str:
    """A short name for these exact words: the first signs of their SHA-256; empty for no words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""
