"""How well the promise by the form was kept: one row, written by a job (leads/promise.py), shown on public pages."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class KeptPromise(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    within_minutes = models.PositiveSmallIntegerField()  # what was promised when this was measured
    asked = models.PositiveIntegerField()  # enquiries that were answered, or should have been by then
    kept = models.PositiveIntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="brand_one_kept_promise"),
            models.CheckConstraint(condition=Q(kept__lte=F("asked")), name="brand_kept_of_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.kept} of {self.asked}"

    @classmethod
    def record(cls, *, within_minutes: int, asked: int, kept: int, at: datetime) -> None:
        row = cls(within_minutes=within_minutes, asked=asked, kept=kept, measured_at=at)
        columns = ["within_minutes", "asked", "kept", "measured_at"]
        cls.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=columns)
