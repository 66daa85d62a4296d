"""A selection out of an address. What makes no sense is said beside it, and costs only itself."""

from datetime import date, timedelta

from django import forms

from leads.models.facts import Reached
from leads.selection import KEYS, NONE, Selection

PERIODS = [30, 90, 365]  # days
USUAL = 90
LONGEST = timedelta(days=20 * 366)


class SelectionForm(forms.Form):
    days = forms.TypedChoiceField(
        choices=[(days, f"{days} days") for days in PERIODS], coerce=int, empty_value=None, required=False
    )
    first = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="To", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    article = forms.RegexField(rf"^([0-9]{{1,18}}|{NONE})$", required=False)
    category = forms.RegexField(rf"^([0-9]{{1,18}}|{NONE})$", required=False)
    campaign = forms.CharField(max_length=200, required=False)
    expert = forms.RegexField(rf"^([0-9]{{1,18}}|{NONE})$", required=False)
    reached = forms.TypedChoiceField(choices=Reached, coerce=int, empty_value=None, required=False)

    def add_prefix(self, field_name: str) -> str:
        """`from` is no name in Python."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", "The period ends before it begins.")
        elif first and last and last - first > LONGEST:
            self.add_error("first", "A period is at most twenty years long.")
        return given

    def selection(self, *, today: date) -> Selection:
        """Of what is valid; the usual period where none is."""
        self.is_valid()
        given = self.cleaned_data
        last = given.get("last") or today
        begins = last - timedelta(days=(given.get("days") or USUAL) - 1)
        first = given.get("first") or begins
        chosen = {name: given.get(name) or "" for name in KEYS}
        return Selection(min(first, last), last, reached=given.get("reached") or 0, **chosen)

    def chosen_days(self) -> int | None:
        """Which of the periods is shown, to mark it."""
        if self.cleaned_data.get("first") or self.cleaned_data.get("last"):
            return None
        return self.cleaned_data.get("days") or USUAL
