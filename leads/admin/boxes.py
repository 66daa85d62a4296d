"""The views of the inbox: which leads, in which order, page by page, and how many. Each walks an index from its start,
so that a million leads cost what fifty cost.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.functions import Left

from leads.models import Lead
from leads.models.lead_queries import TOUCHED, Leads

PAGE, BESIDE = 40, 25  # rows; fewer beside an open lead, which is half of the work of a whole page
COUNTED = 1000  # from here on nobody needs to know exactly
BOXES = {
    "new": "New",
    "mine": "Mine",
    "waiting": "Waiting",
    "later": "Later",
    "all": "All",
    "quarantine": "Quarantine",
}
FIRST = "waiting"
CURSOR = re.compile(r"([0-9])-([0-9]{1,17})-([0-9]{1,18})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Run(NamedTuple):
    """Leads in one order: the newest on top, or the longest untouched."""

    leads: Leads
    is_newest_first: bool
    are_untaken: bool = False  # all of them new and nobody's
    are_open: bool = False  # none of them won or lost
    is_counted: bool = True  # there is something to do with them

    def after(self, moment: datetime, pk: int) -> Leads:
        """Those that follow the one with this place."""
        if self.is_newest_first:
            return self.leads.filter(received_at__lte=moment).exclude(received_at=moment, pk__gte=pk)
        return self.leads.annotate(since=TOUCHED).filter(since__gte=moment).exclude(since=moment, pk__lte=pk)

    def ordered(self, leads: Leads) -> Leads:
        return leads.newest_first() if self.is_newest_first else leads.longest_untouched_first()


def runs(box: str, leads: Leads, *, person: Any, at: datetime) -> list[Run]:
    """What a view shows, one run below the other."""
    if box == "new":
        return [Run(leads.awaiting_triage().awake(at=at), True, are_untaken=True)]
    if box == "mine":
        return [Run(leads.open().filter(expert=person).awake(at=at), False, are_open=True)]
    if box == "waiting":
        new, others = leads.awaiting_triage(), leads.in_hand().filter(wrote_at=None)
        wrote = leads.having_written().exclude(stage=Lead.Stage.NEW, expert=None)  # those stand above
        return [
            Run(new.awake(at=at), True, are_untaken=True),
            Run(wrote, False),
            Run(others.awake(at=at), False, are_open=True),
        ]
    if box == "later":
        return [Run(leads.asleep(at=at), False, are_open=True)]
    if box == "quarantine":
        return [Run(leads.to_be_judged(), True), Run(leads.condemned(), True, is_counted=False)]
    return [Run(leads.filter(merged_into=None), True)]


@dataclass
class Page:
    rows: list[Lead]
    next: str  # the cursor of the page that follows; empty when none does


def page(runs: list[Run], *, cursor: str = "", size: int = PAGE) -> Page:
    """At most `size` rows from the cursor on; a cursor that nobody gave starts at the top. A query a run."""
    begun = CURSOR.fullmatch(cursor)
    first = int(begun[1]) if begun and int(begun[1]) < len(runs) else 0
    rows: list[Lead] = []
    place = ""
    for number, run in list(enumerate(runs))[first:]:
        leads = run.leads
        if begun and number == first:
            leads = run.after(EPOCH + int(begun[2]) * MICROSECOND, int(begun[3]))
        found = list(_lean(run.ordered(leads))[: size + 1 - len(rows)])
        if len(rows) + len(found) > size:
            found = found[: size - len(rows)]
            last, its = (found[-1], number) if found else (rows[-1], number - 1)
            place = f"{its}-{_micros(last, runs[its])}-{last.pk}"
            return Page(rows + found, place)
        rows += found
    return Page(rows, "")


def _lean(leads: Leads) -> Leads:
    """What a row of the list shows, and no long texts."""
    heavy = ["message", "consent_text", "suspicions", "landing_query", "referrer", "page"]
    rows = leads.select_related("expert").defer(*heavy)
    return rows.annotate(since=TOUCHED, begins=Left(F("message"), 140))


def _micros(lead: Any, run: Run) -> int:
    return ((lead.received_at if run.is_newest_first else lead.since) - EPOCH) // MICROSECOND


def counts(*, person: Any, at: datetime) -> dict[str, str]:
    """How many stand in each view, in words: `7`, `999+`, `about 1,200,000`. Cheap at any number: one query."""
    parts: list[str] = []
    given: list[Any] = []
    for box in BOXES:
        for run in runs(box, Lead.objects.all(), person=person, at=at):
            if not run.is_counted:
                continue
            sql, params = run.leads.order_by().values("pk")[:COUNTED].query.sql_with_params()
            parts.append(f"SELECT '{box}' AS box, count(*) AS number FROM ({sql}) AS found")
            given += params
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT box, sum(number) FROM ({' UNION ALL '.join(parts)}) AS each GROUP BY box", given
        )
        found = {box: int(number) for box, number in cursor}
    return {box: _in_words(box, found[box]) for box in BOXES}


def _in_words(box: str, number: int) -> str:
    if number < COUNTED:
        return str(number)
    return _about() if box == "all" else f"{COUNTED - 1}+"


def _about() -> str:
    """As the database's own statistics have it: to count them all would take a second a million."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'leads_lead'::regclass")
        number = int(cursor.fetchone()[0])
    if number < COUNTED:
        return f"{COUNTED - 1}+"
    step = 10 ** (len(str(number)) - 2)
    return f"{number // step * step:,}"
