"""Leads as a table (CSV), a piece at a time: memory and each query stay small, however many there are.

What visitors typed may begin with a sign that spreadsheets take for a formula; such a cell gets an apostrophe in front
(OWASP, "CSV Injection").
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from leads.models import ExportRecord, LeadFacts, Stage
from leads.selection import Selection
from staff.models import User

BATCH = 1000
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
COLUMNS = [
    *("reference", "received", "name", "company", "e-mail", "phone", "message", "stage", "expert"),
    *("worth", "currency"),
    *("article", "category", "page", "campaign", "campaign source", "campaign medium", "referrer"),
    *("answered after (working minutes)", "consent", "consented"),
]
# Columns, not models: making those is most of the work of a row.
ASKED = [
    *("day", "lead_id", "answered_after"),
    *(
        f"lead__{name}"
        for name in [
            *("reference", "received_at", "name", "company", "email", "phone", "message", "stage"),
            *("expert__name", "expert__email", "value", "currency", "article_title", "category_name", "page"),
            *("landing_query", "referrer", "consent_text", "consent_at"),
        ]
    ),
]


def export(selection: Selection, *, by: User, at: datetime, for_excel: bool = False) -> Iterator[str]:
    """The lines, newest lead first; `for_excel` with the mark by which Excel knows UTF-8. Recorded, with the number of
    rows that really left."""
    record = ExportRecord.objects.create(by=by, at=at, selection=selection.query())
    return _lines(selection, record, BOM if for_excel else "")


def _lines(selection: Selection, record: ExportRecord, before: str) -> Iterator[str]:
    writer = csv.writer(Echo())
    sent, stages = 0, Stage.names()
    try:
        yield before + writer.writerow(COLUMNS)
        for facts in _batches(selection):
            lines = "".join(writer.writerow([safe(cell) for cell in _row(one, stages)]) for one in facts)
            sent += len(facts)
            yield lines
    finally:  # also when the browser went away in the middle
        ExportRecord.objects.filter(pk=record.pk).update(rows=sent)


class Echo:
    """What `csv` needs to write into; answers the line itself."""

    def write(self, line: str) -> str:
        return line


def _batches(selection: Selection) -> Iterator[list[Any]]:
    """By the index that has this order; each begins where the last one ended."""
    found = _asked(selection)
    while batch := list(found[:BATCH]):
        yield batch
        end = batch[-1]
        found = _asked(selection.only(last=end.day)).exclude(day=end.day, lead__gte=end.lead_id)


def _asked(selection: Selection) -> "QuerySet[LeadFacts, Any]":
    return selection.facts().newest_first().values_list(*ASKED, named=True)


def _row(facts: Any, stages: dict[str, str]) -> list[Any]:
    campaign, zone = facts.lead__landing_query, timezone.get_default_timezone()  # that of the report's days
    received, consented = (
        f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""
        for moment in (facts.lead__received_at, facts.lead__consent_at)
    )
    return [
        *(facts.lead__reference, received, facts.lead__name, facts.lead__company, facts.lead__email),
        *(facts.lead__phone, facts.lead__message, stages.get(facts.lead__stage, facts.lead__stage)),
        facts.lead__expert__name or facts.lead__expert__email or "",
        *("" if facts.lead__value is None else facts.lead__value, facts.lead__currency),
        *(facts.lead__article_title, facts.lead__category_name, facts.lead__page),
        *(campaign.get(f"utm_{name}", "") for name in ["campaign", "source", "medium"]),
        facts.lead__referrer,
        "" if facts.answered_after is None else facts.answered_after // 60,
        *(facts.lead__consent_text, consented),
    ]


def safe(cell: Any) -> str:
    """As text that no spreadsheet works out."""
    text = str(cell)
    return f"'{text}" if text and text.lstrip(" \u00a0").startswith(FORMULA) else text
