"""Who is told of a new lead, and how. Nobody's choice may leave a lead untold."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from brand.models import Company
from leads.experts import owners
from leads.models import Delivery, InboundMail, Lead, LeadEvent, LeadMail, Webhook
from leads.models.lead_mail import Listener, everybody, wanting


def of_new(leads: Sequence[Lead]) -> list[list[Delivery]]:
    """For each, all that has to arrive because it came, not saved yet. Two queries for all; when nobody listens, one
    more for each."""
    people, webhooks = everybody(), Webhook.all_wanting(Webhook.Event.RECEIVED)
    return [list(_of_new(lead, people, webhooks)) for lead in leads]


def _of_new(lead: Lead, people: list[Listener], webhooks: list[Webhook]) -> Iterator[Delivery]:
    at = lead.received_at
    for address in told_at_once(lead, people):
        yield Delivery.about(lead, Delivery.Kind.NOTIFICATION, recipient=address, at=at)
    yield Delivery.about(lead, Delivery.Kind.CONFIRMATION, recipient=lead.email, at=at)
    for webhook in webhooks:
        yield Delivery.to_webhook(webhook, Webhook.Event.RECEIVED, lead=lead, at=at)


def told_at_once(lead: Lead, people: list[Listener] | None = None) -> list[str]:
    """Addresses. When neither now nor in a digest anybody would be told, the owners are, else the company."""
    if told := wanting(lead, everybody() if people is None else people):
        return [one.email for one in told if one.when == LeadMail.When.AT_ONCE]
    emails = [owner.email for owner in owners()]
    return emails or [email for email in [Company.current().email] if email]


def told_of_answer(lead: Lead) -> list[str]:
    """Addresses: of whoever has the lead, as that person chose; of one that nobody has, as of a new one."""
    people = everybody()
    if mine := [one for one in people if one.person_id == lead.expert_id]:
        return [one.email for one in mine if one.when == LeadMail.When.AT_ONCE]
    return told_at_once(lead, people)


def choose(choice: LeadMail, *, at: datetime) -> None:
    """Keep what a person chose. Whoever wants no digest any more gets a last one now, so that no lead is missed."""
    with transaction.atomic():
        digests = LeadMail.objects.select_for_update(of=("self",)).filter(when=LeadMail.When.DIGEST)
        before = digests.filter(pk=choice.pk).first()
        if before and choice.when != LeadMail.When.DIGEST:
            before.write_digest(list(_news_for(before, everybody(), at)), until=at, at=at)
        choice.told_until = before.told_until if before else at
        choice.save()


def write_digests(*, at: datetime) -> int:
    """Write those that are due; how many. Twice at once, each is written once."""
    people = everybody()
    return sum(
        one.write_digest(list(_news_for(one, people, until)), until=until, at=at)
        for one, until in LeadMail.due(at=at)
    )


def _news_for(one: LeadMail, people: list[Listener], until: datetime) -> Iterator[Lead]:
    """What this person has not been told yet: came, left quarantine, wrote again or was given to them since."""
    since = {"at__gte": one.told_until, "at__lt": until}
    events = LeadEvent.objects.filter(lead=OuterRef("pk"), **since)
    came = Q(received_at__gte=one.told_until, received_at__lt=until)
    released = Exists(events.filter(kind=LeadEvent.Kind.RELEASED))
    wrote = Exists(events.filter(Q(kind=LeadEvent.Kind.ADDED) | Q(inbound__kind__in=InboundMail.SPOKEN)))
    given = Exists(events.filter(kind=LeadEvent.Kind.ASSIGNED, expert=one.person))
    leads = Lead.objects.trusted().select_related("category").order_by("received_at", "pk")
    for lead in leads.filter(came | Q(released) | Q(wrote) | Q(given, expert=one.person)):
        if any(told.person_id == one.person_id for told in wanting(lead, people)):
            yield lead
