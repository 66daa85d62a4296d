"""Why somebody has a lead, or nobody does: what an assignment rule said of it, while that still holds."""

from datetime import datetime
from typing import NamedTuple

from leads.models import Lead, LeadEvent, Turn

BY_RULES = {LeadEvent.Kind.ASSIGNED, LeadEvent.Kind.LEFT}


class Why(NamedTuple):
    text: str
    is_open: bool = False  # given, and not taken yet
    until: datetime | None = None  # then it goes on to the next


def why(lead: Lead) -> Why | None:
    """Its events are taken as they were loaded. A query for one that stands where a rule put it, else none."""
    said = [event for event in lead.events.all() if event.kind in BY_RULES]
    if not said or said[-1].by_id or said[-1].expert_id != lead.expert_id:
        return None
    turn = None
    if lead.expert_id and lead.stage == Lead.Stage.NEW:
        turn = Turn.objects.filter(lead=lead, person=lead.expert_id).first()
    return Why(said[-1].text, is_open=turn is not None, until=turn.due_at if turn else None)
