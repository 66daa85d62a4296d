"""The report's figures, from the facts of leads, their sums and the daily counts. Nothing here is about one person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.formats import date_format

from blog.models import Article, Category, DailyReads
from leads.answers import Answers, answers_of
from leads.charts import Columns, columns, share
from leads.models import DailyOpenings
from leads.models.facts import Reached, together
from leads.selection import KEYS, NONE, Selection, key_of
from leads.sums import Month, Week, grouped, next_month
from leads.worth import Worth
from staff.models import User

SHOWN = 10  # rows of a table; the others are one row together
WEEKS_UP_TO = timedelta(days=400)  # a longer period is shown in months
WITHOUT = {
    "article": "No article, or one that is gone",
    "category": "No category",
    "campaign": "No campaign",
    "expert": "Nobody yet",
}


@dataclass(frozen=True)
class Row:
    name: str
    leads: int
    qualified: int
    won: int
    worth: Worth
    behind: str  # the query of the list with these leads; empty for several rows together
    bar: int = 0  # per cent of the longest
    won_bar: int = 0
    reads: int | None = None
    openings: int | None = None


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    rows: list[Row]
    others: Row | None
    number: int  # of all rows


@dataclass(frozen=True)
class Step:
    name: str
    number: int
    bar: int
    of_before: int | None  # per cent
    behind: str = ""


@dataclass(frozen=True)
class Report:
    selection: Selection
    total: Row
    time: list[Row]
    chart: Columns
    unit: str
    tables: list[Table]
    stages: list[Step]
    funnel: list[Step]
    answers: Answers


def report(selection: Selection, *, at: datetime, whole: str = "") -> Report:
    """Some fifteen queries, however many leads. The table named `whole` shows all its rows."""
    is_long = selection.last - selection.first > WEEKS_UP_TO
    found = grouped(selection, Month if is_long else Week)
    (sums,) = found[""]
    total = _row("All leads", sums, selection.query())
    time = _over_time(selection, found["begins"], is_long=is_long)
    counts = _by_article(DailyReads, "reads", selection), _by_article(DailyOpenings, "openings", selection)
    reads, openings = (sum(numbers.values()) for numbers in counts)
    return Report(
        selection=selection,
        total=total,
        time=time,
        chart=columns([(row.name, row.leads, row.won) for row in time]),
        unit="month" if is_long else "week",
        tables=[_table(name, found[name], selection, counts, is_whole=whole == name) for name in KEYS],
        stages=_steps(
            (stage.label, sums["leads" if not stage else stage.name.lower()], _behind(selection, stage))
            for stage in Reached
        ),
        funnel=_steps(
            [
                ("Articles read", reads, ""),
                ("Form opened", openings, ""),
                ("Sent", total.leads, selection.query()),
                ("Won", total.won, _behind(selection, Reached.WON)),
            ]
        ),
        answers=answers_of(selection.facts(), at=at),
    )


def _behind(selection: Selection, stage: Reached) -> str:
    return selection.only(reached=int(stage)).query()


def _row(name: str, sums: Mapping[str, Any], behind: str, **more: Any) -> Row:
    return Row(name, sums["leads"], sums["qualified"], sums["won"], sums["worth"], behind, **more)


def _over_time(selection: Selection, found: list[dict[str, Any]], *, is_long: bool) -> list[Row]:
    """Every week or month of the period, those without a lead too; the first and the last may be cut."""
    sums = {one["begins"]: one for one in found}
    nothing = together([])
    return [
        _row(
            date_format(begins, "M Y" if is_long else "j M"),
            sums.get(begins, nothing),
            selection.only(first=max(begins, selection.first), last=min(ends, selection.last)).query(),
        )
        for begins, ends in _spans(selection, is_long=is_long)
    ]


def _spans(selection: Selection, *, is_long: bool) -> Iterator[tuple[date, date]]:
    day = selection.first
    begins = day.replace(day=1) if is_long else day - timedelta(days=day.weekday())
    while begins <= selection.last:
        later = next_month(begins) if is_long else begins + timedelta(days=7)
        yield begins, later - timedelta(days=1)
        begins = later


def _by_article(model: Any, number: str, selection: Selection) -> dict[int | None, int]:
    found = model.objects.between(selection.first, selection.last).order_by().values("article")
    return dict(found.annotate(sum=Sum(number)).values_list("article", "sum"))


def _table(
    name: str,
    found: list[dict[str, Any]],
    selection: Selection,
    counts: tuple[dict[int | None, int], ...],
    *,
    is_whole: bool,
) -> Table:
    shown = found if is_whole or len(found) <= SHOWN + 1 else found[:SHOWN]
    names = _names(name, [one[name] for one in shown])
    longest = found[0]["leads"] if found else 0
    rows = []
    for one in shown:
        stored = one[name]
        more: dict[str, Any] = {"bar": share(one["leads"], longest), "won_bar": share(one["won"], longest)}
        if name == "article":
            more |= {"reads": counts[0].get(stored, 0), "openings": counts[1].get(stored, 0)}
        behind = selection.only(**{name: key_of(stored)}).query()
        rows.append(_row(names.get(stored) or WITHOUT[name], one, behind, **more))
    return Table(name, f"By {name}", rows, others=_together(found[len(shown) :]), number=len(found))


def _together(rows: list[dict[str, Any]]) -> Row | None:
    return _row(f"{len(rows)} others", together(rows), "") if rows else None


def _names(name: str, keys: list[Any]) -> dict[Any, str]:
    if name == "campaign":
        return {key: key for key in keys}
    model: Any = {"article": Article, "category": Category, "expert": User}[name]
    known = [key for key in keys if key is not None]
    return {one.pk: str(one) for one in model.objects.filter(pk__in=known)}


def name_of(name: str, key: str) -> str:
    """What the value of a selection is called; one query."""
    if key == NONE:
        return WITHOUT[name]
    stored: Any = key if name == "campaign" else int(key)
    return _names(name, [stored]).get(stored, "gone")


def _steps(given: Iterable[tuple[str, int, str]]) -> list[Step]:
    """Each with its part of the largest for the bar, and of the step before for the words."""
    steps = list(given)
    largest = max(number for _, number, _ in steps)
    before = [None, *(number for _, number, _ in steps)]
    return [
        Step(name, number, share(number, largest), share(number, earlier) if earlier else None, behind)
        for (name, number, behind), earlier in zip(steps, before, strict=False)
    ]
