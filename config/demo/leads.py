"""The demo's leads: sent through the form itself, then moved on by the same verbs as in the admin."""

from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from blog.models import Article
from brand.models import Company
from config.demo import rules
from config.demo.enquiries import ENQUIRIES, Enquiry, Step
from leads.forms import TalkToOurExpertsForm, shown_consent
from leads.models import Delivery, Lead
from leads.receiving import receive
from staff.models import User


def seed(*, at: datetime) -> None:
    consent = shown_consent(Company.current().consent_text)
    for enquiry in sorted(ENQUIRIES, key=lambda enquiry: -enquiry.days):
        received_at = at - timedelta(days=enquiry.days)
        form = TalkToOurExpertsForm(_posted(enquiry, consent))
        if not form.is_valid():
            raise ValueError(f"{enquiry.email}: {form.errors.as_json()}")
        lead = receive(form.enquiry(at=received_at), at=received_at)
        for step in enquiry.steps:
            _take(lead, step, at=received_at + timedelta(days=step.days))
        if settings.EMAIL_URL or enquiry.days > 1:
            _count_as_sent(lead, at=received_at)
    rules.seed()


def _posted(enquiry: Enquiry, consent: str) -> dict[str, str]:
    article = Article.objects.filter(slug=enquiry.article).select_related("category").first()
    return {
        "name": enquiry.name,
        "email": enquiry.email,
        "phone": enquiry.phone,
        "company": enquiry.company,
        "message": enquiry.message,
        "article": enquiry.article,
        "category": article.category.slug if article and article.category else "",
        "page": article.get_absolute_url() if article else reverse("leads:talk"),
        "query": urlencode(enquiry.query),
        "referrer": enquiry.referrer,
        "consent": consent if enquiry.consent else "",
        "subject_line": enquiry.trap,
    }


def _take(lead: Lead, step: Step, *, at: datetime) -> None:
    person = User.objects.get(email=step.by)
    if step.verb == "claim":
        lead.claim(by=person, at=at)
    elif step.verb != "note":
        worth = Decimal(step.value) if step.value else None
        lead.move(step.verb, by=person, at=at, value=worth, currency="GBP" if worth else "")
    if step.words:
        lead.note(step.words, by=person, at=at)


def _count_as_sent(lead: Lead, *, at: datetime) -> None:
    """Mails of days past are not written today; and with a real mail server, nobody who does not exist is written to."""
    for delivery in Delivery.objects.waiting().filter(lead=lead):
        delivery.mark_sent(at=at + timedelta(seconds=3))


def remove() -> None:
    rules.remove()
    Lead.objects.filter(email__in=[enquiry.email for enquiry in ENQUIRIES]).delete()
