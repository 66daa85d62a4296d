"""How often the lead form was opened on a day, from which article. No row about a person (leads/openings.py)."""

from datetime import date

from django.db import models


class DailyOpeningsSet(models.QuerySet["DailyOpenings"]):
    def between(self, first: date, last: date) -> "DailyOpeningsSet":
        """Both days are in it."""
        return self.filter(day__range=(first, last))


class DailyOpenings(models.Model):
    article = models.ForeignKey(
        "blog.Article", on_delete=models.CASCADE, null=True, related_name="daily_openings"
    )  # none: from another page, or from one that nobody knows
    day = models.DateField()
    openings = models.PositiveIntegerField()

    objects = DailyOpeningsSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day"], name="leads_openings_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "day"], nulls_distinct=False, name="leads_one_count_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day:%Y-%m-%d}: {self.openings}"
