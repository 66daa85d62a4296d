"""How often the first answer came within what the form promises, in the company's working hours."""

from datetime import datetime, timedelta

from django.db.models import Min, Q

from brand.models import BusinessHours, Company, KeptPromise
from leads.models import Lead
from leads.models.event import ANSWERS

LOOKED_BACK = timedelta(days=90)


def measure(*, at: datetime) -> None:
    """Writes the row that pages show. Four statements; every lead of ninety days is read once."""
    within_minutes = Company.current().promise_minutes
    schedule, promised = BusinessHours.schedule(), timedelta(minutes=within_minutes)
    asked = kept = 0
    for received_at, answered_at in _answers(at):
        due = schedule.after_business_time(received_at, promised)
        asked += answered_at is not None or due <= at  # who still waits, in time, is no case yet
        kept += answered_at is not None and answered_at <= due
    KeptPromise.record(within_minutes=within_minutes, asked=asked, kept=kept, at=at)


def _answers(at: datetime) -> list[tuple[datetime, datetime | None]]:
    recent = Lead.objects.trusted().filter(received_at__gt=at - LOOKED_BACK, received_at__lte=at)
    first = Min("events__at", filter=Q(events__kind__in=ANSWERS, events__by__isnull=False))
    return list(recent.order_by().annotate(answered_at=first).values_list("received_at", "answered_at"))
