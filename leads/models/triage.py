"""What people at work do to a lead, and the rules for them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from leads.models.event import LeadEvent
from leads.models.lead_mail import LeadMail
from leads.models.stage import Kind, LostReason, Stage
from leads.models.standing import Standing
from leads.models.webhook import Webhook

if TYPE_CHECKING:
    from staff.models import User

WON_TOO_MUCH = 10**10


class Triage(Standing):
    class Meta:
        abstract = True

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
