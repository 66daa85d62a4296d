"""Who is told of a new lead, and how. Nobody's choice may leave a lead untold."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONArray, JSONObject

from brand.models import Company
from config.prepared import Prepared
from leads.experts import experts, owners
from leads.models import Delivery, InboundMail, Lead, LeadEvent, LeadMail, Webhook
from leads.models.lead_mail import Listener, everybody, wanting


class Audience(NamedTuple):
    """What every enquiry asks besides itself: who may be told of it, and in whose name the visitor is thanked."""

    people: list[Listener]
    owners: list[str]  # their addresses
    webhooks: list[Webhook]  # their keys and names alone
    company: Company


def audience() -> Audience:
    """Of this moment; one query."""
    people, owners, webhooks, company = AUDIENCE.lists()
    return Audience(
        [Listener.of(*json.loads(one)) for one in people],
        owners,
        [Webhook(pk=pk, name=name) for pk, name in map(json.loads, webhooks)],
        Company(**json.loads(company[0])) if company else Company(),
    )


def _audience() -> list[QuerySet[Any, Any]]:
    columns = {field.attname: field.attname for field in Company._meta.concrete_fields}
    return [
        experts().values_list(JSONArray("pk", "email", "lead_mail__when", "lead_mail__which")),
        owners().values_list("email"),
        Webhook.objects.wanting(Webhook.Event.RECEIVED).values_list(JSONArray("pk", "name")),
        Company.objects.filter(pk=1).values_list(JSONObject(**columns)),
    ]


AUDIENCE = Prepared(_audience)


def of_new(lead: Lead, audience: Audience) -> Iterator[Delivery]:
    """All that has to arrive because it came, without their lead, which has no key yet (leads/storing.py). No query."""
    at = lead.received_at
    for address in told_at_once(lead, audience):
        yield Delivery.about(None, Delivery.Kind.NOTIFICATION, recipient=address, at=at)
    yield Delivery.about(None, Delivery.Kind.CONFIRMATION, recipient=lead.email, at=at)
    for webhook in audience.webhooks:
        yield Delivery.to_webhook(webhook, Webhook.Event.RECEIVED, lead=None, at=at)


def told_at_once(lead: Lead, those: Audience | None = None) -> list[str]:
    """Addresses. When neither now nor in a digest anybody would be told, the owners are, else the company."""
    those = those or audience()
    if told := wanting(lead, those.people):
        return [one.email for one in told if one.when == LeadMail.When.AT_ONCE]
    return those.owners or [email for email in [those.company.email] if email]


def told_of_answer(lead: Lead) -> list[str]:
    """Addresses: of whoever has the lead, as that person chose; of one that nobody has, as of a new one."""
    those = audience()
    if mine := [one for one in those.people if one.person_id == lead.expert_id]:
        return [one.email for one in mine if one.when == LeadMail.When.AT_ONCE]
    return told_at_once(lead, those)


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
