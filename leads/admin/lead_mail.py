"""Each person's choice of mails about leads, a part of their own settings (staff/own_settings.py)."""

from django import forms
from django.utils import timezone

from leads.experts import experts
from leads.models import LeadMail
from leads.telling import choose


class LeadMailForm(forms.ModelForm):
    heading = "Mails about new leads"
    words = (
        "A lead of your category, or one that is given to you, is yours. "
        "When nobody at all would be told of a lead, the owner is."
    )

    class Meta:
        model = LeadMail
        fields = ["when", "which", "hour"]
        labels = {"when": "A mail comes"}
        help_texts = {"hour": "By your own clock, and only when there is something to tell."}

    def save(self, commit=True):
        choose(self.instance, at=timezone.now())
        return self.instance


def lead_mail_form(request):
    """None for somebody who does not answer leads: they are told of none."""
    if not experts().filter(pk=request.user.pk).exists():
        return None
    return LeadMailForm(request.POST or None, instance=LeadMail.of(request.user))
