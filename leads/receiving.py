"""An enquiry arrives: lead, first event, deliveries and their jobs, in one transaction, once."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from brand.models import Company
from leads import attribution
from leads.experts import experts
from leads.models import Delivery, Lead, LeadEvent
from leads.models.lead import SAME_WITHIN, new_reference, reference_of
from leads.suspicion import QUARANTINE_FROM, suspicions
from staff.models import User


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

    @property
    def identity(self) -> str:
        """The same person with the same words."""
        return hashlib.sha256(f"{self.email.lower()}\0{self.message}".encode()).hexdigest()

    @property
    def key(self) -> uuid.UUID | None:
        """What makes the lead unique: the page's key *and* the words, because a page that is still open (Back, a
        second question) sends its key again, and other words are another lead."""
        return uuid.uuid5(self.client_key, self.identity) if self.client_key else None

    @property
    def reference(self) -> str:
        """The same for the same key, wherever and whenever it is stored: what a visitor was told once stays true."""
        return reference_of(self.key) if self.key else new_reference()


def receive(enquiry: Enquiry, *, at: datetime, told: str = "") -> Lead:
    """The lead of this enquiry: a new one, or the one that it already made.

    When this returns inside no other transaction, the lead and its mails' jobs are committed. `told` is the reference
    that the visitor was told before (leads/spool.py).
    """
    with transaction.atomic():
        _wait_for_twins(enquiry)
        reference = told or enquiry.reference
        known = _known(enquiry, reference, at)
        if earlier := next(filter(_is_twin(enquiry, told, at), known), None):
            if told and told != earlier.reference:
                earlier.events.create(
                    kind=LeadEvent.Kind.NOTED, at=at, text=f"The visitor was also told {told}."
                )
            return earlier
        lead = _write(enquiry, Lead.free_reference() if known else reference, at)
        lead.events.create(kind=LeadEvent.Kind.RECEIVED, at=at, text=_how_it_came(lead, told))
        deliveries = Delivery.objects.bulk_create(_deliveries(lead, at))
        if not lead.quarantined_at:
            Delivery.queue_new(deliveries)
    return lead


def _wait_for_twins(enquiry: Enquiry) -> None:
    # Equal posts at the same time queue up here; the lock, whose key is a bigint, ends with the transaction.
    key = int(enquiry.identity[:15], 16)
    with connection.cursor() as cursor:
        # Longer than other locks may take: a double click in a bad minute waits rather than fails.
        cursor.execute("SELECT set_config('lock_timeout', '7s', true), pg_advisory_xact_lock(%s)", [key])


def _how_it_came(lead: Lead, told: str) -> str:
    if not told:
        return ""
    other = f" The visitor was told {told}, which another lead has." if told != lead.reference else ""
    return f"It waited in the spool while the database was away.{other}"


def _known(enquiry: Enquiry, reference: str, at: datetime) -> list[Lead]:
    """Twins of this enquiry, and whoever has its reference. One query, by three indexes."""
    found = Lead.objects.filter(reference=reference)
    found |= Lead.objects.same_words(email=enquiry.email, message=enquiry.message, since=at - SAME_WITHIN)
    if enquiry.key:
        found |= Lead.objects.filter(client_key=enquiry.key)
    return list(found)


def _is_twin(enquiry: Enquiry, told: str, at: datetime) -> Callable[[Lead], bool]:
    def is_twin(lead: Lead) -> bool:
        same_words = (lead.email.upper(), lead.message) == (enquiry.email.upper(), enquiry.message)
        was_brought_in = bool(told) and lead.reference == told and lead.received_at == at
        is_recent = lead.received_at > at - SAME_WITHIN
        return (enquiry.key is not None and lead.client_key == enquiry.key) or (
            same_words and (is_recent or was_brought_in)
        )

    return is_twin


def _write(enquiry: Enquiry, reference: str, at: datetime) -> Lead:
    origin = attribution.find(article=enquiry.article, category=enquiry.category, at=at)
    reasons = suspicions(enquiry, at=at)
    is_suspect = sum(weight for weight, _ in reasons) >= QUARANTINE_FROM
    return Lead.objects.create(
        reference=reference,
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
    )


def version(text: str) -> str:
    """A short name for these exact words: the first signs of their SHA-256; empty for no words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def _deliveries(lead: Lead, at: datetime) -> Iterator[Delivery]:
    kinds = Delivery.Kind
    mails = [*((kinds.NOTIFICATION, address) for address in _ours(lead)), (kinds.CONFIRMATION, lead.email)]
    for kind, address in mails:
        yield Delivery.about(lead, kind, recipient=address, at=at)


def _ours(lead: Lead) -> list[str]:
    """Who is told: the category's expert, else everybody who may answer leads, else the company's own address."""
    people = dict(experts().values_list("pk", "email"))
    expert = lead.category.expert_id if lead.category else None
    if expert in people:
        return [people[expert]]
    superusers = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    emails = list(people.values()) or list(superusers.values_list("email", flat=True))
    return emails or [email for email in [Company.current().email] if email]
