"""Several enquiries shown as one lead, without loss."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from leads.models.event import LeadEvent
from leads.models.standing import Standing

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User


class Merging(Standing):
    class Meta:
        abstract = True

    def merge_into(self, other: "Lead", *, by: "User", at: datetime) -> None:
        """Show it as a part of `other` from now on. It keeps its own events, mails and reference: `split` takes it out
        again as it was. Raises `Lead.NotPossible`.
        """
        with transaction.atomic():
            rows: Any = type(self)._default_manager
            both = rows.select_for_update().order_by("pk")
            held = {lead.pk: lead for lead in both.filter(pk__in=[self.pk, other.pk])}
            with self._held() as was:
                if refusal := self._why_not_merge(held.get(other.pk)):
                    raise self.NotPossible(refusal)
                change = {"merged_into_id": other.pk, "snoozed_until": None}
                self._write(was, LeadEvent.Kind.MERGED, change, by=by, at=at, text=other.reference)

    def _why_not_merge(self, other: "Lead | None") -> str:
        if other is None or other.pk == self.pk:
            return "Choose another lead."
        if other.merged_into_id:
            return f"{other} is itself a part of another lead. Choose that one."
        if self.merged.exists():  # type: ignore[attr-defined]
            return f"{self} holds other enquiries: take those out first, or merge the other way round."
        return ""

    def split(self, *, by: "User", at: datetime) -> None:
        """Stand alone again. Raises `Lead.NotPossible` when it does."""
        with self._held(merged_too=True) as was:
            if was.merged_into is None:
                raise self.NotPossible(f"{self} is not a part of another lead.")
            text = str(was.merged_into)
            self._write(was, LeadEvent.Kind.SPLIT, {"merged_into_id": None}, by=by, at=at, text=text)
