"""Who is behind a lead: what else they asked, and who else of their company did."""

from dataclasses import dataclass

from django.db.models import Func, Value

from leads.models import Lead
from leads.spelling import COMMON, REAL

SHOWN = 10
DOMAINS_OF_MANY = {*COMMON, *REAL}  # everybody has an address there: no company's


@dataclass
class Person:
    others: list[Lead]
    domain: str  # the company's own, or empty
    colleagues: list[Lead]
    merged: list[Lead]


def person(lead: Lead) -> Person:
    """The newest ten of each; three queries."""
    merged = list(lead.merged.order_by("received_at"))
    known = {lead.pk, lead.merged_into_id, *(one.pk for one in merged)}
    others = [
        one
        for one in Lead.objects.of_the_same_person(lead)
        .select_related("merged_into")
        .newest_first()[: SHOWN + len(known)]
        if one.pk not in known
    ][:SHOWN]
    domain = lead.email.rpartition("@")[2].lower()
    if domain in DOMAINS_OF_MANY:
        return Person(others, "", [], merged)
    same = Lead.objects.alias(domain=Func("email", function="leads_domain")).filter(
        domain=Func(Value(domain), function="lower"), merged_into=None
    )
    known |= {one.pk for one in others}
    colleagues = same.exclude(pk__in=[pk for pk in known if pk]).newest_first()[:SHOWN]
    return Person(others, domain, list(colleagues), merged)
