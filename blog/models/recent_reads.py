"""The reads of the last four weeks, summed, so that many articles can be put in their order (the overview)."""

from datetime import date, timedelta

from django.db import connection, models, transaction

from blog.models.reads import DailyReads

WEEKS = 4
SUM = """
INSERT INTO {sums} (article_id, reads)
SELECT article_id, sum(reads) FROM {days} WHERE day > %s AND day <= %s GROUP BY article_id
"""


class RecentReads(models.Model):
    article = models.OneToOneField(
        "blog.Article", on_delete=models.CASCADE, primary_key=True, related_name="recent_reads"
    )
    reads = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(models.F("reads").desc(), name="blog_most_read_recently")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reads}"

    @classmethod
    def sum_up(cls, *, on: date) -> None:
        """Anew from the days up to `on`; readers of the table see the old sums until the new ones are there."""
        statement = SUM.format(sums=cls._meta.db_table, days=DailyReads._meta.db_table)
        with transaction.atomic(), connection.cursor() as cursor:
            cls.objects.all().delete()
            cursor.execute(statement, [on - timedelta(weeks=WEEKS), on])
