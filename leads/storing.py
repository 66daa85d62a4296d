"""The whole of a new lead in one statement: the lead, its first event, its deliveries and their jobs, or none of it.

Two equal posts at once are one lead: `leads_twin` (migration 0004) lets them queue up and tells which was first. The
columns are those of the models, so a new field needs nothing here.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from config.prepared import ask
from leads.models import Delivery, Lead, LeadEvent

# The jobs are written as procrastinate's own defer writes them.
STATEMENT = """
WITH twin AS MATERIALIZED (
    SELECT leads_twin(
        %(lock)s::bigint, %(key)s::uuid, %(person)s::text, %(words)s::text, %(since)s::timestamptz,
        %(told)s::text, %(at)s::timestamptz
    ) AS id
), lead AS (
    INSERT INTO {lead} ({lead_columns}) SELECT {lead_columns}
    FROM twin, jsonb_populate_record(NULL::{lead}, %(lead)s::jsonb) WHERE twin.id IS NULL RETURNING {lead}.id
), event AS (
    INSERT INTO {event} (lead_id, {event_columns}) SELECT lead.id, {event_columns}
    FROM lead, jsonb_populate_record(NULL::{event}, %(event)s::jsonb) AS new
), delivery AS (
    INSERT INTO {delivery} (lead_id, {delivery_columns}) SELECT lead.id, {delivery_columns}
    FROM lead, jsonb_populate_recordset(NULL::{delivery}, %(deliveries)s::jsonb) AS new
    RETURNING {delivery}.id, {delivery}.message_id
)
SELECT (SELECT id FROM twin), (SELECT id FROM lead), procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(queue, task, priority, NULL, NULL, jsonb_build_object('delivery_id', id), NULL)
        ::procrastinate_job_to_defer_v1
    FROM delivery JOIN jsonb_to_recordset(%(jobs)s::jsonb) AS job (message_id text, queue text, task text, priority int)
        USING (message_id)
    ORDER BY id
))
"""


def store(
    lead: Lead, event: LeadEvent, deliveries: Sequence[Delivery], *, twins: "Twins", is_due: bool
) -> int | None:
    """The key of the lead that this enquiry has made before; None when there is no such, and it was stored now.

    Committed when this returns, unless it is called inside a transaction. `is_due` is whether the mails go out now.
    Nobody's `save` is called.
    """
    values = {
        **vars(twins),
        "lead": _json(lead),
        "event": _json(event),
        "deliveries": f"[{','.join(map(_json, deliveries))}]",
        "jobs": json.dumps([_job(delivery) for delivery in deliveries if is_due]),
    }
    ((twin, lead.pk, _),) = ask(_statement(), values)
    lead._state.adding, lead._state.db = twin is not None, connection.alias
    return twin


def _job(delivery: Delivery) -> dict[str, object]:
    task = delivery.task
    return {
        "message_id": delivery.message_id,
        "queue": task.queue,
        "task": task.name,
        "priority": task.priority,
    }


@dataclass(frozen=True, kw_only=True)
class Twins:
    """By what an enquiry is known again: its key, else person and words `since` then, or what was `told` of it."""

    lock: int
    key: uuid.UUID | None
    person: str
    words: str
    since: datetime
    told: str
    at: datetime


@cache
def _statement() -> str:
    tables = {"lead": Lead, "event": LeadEvent, "delivery": Delivery}
    return STATEMENT.format(
        **{name: model._meta.db_table for name, model in tables.items()},
        **{f"{name}_columns": ", ".join(map(_quoted, _columns(model))) for name, model in tables.items()},
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


def _json(row: Model) -> str:
    fields = {field.column: field.pre_save(row, add=True) for field in _columns(type(row))}
    return json.dumps(fields, default=str)
