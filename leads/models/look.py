"""Who opened a lead's page, and when."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User

ONE_LOOK = timedelta(minutes=10)  # going to and fro is one look


class Looks(models.QuerySet["Look"]):
    def record(self, lead: "Lead", *, by: "User", at: datetime) -> None:
        if not self.filter(lead=lead, by=by, at__gt=at - ONE_LOOK).exists():
            self.create(lead=lead, by=by, at=at)


class Look(models.Model):
    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="looks", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = Looks.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["lead", "at"], name="leads_looks_at_a_lead")]

    def __str__(self) -> str:
        return f"{self.by_id} at {self.lead_id}"
