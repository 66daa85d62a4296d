"""Leads that nothing happened to for as long as the owner said are forgotten, every night.

What they wrote and who they are goes; article, dates, stage and worth stay, so that old figures stay true.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from leads.erasure import forget
from leads.models import Lead, LeadEvent, Receipt, Retention, Stage
from leads.models.lead import Leads

STAGES = ["new", "contacted", "qualified", "won", "lost"]
QUARANTINE = "quarantine"
KINDS = [*STAGES, QUARANTINE]
BATCH = 200
WHY = "Nothing had happened for as long as leads are kept."


@dataclass(frozen=True)
class Due:
    """What would be forgotten of one kind."""

    kind: str
    label: str
    months: int
    number: int
    oldest: list[Lead]


def preview(rules: Retention, *, at: datetime, shown: int = 5) -> list[Due]:
    """Two queries for each kind that has a rule."""
    found = []
    for kind, months in _rules(rules):
        due = _due(kind, months, at=at)
        label = str(vars(Retention._meta.get_field(kind))["verbose_name"])
        found.append(Due(kind, label, months, due.count(), list(due.order_by("received_at")[:shown])))
    return found


def apply(*, at: datetime) -> int:
    """How many were forgotten. Each in a transaction of its own, so that it may be stopped and go on the next night."""
    counts: dict[str, int] = {}
    for kind, months in _rules(Retention.current()):
        while batch := list(_due(kind, months, at=at)[:BATCH]):
            for lead in batch:
                forget(lead, at=at, why=WHY)
            counts[kind] = counts.get(kind, 0) + len(batch)
    if counts:
        Receipt.objects.create(kind=Receipt.Kind.RETENTION, at=at, counts=counts)
    return sum(counts.values())


def _rules(rules: Retention) -> Iterator[tuple[str, int]]:
    for kind in KINDS:
        if months := getattr(rules, kind):
            yield kind, months


def _due(kind: str, months: int, *, at: datetime) -> Leads:
    since = months_before(at, months)
    later: Any = LeadEvent.objects.filter(lead=OuterRef("pk"), at__gte=since)
    leads: Leads = Lead.objects.filter(erased_at=None, received_at__lt=since).filter(~Exists(later))
    if kind == QUARANTINE:
        return leads.quarantined()
    stages = Stage.objects.filter(kind=kind).values("slug")
    return leads.filter(quarantined_at=None, stage__in=stages)  # those that were merged into another, too


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time so many months ago, or the last day of that month where it has no such day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
