"""Whose turn it is: a lead that a rule gave to somebody who has not done anything with it yet. Gone when they do."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leads.models.assignment_rule import AssignmentRule
from leads.models.lead import Lead


class Turns(models.QuerySet["Turn"]):
    def over(self, *, at: datetime, away: Collection[int]) -> "Turns":
        """Whose time is over, or whose person is not there at all today; by two indexes, the longest due first."""
        over = self.filter(Q(due_at__lte=at) | Q(person__in=away), rule__is_on=True)
        return over.order_by(F("due_at").asc(nulls_last=True), "pk")


class Turn(models.Model):
    lead = models.OneToOneField(Lead, on_delete=models.CASCADE, primary_key=True, related_name="turn")
    rule = models.ForeignKey(AssignmentRule, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField("goes on", null=True)  # None: it stays with them
    had = ArrayField(models.BigIntegerField())  # the people who had it, this one among them

    objects = Turns.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="leads_turns_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.lead)
