"""What a person at work adds to a lead. What the visitor wrote is shown beside it and cannot be changed."""

from django import forms
from django.utils import timezone

from leads.experts import experts
from leads.models import Lead
from staff.models import User

CHANGED = (
    "Somebody else has just changed this lead: look at its story below. "
    "What you wrote is still here; save again if it still holds."
)


class LeadForm(forms.ModelForm):
    words = forms.CharField(
        label="Note",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Only we see it, and it cannot be changed later.",
    )
    move_to = forms.ChoiceField(
        label="Move to",
        required=False,
        choices=[("", "as it is"), *(choice for choice in Lead.Stage.choices if choice[0] != Lead.Stage.NEW)],
    )
    worth = forms.DecimalField(
        label="Worth",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="When it is won.",
    )
    give_to: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Give to", required=False, queryset=User.objects.none(), empty_label="as it is"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the newest event on the page

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        give_to = self.fields.get("give_to")
        if isinstance(give_to, forms.ModelChoiceField):  # only for those who may
            give_to.queryset = experts().exclude(pk=self.instance.expert_id)
        self.fields["seen"].initial = newest_event(self.instance)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        # The admin saves in a transaction: from here to its end nobody else changes this lead.
        lead = Lead.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        if given.get("seen") != newest_event(lead):
            self.data = {**dict(self.data.items()), self.add_prefix("seen"): newest_event(lead)}
            raise forms.ValidationError(CHANGED)
        if given.get("worth") is not None and not given.get("move_to"):
            self.add_error("worth", "Choose “Won” as well, or leave this empty.")
        elif given.get("move_to") and (reason := lead.why_not(given["move_to"], given.get("worth"))):
            self.add_error("move_to", reason)
        return given

    def tell(self, lead, *, by):
        """Press the verbs for what was filled in."""
        given, at = self.cleaned_data, timezone.now()
        if given.get("words"):
            lead.note(given["words"], by=by, at=at)
        if given.get("give_to"):
            lead.assign(given["give_to"], by=by, at=at)
        if given.get("move_to"):
            lead.move(given["move_to"], by=by, at=at, value=given.get("worth"))


def newest_event(lead):
    return str(lead.events.order_by("pk").values_list("pk", flat=True).last() or "")
