"""Keeps the facts of leads (leads/models/facts.py) as their leads and events are.

Everything that happens to a lead writes an event. So the leads with events newer than the newest one in the facts are
those that changed: a few, when the worker looked a minute ago. The report asks for it itself before it counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from brand.business_hours import Schedule
from brand.models import BusinessHours
from leads.models import Lead, LeadEvent, LeadFacts, Stage
from leads.models.event import ANSWERS
from leads.models.facts import Reached
from leads.models.lead import Leads

BATCH = 2000  # leads
MOST_AT_ONCE = 10 * BATCH
LATE = 2000  # events: one with a lower number may be committed after one with a higher
REACHED: dict[str, int] = {
    Lead.Stage.CONTACTED: Reached.CONTACTED,
    Lead.Stage.QUALIFIED: Reached.QUALIFIED,
    Lead.Stage.WON: Reached.WON,
}
DERIVED = [field.name for field in LeadFacts._meta.fields if field.name != "lead"]


def counted(leads: Leads) -> Leads:
    """Those that figures are made of. The one place to leave out what is no enquiry, such as suspects."""
    return leads.trusted()


def catch_up(*, most: int = MOST_AT_ONCE) -> bool:
    """Brings the facts of the leads that changed since the last time up to date, the longest changed first. Whether
    that were all; two queries when nothing changed.
    """
    newest = LeadFacts.objects.aggregate(newest=Max("event_id"))["newest"]
    changed = list((_every() if newest is None else _changed(since=newest))[: most + 1])
    if newest is None and len(changed) > most:
        return False  # that takes minutes: the worker's (leads/tasks.py)
    _renew(changed[:most])
    return len(changed) <= most


def _every() -> Any:
    return Lead.objects.order_by("pk").values_list("pk", flat=True)


def _changed(*, since: int) -> Any:
    events = LeadEvent.objects.order_by().filter(pk__gt=since - LATE).values("lead")
    touched = events.annotate(newest=Max("pk"), known=Coalesce(Max("lead__facts__event_id"), 0))
    return touched.exclude(known=F("newest")).order_by("newest").values_list("lead", flat=True)


def renew_all() -> int:
    """Derives everything again, as after a change of the business hours; writes what differs. How many did."""
    last, written = 0, 0
    while chunk := list(_every().filter(pk__gt=last)[:BATCH]):
        written += _renew(chunk)
        last = chunk[-1]
    return written


def _renew(leads: Sequence[int]) -> int:
    schedule = BusinessHours.schedule() if leads else None
    written = 0
    for start in range(0, len(leads), BATCH):
        chunk = leads[start : start + BATCH]
        known = LeadFacts.objects.in_bulk(chunk)
        rows = [row for row in _derived(chunk, schedule) if _differs(row, known.get(row.pk))]
        LeadFacts.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["lead"], update_fields=DERIVED
        )
        written += len(rows)
    return written


def _differs(row: LeadFacts, known: LeadFacts | None) -> bool:
    names = [field.attname for field in LeadFacts._meta.fields]
    return known is None or any(getattr(row, name) != getattr(known, name) for name in names)


def _derived(leads: Sequence[int], schedule: Any) -> Iterator[LeadFacts]:
    """Four queries. A stage that was added counts as its kind says."""
    kinds = dict(Stage.objects.values_list("slug", "kind"))
    events: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ["pk", "lead_id", "kind", "stage", "at", "by_id", "undoes"]
    for event in LeadEvent.objects.filter(lead__in=leads).order_by("pk").values(*columns):
        events[event["lead_id"]].append(event | {"stage": kinds.get(event["stage"], "")})
    every = Lead.objects.filter(pk__in=leads).order_by("pk")
    are_counted = set(counted(every).values_list("pk", flat=True))
    columns = [
        "pk",
        "received_at",
        "article_id",
        "category_id",
        "expert_id",
        "stage",
        "value",
        "currency",
        "landing_query",
    ]
    for lead in every.values(*columns):
        own, stage = events[lead["pk"]], kinds.get(lead["stage"], "")
        done = list(_not_undone(own))
        answered_at = _answered_at(stage, done)
        yield LeadFacts(
            lead_id=lead["pk"],
            is_counted=lead["pk"] in are_counted,
            day=timezone.localdate(lead["received_at"], timezone.get_default_timezone()),
            article_id=lead["article_id"],
            category_id=lead["category_id"],
            expert_id=lead["expert_id"],
            campaign=str(lead["landing_query"].get("utm_campaign", ""))[:200],
            reached=_reached(stage, done),
            value=lead["value"],
            currency=lead["currency"],
            answered_after=_seconds(schedule, lead["received_at"], answered_at) if answered_at else None,
            event_id=own[-1]["pk"] if own else 0,
        )


def _not_undone(events: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Who pressed the wrong button and took it back within seconds has neither answered nor moved anything."""
    gone = [range(event["undoes"], event["pk"]) for event in events if event["undoes"] is not None]
    return (event for event in events if not any(event["pk"] in those for those in gone))


def _reached(stage: str, events: Iterable[dict[str, Any]]) -> int:
    """The furthest stage on the way; a win that was taken back is none."""
    been = [REACHED.get(event["stage"], 0) for event in events if event["kind"] == "moved"]
    furthest = max([REACHED.get(stage, 0), *been])
    return min(furthest, Reached.QUALIFIED) if stage != Lead.Stage.WON else furthest


def _answered_at(stage: str, events: Iterable[dict[str, Any]]) -> datetime | None:
    """One that is new again was not answered: somebody took that back."""
    times = [event["at"] for event in events if event["kind"] in ANSWERS and event["by_id"]]
    return min(times) if times and stage != Lead.Stage.NEW else None


def _seconds(schedule: Schedule, start: datetime, end: datetime) -> int:
    return int(schedule.business_time_between(start, end).total_seconds())
