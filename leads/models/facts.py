"""What figures are made of: one narrow row for each lead, derived from the lead and its events (leads/facts.py).

Written nowhere else. It holds nothing about the person.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from leads.worth import Worth


class Reached(models.IntegerChoices):
    """How far a lead came, whatever became of it then."""

    RECEIVED = 0, "Sent"
    CONTACTED = 1, "Contacted"
    QUALIFIED = 2, "Qualified"
    WON = 3, "Won"


class LeadFactsSet(models.QuerySet["LeadFacts"]):
    def counted(self) -> "LeadFactsSet":
        return self.filter(is_counted=True)

    def newest_first(self) -> "LeadFactsSet":
        return self.order_by("-day", "-lead_id")  # “lead” would be the order of leads

    def total(self) -> dict[str, Any]:
        """`leads`, `contacted`, `qualified`, `won` and `worth`. One query."""
        came = {stage.name.lower(): Count("pk", filter=Q(reached__gte=stage)) for stage in list(Reached)[1:]}
        worth = Coalesce(Sum("value"), 0, output_field=models.DecimalField())
        of_each_currency = self.order_by().values("currency")
        rows = of_each_currency.annotate(leads=Count("pk"), **came, worth=worth)
        return together(map(with_currency, rows))

    def grouped(self, *names: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        """The same sums for each value of each of these columns and each currency: column, value, sums.

        One query, which reads each row twice: once for the articles, which are many, and once for all the others
        together. Half the work of one that adds each row to every sum (bench/report.py).
        """
        few = [name for name in names if name != MANY]
        inner, given = (
            self.order_by().values_list(*names, "currency", "reached", "value").query.sql_with_params()
        )
        sql = GROUPED.format(
            inner=f"({inner}) AS facts ({', '.join(names)}, currency, reached, value)",
            few=", ".join(few),
            sets=", ".join(f"({name}, currency)" for name in few),
            many=MANY,
            none=", ".join("NULL" for _ in few),
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL work_mem = '32MB'"
            )  # some ten thousand groups, without writing them to files
            cursor.execute(sql, [*given, *given])
            columns = [MANY, *few, "currency", *SUMS]
            found = [(bits, dict(zip(columns, row, strict=True))) for bits, *row in cursor.fetchall()]
        everything = 2 ** len(few) - 1
        which = {everything - 2**place: name for place, name in enumerate(reversed(few))} | {-1: MANY}
        for bits, row in found:
            name = which[bits]
            yield name, row[name], with_currency(row)


def together(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sums of several rows of sums."""
    parts = list(parts)
    counts = {column: sum(part[column] for part in parts) for column in COUNTS}
    return {**counts, "worth": Worth.of(pair for part in parts for pair in part["worth"].items())}


def with_currency(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"worth": Worth.of([(row["currency"], row["worth"])])}


COUNTS = ["leads", "contacted", "qualified", "won"]
SUMS = [*COUNTS, "worth"]
MANY = "article"
SUMMED = """sum(leads)::bigint, coalesce(sum(leads) FILTER (WHERE reached >= 1), 0)::bigint,
    coalesce(sum(leads) FILTER (WHERE reached >= 2), 0)::bigint,
    coalesce(sum(leads) FILTER (WHERE reached >= 3), 0)::bigint, coalesce(sum(value), 0)"""
GROUPED = f"""
WITH few AS MATERIALIZED (
    SELECT {{few}}, currency, reached, count(*) AS leads, sum(value) AS value
    FROM {{inner}} GROUP BY {{few}}, currency, reached
), many AS MATERIALIZED (
    SELECT {{many}}, currency, reached, count(*) AS leads, sum(value) AS value
    FROM {{inner}} GROUP BY {{many}}, currency, reached
)
SELECT GROUPING({{few}}), NULL::bigint, {{few}}, currency, {SUMMED}
FROM few GROUP BY GROUPING SETS ({{sets}})
UNION ALL
SELECT -1, {{many}}, {{none}}, currency, {SUMMED} FROM many GROUP BY {{many}}, currency
"""


class LeadFacts(models.Model):
    lead = models.OneToOneField("leads.Lead", models.CASCADE, primary_key=True, related_name="facts")
    is_counted = models.BooleanField()
    day = models.DateField()  # of the company's clock
    article = models.ForeignKey("blog.Article", models.SET_NULL, null=True, db_index=False, related_name="+")
    category = models.ForeignKey(
        "blog.Category", models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    campaign = models.CharField(max_length=200)
    reached = models.PositiveSmallIntegerField(choices=Reached)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="", db_default="")
    answered_after = models.PositiveIntegerField(null=True)  # seconds of business time; none: not answered
    event_id = models.BigIntegerField()  # the newest one that is in here

    objects = LeadFactsSet.as_manager()

    class Meta:
        verbose_name = "report"
        verbose_name_plural = "report"
        permissions = [("export_leadfacts", "Can export leads as a table")]
        default_permissions = ["view"]
        indexes = [
            models.Index(F("day").desc(), F("lead").desc(), name="leads_facts_newest_first"),
            models.Index(fields=["article", "day"], name="leads_facts_of_an_article"),
            models.Index(fields=["event_id"], name="leads_facts_by_event"),
        ]

    def __str__(self) -> str:
        return f"facts of lead {self.lead_id}"
