"""The sums that a report shows, from the facts of leads, and from sums of whole months where those are known.

In a report over three years nearly all days are in months that are over and whose leads nobody touches any more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import DateField, Func, Min, Q, Sum
from django.db.models.functions import Coalesce

from leads.models import LeadFacts, MonthSum, SummedMonth
from leads.models.facts import Reached, together, with_currency
from leads.selection import KEYS, Selection

ONE_DAY = timedelta(days=1)
A_MONTH = """
INSERT INTO leads_monthsum (month, name, key, day, currency, reached, leads, value)
SELECT %(first)s,
    CASE GROUPING(article_id, category_id, campaign, expert_id, day)
        WHEN 15 THEN 'article' WHEN 23 THEN 'category' WHEN 27 THEN 'campaign' WHEN 29 THEN 'expert' ELSE 'day' END,
    coalesce(article_id::text, category_id::text, campaign, expert_id::text), day,
    currency, reached, count(*), coalesce(sum(value), 0)
FROM leads_leadfacts WHERE is_counted AND day BETWEEN %(first)s AND %(last)s
GROUP BY GROUPING SETS ((article_id, currency, reached), (category_id, currency, reached),
    (campaign, currency, reached), (expert_id, currency, reached), (day, currency, reached))
"""


class Month(Func):
    """The first day of a day's month. Django's own asks for the time zone of each row, which took a tenth of it all."""

    template, output_field = "date_trunc('month', %(expressions)s::timestamp)::date", DateField()


class Week(Func):
    """The Monday of a day's week: 3 January 2000 was one."""

    template = "(%(expressions)s - ((%(expressions)s - DATE '2000-01-03') %%%% 7 + 7) %%%% 7)"
    output_field = DateField()


def grouped(selection: Selection, begins: type[Func]) -> dict[str, list[dict[str, Any]]]:
    """Sums of the leads of each month or week (under "begins"), article, category, campaign and expert, those with most
    leads first; under "" of all. Three queries.
    """
    parts: dict[str, dict[Any, list[dict[str, Any]]]] = {
        name: defaultdict(list) for name in ["begins", *KEYS]
    }
    for name, key, row in _rows(selection, begins):
        parts[name][key].append(row)
    found = {
        name: sorted(({name: key, **together(rows)} for key, rows in keys.items()), key=_most(name))
        for name, keys in parts.items()
    }
    return found | {"": [together(found["begins"])]}


def _most(name: str) -> Any:
    return lambda row: (-row["leads"], row[name] is None, row[name])


def _rows(selection: Selection, begins: type[Func]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    months = [] if selection.is_narrowed else _summed(selection.first, selection.last)
    if months:
        yield from _of_months(months, begins)
    if days := list(_without(selection.first, selection.last, months)):
        facts = selection.facts().filter(_in(days)) if months else selection.facts()
        yield from facts.annotate(begins=begins("day")).grouped("begins", *KEYS)


def _of_months(months: Sequence[date], begins: type[Func]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    came = {
        stage.name.lower(): Coalesce(Sum("leads", filter=Q(reached__gte=stage)), 0)
        for stage in list(Reached)[1:]
    }
    rows = MonthSum.objects.filter(month__in=months).values("name", "key", "currency", begins=begins("day"))
    for row in rows.annotate(sum=Sum("leads"), **came, worth=Sum("value")):
        name, key = row["name"], row["key"]
        sums = with_currency(row | {"leads": row["sum"]})
        if name == "day":
            yield "begins", row["begins"], sums
        else:
            yield name, key if name == "campaign" or key is None else int(key), sums


def _summed(first: date, last: date) -> list[date]:
    """The months whose sums are known and whose days are all in the period."""
    known = SummedMonth.objects.filter(month__range=(first, last)).order_by("month")
    return [month for month in known.values_list("month", flat=True) if next_month(month) - ONE_DAY <= last]


def _without(first: date, last: date, months: Iterable[date]) -> Iterator[tuple[date, date]]:
    """What is left of a period when these months are taken out: first and last days."""
    for month in months:
        if first < month:
            yield first, month - ONE_DAY
        first = next_month(month)
    if first <= last:
        yield first, last


def _in(spans: Iterable[tuple[date, date]]) -> Q:
    found = Q()
    for span in spans:
        found |= Q(day__range=span)
    return found


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


# -- how sums follow the facts -----------------------------------------------------------------------------


def sum_months(*, today: date) -> int:
    """Sums the months before this one whose sums are not known, the newest first. How many."""
    first = LeadFacts.objects.aggregate(first=Min("day"))["first"]
    known = set(SummedMonth.objects.values_list("month", flat=True))
    missing = [month for month in _months(first, today) if month not in known] if first else []
    summed = 0
    for month in reversed(missing):
        if not _sum(month):
            break
        summed += 1
    return summed


def _months(first: date, today: date) -> Iterator[date]:
    """Those that are over, from that of the first day."""
    month = first.replace(day=1)
    while (later := next_month(month)) <= today:
        yield month
        month = later


def _sum(month: date) -> bool:
    """Nobody writes facts while they are summed, so that none comes between the sums and the mark that they are right.
    Whether they were summed: not while somebody else's writing lasts.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE leads_leadfacts IN SHARE ROW EXCLUSIVE MODE")
            MonthSum.objects.filter(month=month).delete()
            cursor.execute(A_MONTH, {"first": month, "last": next_month(month) - ONE_DAY})
            SummedMonth.objects.get_or_create(month=month)
    except OperationalError:  # the lock's time was over: the next run will have it
        return False
    return True
