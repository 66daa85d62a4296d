"""When the worker was last seen, in words for those who depend on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

SILENT_AFTER = timedelta(minutes=2)  # it tells of itself every ten seconds


@dataclass(frozen=True)
class WorkerHealth:
    seen_at: datetime | None
    waiting_since: datetime | None  # of the oldest job that could run
    is_silent: bool
    seconds: int  # since it was seen; 0 when it never was


def worker_health(*, at: datetime) -> WorkerHealth:
    """Two queries."""
    seen = ProcrastinateWorker.objects.aggregate(seen=Max("last_heartbeat"))["seen"]
    due = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=at)
    waiting = due.aggregate(since=Min("scheduled_at"))["since"]
    quiet = at - seen if seen else timedelta()
    return WorkerHealth(
        seen, waiting, seen is None or quiet > SILENT_AFTER, max(0, int(quiet.total_seconds()))
    )
