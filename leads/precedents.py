"""What the database knows of enquiries before they are stored, asked in one statement for all that came at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import MD5, JSONArray

from config.prepared import Asked, Each
from leads import learning
from leads.models import Lead, LearntSign
from leads.models.learnt_sign import ALL

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
    learnt: dict[
        str, tuple[int, int]
    ]  # in how much spam and in how many good ones its signs stood (leads/learning.py)


FIELDS = {
    **dict.fromkeys(["email", "message", "network", "reference"], "text"),
    **dict.fromkeys(["burst", "day"], "timestamptz"),
    "signs": "text[]",
}


def precedents(enquiry: "Enquiry", *, at: datetime, reference: str = "") -> Precedents:
    """As they stand at this moment: neither locked nor held. `reference` is what the visitor was told already."""
    return precedents_of([Arrival(enquiry, at, reference)])[0]


class Arrival(NamedTuple):
    enquiry: "Enquiry"
    at: datetime
    told: str = ""  # the reference that the visitor was told before (leads/spool.py)


def precedents_of(arrivals: Sequence[Arrival]) -> list[Precedents]:
    """Of each, in their order; one statement. Those that come together do not count for one another."""
    limit = settings.LEADS_PER_NETWORK
    asked = [_asked(one) for one in arrivals]
    return [
        _found(thing, limit, *lists) for thing, lists in zip(asked, _question(limit).of(asked), strict=True)
    ]


def _asked(arrival: Arrival) -> dict[str, Any]:
    enquiry, at = arrival.enquiry, arrival.at
    return {
        "email": enquiry.email,
        "message": enquiry.message,
        "network": enquiry.network,
        "reference": arrival.told or enquiry.reference,
        "burst": at - BURST_WITHIN,
        "day": at - MANY_WITHIN,
        "signs": [ALL, *learning.signs(message=enquiry.message, email=enquiry.email)],
    }


def _found(
    asked: dict[str, Any],
    limit: int,
    person: list[int],
    words: list[str],
    network: list[int],
    flood: list[datetime],
    taken: list[int],
    learnt: list[str],
) -> Precedents:
    return Precedents(
        from_person=len(person),
        with_these_words=len(words),
        is_network_busy=bool(asked["network"]) and len(network) >= limit,
        flooded_since=flood[0] if flood else None,
        reference=asked["reference"],
        is_reference_taken=bool(taken),
        learnt={sign: (spam, good) for sign, spam, good in map(json.loads, learnt)},
    )


@cache
def _question(limit: int) -> Each:
    return Each(lambda: _querysets(limit), FIELDS)


def _querysets(limit: int) -> "list[QuerySet[Any, Any]]":
    recent = Lead.objects.order_by().filter(received_at__gt=Asked("burst"))
    same_words = Lead.objects.order_by().alias(words=MD5("message")).filter(words=MD5(Asked("message")))
    others = same_words.filter(message=Asked("message"), received_at__gt=Asked("day"))
    network = recent.filter(network=Asked("network")).exclude(network="")
    return [
        recent.filter(email__iexact=Asked("email")).values("pk")[:PER_ADDRESS],
        others.exclude(email__iexact=Asked("email")).values("email").distinct()[:MANY],
        network.values("pk")[:limit],
        network.newest_first().values("received_at")[max(FLOOD * limit - 1, 0) :][:1],
        Lead.objects.order_by().filter(reference=Asked("reference")).values("pk"),
        LearntSign.objects.among(Asked("signs")).values_list(JSONArray("sign", "spam", "good")),
    ]
