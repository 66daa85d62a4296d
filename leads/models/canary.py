"""Whether our own enquiry got through the public form: one row, as of the last tries (leads/canary.py)."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from procrastinate.types import JSONDict

from leads.experts import owners

ALARM_AFTER = 2  # failures in a row: a restart between two is no alarm


class Canary(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tried_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True)  # when owners were told of the failures that still last

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="leads_one_canary"),
            models.CheckConstraint(
                condition=Q(failures=0, problem="", failing_since=None, told_at=None)
                | (Q(failures__gt=0) & ~Q(problem="") & Q(failing_since__isnull=False)),
                name="leads_canary_fails_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.problem or "arrived"

    @classmethod
    def failing(cls) -> "Canary | None":
        """While it does not get through. One query."""
        return cls.objects.filter(pk=1, failures__gte=ALARM_AFTER).first()

    @classmethod
    def record(cls, problem: str, *, at: datetime) -> None:
        """How a try ended; empty when it arrived. Owners are told once when it fails, and once when it works again."""
        with transaction.atomic():
            cls.objects.bulk_create([cls()], ignore_conflicts=True)
            canary = cls.objects.select_for_update().get()
            canary.tried_at = at
            (canary._failed if problem else canary._arrived)(problem, at)
            canary.save()

    def _failed(self, problem: str, at: datetime) -> None:
        self.failures += 1
        self.failing_since = self.failing_since or at
        self.problem = problem[:300]
        if self.failures >= ALARM_AFTER and self.told_at is None:
            self.told_at = at
            self._tell_owners()

    def _arrived(self, problem: str, at: datetime) -> None:
        since, was_told = self.failing_since, self.told_at
        self.arrived_at, self.failures, self.problem = at, 0, ""
        self.failing_since = self.told_at = None
        if since and was_told:
            self._tell_owners(since)

    def _tell_owners(self, since: datetime | None = None) -> None:
        from leads.tasks import tell_owner  # the task needs our models

        began = since or self.failing_since
        assert began is not None
        told: list[JSONDict] = [
            {"owner_id": pk, "problem": self.problem, "since": began.isoformat()}
            for pk in owners().values_list("pk", flat=True)
        ]
        if told:
            tell_owner.batch_defer(*told)
