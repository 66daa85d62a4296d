"""What is to become of an article: the buttons of the desk, and what waits for its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time

from blog import checklist
from blog.admin.rights import SignedIn
from blog.models import Article, PlannedChange, Revision

UNSURE = (
    "The clocks change at that hour, so this time {}. Choose one before or after it."  # once more, or never
)


class MomentField(forms.SplitDateTimeField):
    """A minute on the clock of the person who chose it; one that the clock skips or shows twice is asked again."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        day, time = (value or ["", ""])[:2] if isinstance(value, list | tuple) else ("", "")
        if day and time and (words := _unsure(day, time)):
            raise forms.ValidationError(words)
        return super().clean(value)


def _unsure(day: str, time: str) -> str:
    try:
        parsed_day, parsed_time = parse_date(day), parse_time(time)
    except ValueError:
        return ""
    if not parsed_day or not parsed_time:
        return ""
    zone = timezone.get_current_timezone()
    earlier, later = (
        datetime.combine(parsed_day, parsed_time, tzinfo=zone).replace(fold=fold).utcoffset()
        for fold in (0, 1)
    )
    if earlier == later or earlier is None or later is None:
        return ""
    return UNSURE.format("comes twice" if earlier > later else "does not exist")


class Wish(forms.Form):
    """When, and what to say about it in the history. What the pressed button does not ask for stops nothing."""

    moment = MomentField(label="When", required=False)
    note = forms.CharField(
        label="Note for the history",
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"placeholder": "What changed, and why (optional)"}),
    )

    def clean_moment(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["moment"]
        if not self.button.needs_moment:
            return moment
        if moment is None:
            raise forms.ValidationError("Choose the day and the time.")
        if moment <= timezone.now():
            raise forms.ValidationError("Choose a moment that is still to come.")
        return moment

    @classmethod
    def typed(cls, typed: dict[str, list[str]]) -> "Wish":
        """As a working copy holds it, without a word about mistakes."""
        day, time, note = (typed.get(name, [""])[0] for name in ("moment_0", "moment_1", "note"))
        return cls(initial={"moment": [day, time], "note": note})

    def clean_note(self) -> str:
        if self.button.needs_note and not self.note_or_blank():
            raise forms.ValidationError(
                "Say what is still to be done: the author reads it beside the article."
            )
        return self.note_or_blank()

    def clean(self) -> None:
        if not self.button.needs_moment:
            self.errors.pop("moment", None)

    @property
    def button(self) -> "Button":
        return button_of(self.data)

    def note_or_blank(self) -> str:
        """Also where the moment was left empty, because no button asked for it."""
        return (self.data.get("note") or "").strip()[:600]


@dataclass(frozen=True)
class Button:
    press: Callable[..., None]
    is_for_editors: bool = True
    needs_moment: bool = False
    needs_note: bool = False


def _save(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    admin.message_user(request, "Saved.", messages.SUCCESS)


def _submit(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    article.submit(revision, at=at, by=request.user, note=wish.note_or_blank())
    admin.message_user(request, "Saved and handed to the editors. You can go on writing.", messages.SUCCESS)


def _publish(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    admin.publish(request, article, revision, at=at, otherwise="Saved, not published: ")


def _schedule(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    moment = wish.cleaned_data["moment"]
    try:
        checklist.refuse_if_blocked(revision.content, article=article)
        if article.state(at=at) == "published":
            article.plan_change(revision, moment, at=at, by=request.user)
            words = (
                f"What you wrote goes live on {in_words(moment)}. Until then visitors see what they see now."
            )
        else:
            article.publish(at=at, by=request.user, live_from=moment, revision=revision)
            words = f"“{article}” goes live on {in_words(moment)}."
    except (Article.NotReady, Article.NotPublished) as error:
        admin.message_user(request, f"Saved, not scheduled: {error}", messages.WARNING)
        return
    admin.log_change(request, article, words)
    admin.message_user(request, words, messages.SUCCESS)


def _withdraw_later(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    moment = wish.cleaned_data["moment"]
    try:
        article.withdraw(at=at, by=request.user, from_=moment)
    except Article.NotPublished as error:
        admin.message_user(request, f"Saved, not planned: {error}", messages.WARNING)
        return
    admin.message_user(request, f"“{article}” will be withdrawn on {in_words(moment)}.", messages.SUCCESS)


def _return(
    admin: Any, request: SignedIn, article: Article, revision: Revision, wish: Wish, *, at: datetime
) -> None:
    try:
        article.return_to_author(wish.note_or_blank(), at=at, by=request.user)
    except Article.NothingToReturn as error:
        admin.message_user(request, f"Saved, not returned: {error}", messages.WARNING)
        return
    admin.message_user(request, "Saved and given back to its author.", messages.SUCCESS)


BUTTONS = {
    "_publish": Button(_publish),
    "_schedule": Button(_schedule, needs_moment=True),
    "_withdraw_later": Button(_withdraw_later, needs_moment=True),
    "_return": Button(_return, needs_note=True),
    "_submit": Button(_submit, is_for_editors=False),
}
SAVE = Button(_save, is_for_editors=False)


def button_of(data: Any) -> Button:
    return next((button for name, button in BUTTONS.items() if name in data), SAVE)


# -- what waits -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    kind: str  # `live`, `change` or `withdrawal`
    at: datetime
    words: str
    by: str = ""
    pk: int | None = None  # of a planned change
    failure: str = ""


def of(article: Article, *, at: datetime) -> list[Plan]:
    """What waits for its moment, soonest first, and what should have happened and could not. One query."""
    found = []
    if article.state(at=at) == "scheduled" and article.published_at:
        found.append(Plan("live", article.published_at, "goes live"))
    if article.withdrawn_at and article.withdrawn_at > at:
        found.append(Plan("withdrawal", article.withdrawn_at, "is withdrawn"))
    changes = PlannedChange.objects.filter(article=article, done_at=None).select_related("by")
    found += [
        Plan("change", change.at, "changes", str(change.by or ""), change.pk, change.failure)
        for change in changes
    ]
    return sorted(found, key=lambda plan: plan.at)


def in_words(at: datetime) -> str:
    """With the zone's name at that moment, so that summer and winter time are told apart."""
    return date(timezone.localtime(at), "j M Y, H:i T")
