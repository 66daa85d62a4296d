"""What an owner is told about the form itself."""

from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from brand.models import Company
from config.words import one_line
from leads.experts import owners


def tell(owner_id: int, problem: str, *, since: datetime) -> None:
    """That enquiries do not arrive; without a problem, that they do again. Raises what the mail server raises."""
    name = one_line(Company.current().name)
    context = {
        "problem": problem,
        "since": since,
        "form": settings.SITE_URL + reverse("leads:talk"),
        "overview": settings.SITE_URL + reverse("admin:index"),
    }
    subject = "enquiries may not arrive" if problem else "enquiries arrive again"
    EmailMessage(
        subject=f"{name}: {subject}",
        body=render_to_string("leads/mail/canary.txt", context),
        from_email=formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=list(
            owners().filter(pk=owner_id).values_list("email", flat=True)
        ),  # nobody is left: nothing is sent
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
