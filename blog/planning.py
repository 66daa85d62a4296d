"""Planned changes come true: by the worker each minute, and by the first request after their moment."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from blog.models import Article, PlannedChange
from config.page_cache.dropping import wait_until_dropped

LOOK_AGAIN = 1.0  # seconds for which a process trusts what it knows of the next moment


def apply_due(*, at: datetime) -> int:
    """What was planned up to `at`, in the order of the moments; answers how many came true.

    Several processes may call it at once: each change is made by one of them. What cannot be done any more says why.
    """
    done = 0
    for change in PlannedChange.objects.due(at=at).soonest_first().values_list("pk", flat=True):
        with transaction.atomic():
            done += _apply(change, at=at)
    return done


def _apply(pk: int, *, at: datetime) -> bool:
    rows = PlannedChange.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    change = rows.select_related("article", "revision", "by").filter(pk=pk).first()
    if change is None:
        return False
    try:
        if change.article.state(at=at) != "published":
            raise Article.NotPublished("The article was not live at this moment.")
        with transaction.atomic():
            change.article.publish(at=change.at, by=change.by, revision=change.revision)
    except (Article.NotReady, Article.NotPublished) as error:
        PlannedChange.objects.filter(pk=pk).update(failure=str(error)[:300])
        return False
    PlannedChange.objects.filter(pk=pk).update(done_at=at)
    return True


class Clock:
    """The next moment that something was planned for, asked of the database at most once a second in each process."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._next: datetime | None = None
        self._trusted_until = 0.0

    def trust(self, moment: datetime | None, *, seconds: float = LOOK_AGAIN) -> None:
        self._next = moment
        self._trusted_until = time.monotonic() + seconds

    def has_struck(self, *, at: datetime) -> bool:
        if time.monotonic() >= self._trusted_until:
            self.trust(PlannedChange.objects.waiting().aggregate(next=Min("at"))["next"])
        return self._next is not None and self._next <= at


clock = Clock()


class PlannedChangesComeTrue:
    """No visitor sees yesterday's text because a worker stands still."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        now = timezone.now()
        if request.method in {"GET", "HEAD"} and not _needs_no_database(request) and clock.has_struck(at=now):
            if apply_due(at=now):
                wait_until_dropped()
            clock.forget()


def _needs_no_database(request: HttpRequest) -> bool:
    """Health checks and media answer while the database is away."""
    return request.path.startswith(("/media/", "/livez", "/readyz"))


def overdue(*, at: datetime, patience: timedelta = timedelta(minutes=2)) -> list[PlannedChange]:
    """What should have happened and has not, or could not: for the people who planned it."""
    late = PlannedChange.objects.due(at=at - patience) | PlannedChange.objects.filter(done_at=None).exclude(
        failure=""
    )
    return list(late.select_related("article", "by").soonest_first())
