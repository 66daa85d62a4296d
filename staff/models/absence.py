"""When somebody is away: their leads are better given to others meanwhile."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from staff.models.user import User


class Absences(models.QuerySet["Absence"]):
    def on(self, day: date) -> "Absences":
        """Those that hold this day; both ends count."""
        return self.filter(from_on__lte=day, until_on__gte=day)


class Absence(models.Model):
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField("first day away")
    until_on = models.DateField("last day away")
    note = models.CharField(
        max_length=120, blank=True, help_text="Such as who stands in. Colleagues read it: leave reasons out."
    )

    objects = Absences.as_manager()

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="staff_absence_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.from_on:%-d %b} to {self.until_on:%-d %b %Y}"
