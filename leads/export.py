"""Leads as a table (CSV), a piece at a time: memory and each query stay small, however many there are.

What visitors typed may begin with a sign that spreadsheets take for a formula; such a cell gets an apostrophe in front
(OWASP, "CSV Injection").
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from leads.models import ExportRecord, Lead, LeadFacts
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


def export(selection: Selection, *, by: User, at: datetime, for_excel: bool = False) -> Iterator[str]:
    """The lines, newest lead first; `for_excel` with the mark by which Excel knows UTF-8. Recorded, with the number of
    rows that really left."""
    record = ExportRecord.objects.create(by=by, at=at, selection=selection.query())
    return _lines(selection, record, BOM if for_excel else "")


def _lines(selection: Selection, record: ExportRecord, before: str) -> Iterator[str]:
    writer = csv.writer(Echo())
    sent = 0
    try:
        yield before + writer.writerow(COLUMNS)
        for facts in _batches(selection):
            lines = "".join(writer.writerow([safe(cell) for cell in _row(one)]) for one in facts)
            sent += len(facts)
            yield lines
    finally:  # also when the browser went away in the middle
        ExportRecord.objects.filter(pk=record.pk).update(rows=sent)


class Echo:
    """What `csv` needs to write into; answers the line itself."""

    def write(self, line: str) -> str:
        return line


def _batches(selection: Selection) -> Iterator[list[LeadFacts]]:
    """By the index that has this order; each begins where the last one ended."""
    found = selection.facts().newest_first().select_related("lead__expert")
    while batch := list(found[:BATCH]):
        yield batch
        end = batch[-1]
        rest = selection.only(last=end.day).facts().newest_first().select_related("lead__expert")
        found = rest.exclude(day=end.day, lead__gte=end.pk)


def _row(facts: LeadFacts) -> list[Any]:
    lead: Lead = facts.lead
    campaign = lead.landing_query
    received, consented = (
        f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
        for moment in (lead.received_at, lead.consent_at)
    )
    return [
        *(lead.reference, received, lead.name, lead.company, lead.email, lead.phone, lead.message),
        *(lead.get_stage_display(), lead.expert or "", "" if lead.value is None else lead.value),
        lead.currency,
        *(lead.article_title, lead.category_name, lead.page),
        *(campaign.get(f"utm_{name}", "") for name in ["campaign", "source", "medium"]),
        lead.referrer,
        "" if facts.answered_after is None else facts.answered_after // 60,
        *(lead.consent_text, consented),
    ]


def safe(cell: Any) -> str:
    """As text that no spreadsheet works out."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text
