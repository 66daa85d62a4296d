"""What people at work do to a lead. Each verb is one transaction that holds the lead's row, so that two at once queue
up and the second sees what the first did; each writes an event, with what stood there before: it can be undone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from leads.models.delivery import Delivery
from leads.models.event import LeadEvent
from leads.models.lead_mail import LeadMail
from leads.models.reply import Reply
from leads.models.stage import Kind, LostReason, Stage
from leads.models.webhook import Webhook

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User

UNDO_WITHIN = timedelta(seconds=15)  # ten on the screen, and the way there
SAME_ANSWER = timedelta(minutes=10)
THREAD = 30  # Message-IDs in a header
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
WON_TOO_MUCH = 10**10


class Triage(models.Model):
    """The part of a lead that people at work change, and only by these verbs."""

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

    # -- verbs ------------------------------------------------------------------------------------------

    def claim(self, *, by: "User", at: datetime) -> None:
        """Give the lead to `by`, once; what a rule gave them, they take by it. Raises `Lead.AlreadyClaimed`."""
        with self._held() as was:
            if was.expert_id is not None and not (was.expert_id == by.pk and was._has_turn()):
                raise self.AlreadyClaimed(f"{self} was already taken by {was.expert}.")
            self._write(was, LeadEvent.Kind.CLAIMED, {"expert_id": by.pk}, by=by, at=at)

    def assign(self, expert: "User", *, by: "User | None", at: datetime, why: str = "") -> None:
        """Give the lead to `expert`, whoever had it. By a rule (`by` None) nobody touched it: it goes on waiting.

        Raises `Lead.NotPossible` when `expert` has it already.
        """
        with self._held() as was:
            if was.expert_id == expert.pk:
                raise self.NotPossible(f"{self} is already with {expert}.")
            change: dict[str, Any] = {"expert_id": expert.pk, "snoozed_until": None}
            if by is None:
                change["touched_at"] = was.touched_at
            self._write(was, LeadEvent.Kind.ASSIGNED, change, by=by, at=at, expert=expert, text=why)
            LeadMail.of(expert).tell_given(was, by=by, at=at)

    def leave_to_all(self, *, at: datetime, why: str) -> None:
        """By a rule that found nobody, or whose people did not take it: nobody has it, and whoever is first may."""
        with self._held() as was:
            change = {"expert_id": None, "touched_at": was.touched_at}
            self._write(was, LeadEvent.Kind.LEFT, change, by=None, at=at, text=why)

    def note(self, text: str, *, by: "User", at: datetime) -> None:
        """Raises `Lead.NotPossible` for a note without words."""
        if not text.strip():
            raise self.NotPossible("A note needs words.")
        with self._held() as was:
            self._write(was, LeadEvent.Kind.NOTED, {}, by=by, at=at, text=text.strip())

    def move(
        self,
        stage: str,
        *,
        by: "User",
        at: datetime,
        value: Decimal | None = None,
        currency: str = "",
        reason: LostReason | None = None,
    ) -> None:
        """To another stage; `value` is what a won lead is worth, `reason` why it is lost. One that nobody had becomes
        `by`'s, and one that was put off is awake.

        Raises `Lead.NotPossible` when it stands there already, would be new again, or has a worth without being won.
        """
        with self._held() as was:
            if refusal := was.why_not(stage, value, reason):
                raise self.NotPossible(refusal)
            if was.expert_id is None:
                self.claim(by=by, at=at)
                was.expert_id = by.pk
            change = {
                "stage": stage,
                "value": value,
                "currency": currency if value is not None else "",
                "lost_reason_id": reason.pk if reason else None,
                "snoozed_until": None,
            }
            told = {"stage": stage, "value": value, "currency": change["currency"], "text": str(reason or "")}
            self._write(was, LeadEvent.Kind.MOVED, change, by=by, at=at, **told)
            if (event := f"lead.{stage}") in Webhook.Event.values:
                Webhook.tell(was, event, at=at)

    def why_not(self, stage: str, value: Decimal | None, reason: LostReason | None = None) -> str:
        """Why it cannot be moved there, in words; empty when it can. A query for stages that were added."""
        if (
            stage == self.stage
            and value == self.value
            and (reason is None or reason.pk == self.lost_reason_id)
        ):
            return f"{self} is already {Stage.name_of(stage).lower()}."
        if stage == Kind.NEW:
            return f"{self} cannot be made new again."
        if stage not in Kind.values and not Stage.objects.in_use().filter(slug=stage).exists():
            return f"{self} cannot be moved there: there is no such stage."
        if value is not None and (stage != Kind.WON or not 0 <= value < WON_TOO_MUCH):
            return "Only a won lead is worth something: a number from 0 to 9,999,999,999."
        if reason is not None and stage != Kind.LOST:
            return "Only a lost lead has a reason for it."
        return ""

    def close(self, *, won: bool, by: "User", at: datetime, value: Decimal | None = None) -> None:
        """Won or lost. Raises as `move`."""
        self.move(Kind.WON if won else Kind.LOST, by=by, at=at, value=value)

    def snooze(self, until: datetime, *, by: "User", at: datetime) -> None:
        """Out of sight until then. One that nobody had becomes `by`'s. Raises `Lead.NotPossible`."""
        with self._held() as was:
            if until <= at:
                raise self.NotPossible("Choose a moment to come.")
            if was.stage in (Kind.WON, Kind.LOST):
                raise self.NotPossible(
                    f"{self} is {Stage.name_of(was.stage).lower()}: nothing is left to put off."
                )
            if was.expert_id is None:
                self.claim(by=by, at=at)
                was.expert_id = by.pk
            self._write(was, LeadEvent.Kind.SNOOZED, {"snoozed_until": until}, by=by, at=at, until=until)

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

    def condemn(self, *, by: "User", at: datetime) -> None:
        """It is spam: into quarantine, or, if it is there, out of the list of those to be judged."""
        with self._held() as was:
            if was.condemned_at:
                raise self.NotPossible(f"{self} is already marked as spam.")
            change: dict[str, Any] = {"condemned_at": at, "quarantined_at": was.quarantined_at or at}
            if not was.quarantined_at:
                change["suspicions"] = [*was.suspicions, "It was marked as spam by hand."]
            self._write(was, LeadEvent.Kind.CONDEMNED, change, by=by, at=at)

    def release(self, *, by: "User", at: datetime) -> None:
        """Out of quarantine; its mails, held back so far, go out now. Raises `Lead.NotPossible`."""
        with self._held() as was:
            if not was.quarantined_at:
                raise self.NotPossible(f"{self} is not in quarantine.")
            change = {"quarantined_at": None, "condemned_at": None, "rules_at": was.rules_at and at}
            self._write(was, LeadEvent.Kind.RELEASED, change, by=by, at=at)
            self._let_mails_go(at=at)

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

    # -- how --------------------------------------------------------------------------------------------

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


def _why_not_undo(lead: Triage, done: list[LeadEvent], *, by: "User", at: datetime) -> str:
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
