"""What is written to the visitor from here, and what they write again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.reply import Reply
from leads.models.stage import Kind
from leads.models.triage import Triage

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User

SAME_ANSWER = timedelta(minutes=10)
THREAD = 30  # Message-IDs in a header


class Correspondence(Triage):
    class Meta:
        abstract = True

    def reply(self, subject: str, text: str, *, by: "User", at: datetime) -> None:
        """Write to them: the mail goes out after the commit, in the thread of those before it, and a lead that was new
        is answered. It cannot be undone. Raises `Lead.NotPossible`, for the same words within ten minutes, too.
        """
        with self._held() as was:
            if refusal := was._why_not_reply(subject, text, at=at):
                raise self.NotPossible(refusal)
            if was.stage == Kind.NEW:
                self.move(Kind.CONTACTED, by=by, at=at)
            delivery = Delivery.about(was, Delivery.Kind.REPLY, recipient=was.email, at=at)
            delivery.save()
            thread = was._thread(before=delivery)
            Reply.objects.create(delivery=delivery, subject=subject, text=text, by=by, thread=thread)
            self._write(
                type(was).objects.get(pk=self.pk), LeadEvent.Kind.REPLIED, {}, by=by, at=at, text=text
            )
            delivery.queue(at=at)

    def _thread(self, *, before: Delivery) -> str:
        """Message-IDs of what we sent to them and of what they wrote, the oldest first; of very many the newest."""
        ours = self.deliveries.exclude(pk=before.pk).filter(recipient=before.recipient)  # type: ignore[attr-defined]
        ours = ours.exclude(kind=Delivery.Kind.NOTIFICATION).values_list("created_at", "pk", "message_id")
        theirs = self.inbound.filter(kind="answer", message_id__startswith="<")  # type: ignore[attr-defined]
        both = sorted([*ours, *theirs.values_list("at", "pk", "message_id")])
        return " ".join(message_id for _, _, message_id in both[-THREAD:])

    def _why_not_reply(self, subject: str, text: str, *, at: datetime) -> str:
        if not subject.strip() or not text.strip():
            return "An answer needs a subject and words."
        if self.quarantined_at:
            return f"{self} is in quarantine, from where nothing is sent. Say first that it is not spam."
        sent = self.events.filter(kind=LeadEvent.Kind.REPLIED, text=text, at__gt=at - SAME_ANSWER)  # type: ignore[attr-defined]
        return "This very answer has just been sent." if sent.exists() else ""

    def wake(self, *, at: datetime) -> "Lead":
        """The visitor wrote again, which is an event of its own: back into sight, whatever its stage, until somebody
        does something about it. Returns the lead that shows it: what was merged is shown by another.
        """
        rows: Any = type(self)._default_manager
        whole: Any = self.merged_into or self
        rows.filter(pk=whole.pk).update(snoozed_until=None, wrote_at=at)
        whole.snoozed_until, whole.wrote_at = None, at
        return whole  # type: ignore[no-any-return]

    def heed(self, *, by: "User", at: datetime) -> None:
        """What the visitor wrote was read, and needs no answer. Raises `Lead.NotPossible` when nothing waits."""
        with self._held() as was:
            if was.wrote_at is None:
                raise self.NotPossible(f"Nothing that was written to {self} waits for an answer.")
            self._write(was, LeadEvent.Kind.HEARD, {}, by=by, at=at)
