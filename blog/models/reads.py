"""How often an article was read on a day. A number a day and article: no row about a person (blog/reads.py)."""

from datetime import date

from django.db import models


class DailyReadsSet(models.QuerySet["DailyReads"]):
    def between(self, first: date, last: date) -> "DailyReadsSet":
        """Both days are in it."""
        return self.filter(day__range=(first, last))


class DailyReads(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="daily_reads")
    day = models.DateField()
    reads = models.PositiveIntegerField()

    objects = DailyReadsSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day"], name="blog_reads_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="blog_one_count_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day:%Y-%m-%d}: {self.reads}"
