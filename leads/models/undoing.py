"""The way back, for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from leads.models.event import LeadEvent
from leads.models.standing import Standing

if TYPE_CHECKING:
    from staff.models import User

UNDO_WITHIN = timedelta(seconds=15)  # ten on the screen, and the way there


class Undoing(Standing):
    class Meta:
        abstract = True

    def undo(self, *, since: int, by: "User", at: datetime) -> None:
        """Take back all that `by` did after the event `since` (0: all of it), which was a moment ago.

        What stood there before stands there again; the events stay, and one more says that they were taken back.
        Raises `Lead.NotPossible` when it is too late, when somebody else did something meanwhile, or when it cannot be.
        """
        with self._held(merged_too=True) as was:
            done = list(self.events.filter(pk__gt=since).order_by("pk"))  # type: ignore[attr-defined]
            if refusal := _why_not_undo(self, done, by=by, at=at):
                raise self.NotPossible(refusal)
            before = done[0].before
            with _allowed_to_go_back(self.pk):
                self._write(was, LeadEvent.Kind.UNDONE, before, by=by, at=at, undoes=done[0].pk)
            if was.quarantined_at and not before["quarantined_at"]:
                self._let_mails_go(at=at)


def _why_not_undo(lead: Undoing, done: list[LeadEvent], *, by: "User", at: datetime) -> str:
    if not done:
        return f"Nothing is to be taken back: {lead} is as it was."
    if other := next((event for event in done if event.by_id != by.pk), None):
        return f"{other.who()} did something with {lead} meanwhile; its story tells what."
    if done[0].at < at - UNDO_WITHIN:
        return f"It is too late to undo that: {lead} can still be changed as usual."
    lasting = {LeadEvent.Kind.UNDONE, LeadEvent.Kind.REPLIED}
    if any(event.before is None or event.kind in lasting for event in done):
        return "That cannot be undone."
    return ""


@contextmanager
def _allowed_to_go_back(lead_id: int) -> Iterator[None]:
    """The trigger lets this lead, in this transaction, back to a stage where no move leads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('leads.undoing', %s, true)", [str(lead_id)])
        yield
        cursor.execute("SELECT set_config('leads.undoing', '', true)")
