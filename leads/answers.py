"""How long first answers took, in the company's business time, and how often that was within what the form promises."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, IntegerField, Q

from brand.models import BusinessHours, Company
from leads.models.facts import LeadFactsSet

STILL_WAITING = timedelta(days=7)  # older ones without an answer are late, whatever the business hours


@dataclass(frozen=True)
class Answers:
    """Who still waits, in time, is no case yet; who waits longer is one that was not kept."""

    answered: int
    kept: int
    cases: int
    middle: timedelta | None
    most: timedelta | None  # nine of ten
    promised: timedelta

    @property
    def in_time(self) -> int | None:
        """Per cent of the cases."""
        return round(100 * self.kept / self.cases) if self.cases else None


def answers_of(facts: LeadFactsSet, *, at: datetime) -> Answers:
    """Five queries, however many leads."""
    promised = timedelta(minutes=Company.current().promise_minutes)
    found = facts.filter(answered_after__isnull=False).aggregate(
        answered=Count("pk"),
        kept=Count("pk", filter=Q(answered_after__lte=promised.total_seconds())),
        shares=Percentiles("answered_after"),
    )
    middle, most = found["shares"] or (None, None)
    return Answers(
        answered=found["answered"],
        kept=found["kept"],
        cases=found["answered"] + _late(facts, promised, at),
        middle=_duration(middle),
        most=_duration(most),
        promised=promised,
    )


class Percentiles(Aggregate):
    """The smallest values that half and nine tenths of all do not exceed; sorted once for both."""

    function = "percentile_disc"
    template = "%(function)s(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(IntegerField())


def _late(facts: LeadFactsSet, promised: timedelta, at: datetime) -> int:
    waiting, long_ago = facts.filter(answered_after=None), (at - STILL_WAITING).date()
    recent = waiting.filter(day__gt=long_ago).values_list("lead__received_at", flat=True)
    schedule = BusinessHours.schedule()
    late = sum(schedule.business_time_between(received_at, at) >= promised for received_at in recent)
    return waiting.filter(day__lte=long_ago).count() + late


def _duration(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
