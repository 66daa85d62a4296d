"""One step of one lead or of many: what a button, a key or a form sent, turned into a verb of the model."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from config.words import lines, one_line
from leads.experts import experts
from leads.models import InboundMail, Lead, LeadEvent, LostReason
from staff.models import User

AT_ONCE = 200  # leads in one press
VERBS = {  # verb → what is said of a lead when it is done
    "claim": "yours",
    "move": "moved",
    "answered": "answered",
    "qualified": "qualified",
    "won": "won",
    "lost": "lost",
    "spam": "marked as spam",
    "release": "out of quarantine",
    "note": "noted",
    "reply": "your answer goes out now",
    "snooze": "put off",
    "assign": "given away",
    "merge": "merged",
    "split": "on its own again",
    "heed": "nothing to answer",
    "undo": "as before",
}
STAGE_OF = {"answered": "contacted", "qualified": "qualified", "won": "won", "lost": "lost"}
LATER = {
    "": "at a moment of your choice",
    "hours": "in three hours",
    "tomorrow": "tomorrow morning",
    "monday": "on Monday morning",
    "week": "in a week",
}
MORNING = time(8, 30)
THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?:[,\s.]|$))")


class Worth(forms.DecimalField):
    """Thousands may stand apart, as people write them and as we show them: 12,000 or 12 000."""

    default_error_messages = {"invalid": "A number, such as 4800; the currency stands beside it."}

    def to_python(self, value: Any) -> Any:
        return super().to_python(THOUSANDS.sub("", value.strip()) if isinstance(value, str) else value)


class PressForm(forms.Form):
    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    stage = forms.SlugField(required=False, max_length=12)
    value = Worth(required=False, min_value=0, max_digits=12, decimal_places=2, label="Worth")
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        required=False,
        label="Currency",
        error_messages={"invalid": "Three letters, such as EUR."},
    )
    reason = forms.ModelChoiceField(
        LostReason.objects.filter(is_retired=False),
        required=False,
        empty_label="no reason given",
        label="Why",
    )
    words = forms.CharField(required=False, max_length=5000, label="Note")
    subject = forms.CharField(required=False, max_length=200, label="Subject")
    later = forms.ChoiceField(required=False, choices=list(LATER.items()), label="When")
    moment = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], label=""
    )
    expert: forms.ModelChoiceField = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label=None, label="Give to"
    )
    other = forms.CharField(required=False, max_length=20, label="Reference of the other lead")
    seen = forms.IntegerField(required=False, min_value=0, max_value=10**18)  # the newest event on their page
    since = forms.RegexField(r"^\d{1,18}:\d{1,18}(,\d{1,18}:\d{1,18})*$", required=False, max_length=8000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verb") == "snooze" and not (given.get("later") or given.get("moment")):
            self.add_error("moment", "Choose until when.")
        if given.get("verb") == "assign" and not given.get("expert"):
            self.add_error("expert", "Choose somebody.")
        if given.get("verb") == "undo" and not given.get("since"):
            self.add_error("since", "What is to be undone is not named.")
        return given

    def first_error(self) -> str:
        for name, errors in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return f"{label}: {errors[0]}" if label else str(errors[0])
        return ""


@dataclass
class Outcome:
    verb: str
    done: list[Lead] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    undo: list[str] = field(default_factory=list)  # "lead:newest event before"
    seen: int | None = None  # when the page was old: what it would have to have seen

    @property
    def words(self) -> str:
        if not self.done:
            return ""
        what = VERBS[self.verb]
        return f"{self.done[0]}: {what}." if len(self.done) == 1 else f"{len(self.done)} leads: {what}."


def press(form: PressForm, leads: list[Lead], *, by: User, at: datetime) -> Outcome:
    """Each lead for itself: what cannot be done to one does not stop the others."""
    outcome = Outcome(form.cleaned_data["verb"])
    since = dict(pair.split(":") for pair in form.cleaned_data["since"].split(",") if pair)
    for lead in leads:
        newest = lead.events.select_related("by").order_by("-pk").first()
        before = newest.pk if newest else 0
        if newest and _is_old(form.cleaned_data, _told(lead, newest), by):
            who = newest.who()
            outcome.refused.append(f"{who} has just changed {lead}. Press again if it still holds.")
            outcome.seen = before
            continue
        try:
            _press(form.cleaned_data, lead, since.get(str(lead.pk)), by=by, at=at)
        except Lead.AlreadyClaimed as error:
            outcome.refused.append(str(error))
            outcome.seen = before
        except Lead.NotPossible as error:
            outcome.refused.append(str(error))
            if newest and _came_meanwhile(form.cleaned_data, newest, by):
                outcome.seen = before
        else:
            outcome.done.append(lead)
            if outcome.verb not in {"undo", "reply"}:
                outcome.undo.append(f"{lead.pk}:{before}")
    return outcome


def _told(lead: Lead, newest: LeadEvent) -> LeadEvent:
    """The newest that somebody did: a machine's mail changes nothing that a page would have to show first."""
    if newest.kind != LeadEvent.Kind.WROTE:
        return newest
    machines = [InboundMail.Kind.AUTOMATIC, InboundMail.Kind.BOUNCE]
    events = lead.events.exclude(inbound__kind__in=machines).select_related("by")
    return events.latest("pk")  # it was received


def _is_old(given: dict[str, Any], newest: LeadEvent, by: User) -> bool:
    """Whether somebody else did something that this person's page does not show yet. A note does no harm; who takes a
    lead that is taken is told so anyway.
    """
    return given["verb"] not in {"note", "claim", "undo"} and _came_meanwhile(given, newest, by)


def _came_meanwhile(given: dict[str, Any], newest: LeadEvent, by: User) -> bool:
    return given["seen"] is not None and newest.pk > given["seen"] and newest.by_id != by.pk


def _press(given: dict[str, Any], lead: Lead, since: str | None, *, by: User, at: datetime) -> None:
    verb = given["verb"]
    if verb in STAGE_OF or verb == "move":
        stage = STAGE_OF.get(verb) or given["stage"]
        won = {"value": given["value"], "currency": given["currency"].upper()} if stage == "won" else {}
        reason = given["reason"] if stage == "lost" else None
        lead.move(stage, by=by, at=at, reason=reason, **won)
        if given["words"]:
            lead.note(given["words"], by=by, at=at)
    elif verb == "note":
        lead.note(given["words"], by=by, at=at)
    elif verb == "reply":
        lead.reply(one_line(given["subject"]), lines(given["words"]), by=by, at=at)
    elif verb == "snooze":
        lead.snooze(given["moment"] or later(given["later"], at=at), by=by, at=at)
    elif verb == "assign":
        lead.assign(given["expert"], by=by, at=at, why=given["words"])
    elif verb == "merge":
        lead.merge_into(_other(given["other"]), by=by, at=at)
    elif verb == "undo":
        lead.undo(since=int(since or 0), by=by, at=at)
    else:
        simple = {"claim": lead.claim, "heed": lead.heed, "split": lead.split}
        {**simple, "spam": lead.condemn, "release": lead.release}[verb](by=by, at=at)


def _other(typed: str) -> Lead:
    reference = typed.strip().upper()
    if found := Lead.objects.filter(reference=reference).first():
        return found
    raise Lead.NotPossible("No lead has this reference.")


def later(name: str, *, at: datetime) -> datetime:
    """A moment to come on the person's own clock."""
    now = timezone.localtime(at)
    if name == "hours":
        return at + timedelta(hours=3)
    days = {"tomorrow": 1, "week": 7}.get(name) or 7 - now.weekday()
    return timezone.make_aware(datetime.combine(now.date() + timedelta(days=days), MORNING))
