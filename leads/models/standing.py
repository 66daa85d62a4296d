"""Where a lead stands: what verbs change, and how.

Each verb is one transaction that holds the lead's row, so that two at once queue up and the second sees what the first
did; each writes an event, with what stood there before: it can be undone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from leads.models.event import LeadEvent
from leads.models.stage import Kind, LostReason

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User

# What verbs change. An event keeps all of it as it was before, under these names.
STATE = [
    *("stage", "expert_id", "value", "currency", "lost_reason_id", "snoozed_until", "suspicions"),
    *("quarantined_at", "condemned_at", "merged_into_id", "touched_at", "wrote_at"),
]
# After these nobody waits any more for what the visitor wrote to be read.
HEEDS = {
    *(LeadEvent.Kind.REPLIED, LeadEvent.Kind.MOVED, LeadEvent.Kind.NOTED, LeadEvent.Kind.SNOOZED),
    *(LeadEvent.Kind.CONDEMNED, LeadEvent.Kind.HEARD),
}


class Standing(models.Model):
    class AlreadyClaimed(ValueError):
        """Somebody else took this lead first."""

    class NotPossible(ValueError):
        """Why a lead cannot be changed like this, in words."""

    # A text, compared with `Lead.Stage` everywhere; triggers keep it to what stages and moves there are.
    stage = models.CharField(max_length=12, default=Kind.NEW)
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        db_index=False,
    )
    value = models.DecimalField("worth", max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    lost_reason = models.ForeignKey(
        LostReason, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    snoozed_until = models.DateTimeField("put off until", null=True, blank=True)
    touched_at = models.DateTimeField("last touched", null=True, editable=False)  # by us; None: not yet
    # When assignment rules look at it (leads/giving.py); None: they are done with it.
    rules_at = models.DateTimeField(null=True, editable=False)
    # When the visitor last wrote again, until somebody does something about it.
    wrote_at = models.DateTimeField("wrote again", null=True, editable=False)
    suspicions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    quarantined_at = models.DateTimeField("in quarantine since", null=True, blank=True)
    condemned_at = models.DateTimeField("found to be spam", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", db_index=False
    )

    class Meta:
        abstract = True

    @contextmanager
    def _held(self, *, merged_too: bool = False) -> Iterator["Lead"]:
        """Its row as it is now, which nobody else changes until the end. Raises `Lead.NotPossible`."""
        with transaction.atomic():
            # Without joins: a row that waited for another transaction comes new, what is joined to it would be old.
            rows: Any = type(self)._default_manager
            was = rows.select_for_update().get(pk=self.pk)
            if was.merged_into_id and not merged_too:
                raise self.NotPossible(f"{self} is a part of {was.merged_into}.")
            yield was

    def _write(
        self,
        was: "Lead",
        kind: "LeadEvent.Kind",
        change: dict[str, Any],
        *,
        by: "User | None",
        at: datetime,
        **told: Any,
    ) -> None:
        before = {name: _plain(getattr(was, name)) for name in STATE}
        heeded = {"wrote_at": None} if kind in HEEDS else {}
        change = {"touched_at": at, **heeded, **change}
        type(self)._default_manager.filter(pk=self.pk).update(**change)
        self.events.create(kind=kind, by=by, at=at, before=before, **told)  # type: ignore[attr-defined]
        if by is not None and was.expert_id and was.stage == Kind.NEW:
            was._end_turn(change, by=by)
        for name, value in change.items():
            field: Any = type(self)._meta.get_field(name)
            setattr(self, name, field.to_python(value))

    def _has_turn(self) -> bool:
        return self._turns().filter(lead=self.pk, person=self.expert_id).exists()

    def _end_turn(self, change: dict[str, Any], *, by: "User") -> None:
        """What a rule gave is taken by any step of its expert, and by whatever moves it on or to somebody else."""
        if by.pk == self.expert_id or {"expert_id", "stage"} & change.keys():
            self._turns().filter(lead=self.pk).delete()

    def _turns(self) -> Any:
        """What rules gave and nobody has taken (leads/models/turn.py, which needs the lead)."""
        lead: Any = type(self)
        return lead._meta.get_field("turn").related_model.objects

    def _let_mails_go(self, *, at: datetime) -> None:
        for delivery in self.deliveries.waiting():  # type: ignore[attr-defined]
            delivery.queue(at=at)


def _plain(value: Any) -> Any:
    """As JSON can hold it, to the last digit."""
    return (
        value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, Decimal)
        else value
    )
