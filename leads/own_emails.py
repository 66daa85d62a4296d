"""The mails that the visitor's own link causes: to us, what was done; to a new address, whether it is right."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from brand.models import Company
from leads import own_link
from leads.models import Delivery, InboundMail, LeadEvent

KINDS = {Delivery.Kind.ADDITION, Delivery.Kind.CORRECTION}
DONE = {
    LeadEvent.Kind.ADDED: "wrote more",
    LeadEvent.Kind.WROTE: "answered",
    LeadEvent.Kind.CORRECTED: "corrected the e-mail address",
    LeadEvent.Kind.WITHDRAWN: "withdrew the enquiry",
    LeadEvent.Kind.ERASED: "erased everything personal",
}


def compose(
    delivery: Delivery, company: Company, mail: Callable[..., EmailMultiAlternatives]
) -> EmailMultiAlternatives:
    """Without sender, recipient and Message-ID. `mail` makes one of a template (leads/emails.py)."""
    if delivery.kind == Delivery.Kind.CORRECTION:
        return _correction(delivery, company, mail)
    return _addition(delivery, mail)


def _addition(delivery: Delivery, mail: Callable[..., EmailMultiAlternatives]) -> EmailMultiAlternatives:
    lead, event = delivery.lead, delivery.occasion
    assert lead is not None  # whoever writes it has one (leads/visitor.py)
    done = DONE[LeadEvent.Kind(event.kind)] if event else "did something"
    came = InboundMail.objects.filter(event=event).first() if event else None
    is_theirs = came is None or came.kind == InboundMail.Kind.ANSWER
    return mail(
        "addition",
        subject=f"{lead.reference}: "
        + (f"the visitor {done}" if is_theirs else "an answer from another address"),
        reply_to=[] if lead.erased_at or not lead.email.isascii() or not is_theirs else [lead.email],
        lead=lead,
        event=event,
        came=came,
        is_theirs=is_theirs,
        done=done,
        address=settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk]),
    )


def _correction(
    delivery: Delivery, company: Company, mail: Callable[..., EmailMultiAlternatives]
) -> EmailMultiAlternatives:
    """Holds no word that the visitor wrote: its reader may be a stranger."""
    lead = delivery.lead
    assert lead is not None  # as above
    made = mail(
        "correction",
        subject=f"{company.name}: is this your address? ({lead.reference})",
        reply_to=[company.email] if company.email else [],
        lead=lead,
        company=company,
        address=own_link.correction_address(delivery),
    )
    made.extra_headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return made
