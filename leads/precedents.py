"""What the database knows of an enquiry before it is stored, asked in one statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import MD5

from config.prepared import Given, Prepared
from leads.models import Lead

if TYPE_CHECKING:
    from leads.receiving import Enquiry

BURST_WITHIN, PER_ADDRESS = timedelta(hours=1), 4
MANY, MANY_WITHIN = 3, timedelta(days=1)  # other addresses with the same words
FLOOD = 3  # times as many from one network as come into the inbox without suspicion


@dataclass(frozen=True, kw_only=True)
class Precedents:
    """Counts end where they say enough."""

    from_person: int  # within BURST_WITHIN, at most PER_ADDRESS
    with_these_words: int  # other addresses within MANY_WITHIN, at most MANY
    is_network_busy: bool  # LEADS_PER_NETWORK came from it within BURST_WITHIN; never an unknown network
    flooded_since: datetime | None  # when the first came of those that are too many from this network
    reference: str  # that it will have
    is_reference_taken: bool  # by this enquiry's twin, or by chance


def precedents(enquiry: "Enquiry", *, at: datetime, reference: str = "") -> Precedents:
    """As they stand at this moment: neither locked nor held. `reference` is what the visitor was told already."""
    reference = reference or enquiry.reference
    person, words, network, flood, taken = _question(settings.LEADS_PER_NETWORK).lists(
        email=enquiry.email,
        message=enquiry.message,
        network=enquiry.network,
        reference=reference,
        burst=at - BURST_WITHIN,
        day=at - MANY_WITHIN,
    )
    return Precedents(
        from_person=len(person),
        with_these_words=len(words),
        is_network_busy=bool(enquiry.network) and len(network) >= settings.LEADS_PER_NETWORK,
        flooded_since=flood[0] if flood else None,
        reference=reference,
        is_reference_taken=bool(taken),
    )


@cache
def _question(limit: int) -> Prepared:
    return Prepared(lambda: _querysets(limit))


def _querysets(limit: int) -> "list[QuerySet[Any, Any]]":
    recent = Lead.objects.order_by().filter(received_at__gt=Given("burst"))
    same_words = Lead.objects.order_by().alias(words=MD5("message")).filter(words=MD5(Given("message")))
    others = same_words.filter(message=Given("message"), received_at__gt=Given("day"))
    network = recent.filter(network=Given("network")).exclude(network="")
    return [
        recent.filter(email__iexact=Given("email")).values("pk")[:PER_ADDRESS],
        others.exclude(email__iexact=Given("email")).values("email").distinct()[:MANY],
        network.values("pk")[:limit],
        network.newest_first().values("received_at")[max(FLOOD * limit - 1, 0) :][:1],
        Lead.objects.order_by().filter(reference=Given("reference")).values("pk"),
    ]
