"""The sums of the facts of months that are over, so that a report over years adds up rows of sums and not of leads.

A month is in `SummedMonth` while its sums are what its facts say: a trigger takes it out when a fact of it changes
(leads/migrations/0020), leads/sums.py brings it back.
"""

from django.db import models


class SummedMonth(models.Model):
    month = models.DateField(primary_key=True)  # its first day

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class MonthSum(models.Model):
    """Of the counted leads of a month with one value of one column, that reached one stage, in one currency."""

    month = models.DateField()
    name = models.CharField(max_length=8)  # the column: article, category, campaign, expert, or day
    key = models.TextField(null=True)
    day = models.DateField(null=True)  # in place of the key, where the column is the day
    currency = models.CharField(max_length=3)
    reached = models.PositiveSmallIntegerField()
    leads = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["month"], name="leads_sums_of_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}, {self.name} {self.key or self.day}: {self.leads}"
