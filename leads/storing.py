"""The whole of new leads in one statement: each lead, its first event, its deliveries and their jobs, or none of it.

Two equal posts at once are one lead: `leads_twin` (migration 0004) lets them queue up and tells which was first. The
columns are those of the models, so a new field needs nothing here.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from config.prepared import ask
from leads.models import Delivery, Lead, LeadEvent

# The jobs are written as procrastinate's own defer writes them.
STATEMENT = """
WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%s::jsonb) AS given (
        place int, lock bigint, since timestamptz, told text, lead jsonb, event jsonb, deliveries jsonb, jobs jsonb
    )
), twin AS MATERIALIZED (
    SELECT place, lead ->> 'reference' AS reference, leads_twin(
        lock, (lead ->> 'client_key')::uuid, lead ->> 'email', lead ->> 'message', since,
        told, (lead ->> 'received_at')::timestamptz
    ) AS id FROM given
), lead AS (
    INSERT INTO {lead} ({lead_columns}) SELECT {new_lead_columns}
    FROM twin JOIN given USING (place), jsonb_populate_record(NULL::{lead}, given.lead) AS new
    WHERE twin.id IS NULL RETURNING {lead}.id, {lead}.reference
), mine AS MATERIALIZED (
    SELECT lead.id, given.* FROM lead JOIN twin USING (reference) JOIN given USING (place)
), event AS (
    INSERT INTO {event} (lead_id, {event_columns}) SELECT mine.id, {new_event_columns}
    FROM mine, jsonb_populate_record(NULL::{event}, mine.event) AS new
), delivery AS (
    INSERT INTO {delivery} (lead_id, {delivery_columns}) SELECT mine.id, {new_delivery_columns}
    FROM mine, jsonb_populate_recordset(NULL::{delivery}, mine.deliveries) AS new
    RETURNING {delivery}.id, {delivery}.message_id
)
SELECT twin.id, mine.id, (SELECT procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(queue, task, priority, NULL, NULL, CASE WHEN is_call
        THEN jsonb_build_object('delivery_id', ids -> 0) ELSE jsonb_build_object('delivery_ids', ids) END, NULL)
        ::procrastinate_job_to_defer_v1
    FROM mine, jsonb_to_recordset(mine.jobs)
        AS job (message_ids text[], is_call boolean, queue text, task text, priority int),
        LATERAL (SELECT jsonb_agg(id ORDER BY id) AS ids FROM delivery WHERE message_id = ANY(message_ids)) AS those
    ORDER BY ids -> 0
)))
FROM twin LEFT JOIN mine USING (place) ORDER BY place
"""


@dataclass(frozen=True, kw_only=True)
class Twins:
    """By what an enquiry is known again: its key, else person and words `since` then, or what was `told` of it."""

    lock: int
    since: datetime
    told: str


@dataclass(frozen=True, kw_only=True)
class New:
    lead: Lead
    event: LeadEvent
    deliveries: Sequence[Delivery]
    twins: Twins


def store(news: Sequence[New]) -> list[int | None]:
    """For each the key of the lead that it made before; None when there is no such, and it was stored now.

    Committed when this returns, unless it is called inside a transaction; all of it or nothing. No two of them may have
    the same lock. Mails go out now, unless their lead is in quarantine. Nobody's `save` is called.
    """
    # Always in the order of their locks, so that of two such statements never each waits for the other.
    ordered = sorted(news, key=lambda new: new.twins.lock)
    rows = ask(_statement(), [f"[{','.join(_written(*numbered) for numbered in enumerate(ordered))}]"])
    twins: dict[int, int | None] = {}
    for new, (twin, lead, _) in zip(ordered, rows, strict=True):
        new.lead.pk, twins[new.twins.lock] = lead, twin
        new.lead._state.adding, new.lead._state.db = twin is not None, connection.alias
    return [twins[new.twins.lock] for new in news]


def _written(place: int, new: New) -> str:
    is_due = new.lead.quarantined_at is None
    return json.dumps(
        {
            "place": place,
            **vars(new.twins),
            "lead": _values(new.lead),
            "event": _values(new.event),
            "deliveries": [_values(delivery) for delivery in new.deliveries],
            "jobs": list(_jobs(new.deliveries)) if is_due else [],
        },
        default=str,
    )


def _jobs(deliveries: Sequence[Delivery]) -> Iterator[dict[str, object]]:
    """One for all mails, and one for each webhook: its receiver may be slow to answer."""
    from leads.tasks import call, deliver_all  # the tasks need this module

    calls = [delivery.message_id for delivery in deliveries if delivery.kind == Delivery.Kind.WEBHOOK]
    mails = [delivery.message_id for delivery in deliveries if delivery.kind != Delivery.Kind.WEBHOOK]
    jobs: list[tuple[Any, list[str]]] = [(deliver_all, mails)] if mails else []
    for task, those in [*jobs, *((call, [one]) for one in calls)]:
        yield {
            "message_ids": those,
            "is_call": task is call,
            "queue": task.queue,
            "task": task.name,
            "priority": task.priority,
        }


@cache
def _statement() -> str:
    tables = {"lead": Lead, "event": LeadEvent, "delivery": Delivery}
    return STATEMENT.format(
        **{name: model._meta.db_table for name, model in tables.items()},
        **{f"{name}_columns": ", ".join(map(_quoted, _columns(model))) for name, model in tables.items()},
        **{
            f"new_{name}_columns": ", ".join(f"new.{_quoted(field)}" for field in _columns(model))
            for name, model in tables.items()
        },
    )


def _quoted(field: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


@cache
def _columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """What a row is given: neither its own key nor its lead's, which the database knows, nor what it makes itself."""
    fields = model._meta.concrete_fields
    return [
        field for field in fields if not (field.primary_key or field.generated or field.column == "lead_id")
    ]


def _values(row: Model) -> dict[str, object]:
    """What is not null."""
    names, values = _reading(type(row))
    return {name: value for name, value in zip(names, values(row), strict=True) if value is not None}


@cache
def _reading(model: type[Model]) -> tuple[list[str], "attrgetter[tuple[object, ...]]"]:
    """Names of its columns, and what takes their values from a row: all at once, which is a tenth of the work."""
    fields = _columns(model)
    return [str(field.column) for field in fields], attrgetter(*(field.attname for field in fields))
