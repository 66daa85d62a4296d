"""The mails about a lead. From is always us (nobody else's address passes the checks of the receiving side); an answer
to the notification reaches the visitor.
"""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from brand.models import Company
from config.words import one_line
from leads import own_emails, own_link
from leads.models import Delivery, Lead


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail of a delivery, text and HTML, with the same Message-ID every time."""
    company = Company.current()
    if delivery.kind in own_emails.KINDS:
        mail = own_emails.compose(delivery, company, _mail)
    else:
        write = {Delivery.Kind.NOTIFICATION: _notification, Delivery.Kind.CONFIRMATION: _confirmation}
        mail = write[Delivery.Kind(delivery.kind)](delivery.lead, company)
    mail.to = [delivery.recipient]
    mail.from_email = formataddr((one_line(company.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    mail.extra_headers["Message-ID"] = delivery.message_id
    return mail


def _notification(lead: Lead, company: Company) -> EmailMultiAlternatives:
    about = f" about “{lead.article_title}”" if lead.article_title else ""
    return _mail(
        "notification",
        subject=f"New lead {lead.reference}: {lead.company or lead.name}{about}",
        reply_to=_answerable(lead),
        lead=lead,
        address=settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk]),
    )


def _confirmation(lead: Lead, company: Company) -> EmailMultiAlternatives:
    """Holds no word that the visitor wrote: whoever types a stranger's address must not write to them through us.

    It does name the address that it goes to, which its reader knows: who forwards mail from several sees which.
    """
    mail = _mail(
        "confirmation",
        subject=f"{one_line(company.name)}: your message has arrived ({lead.reference})",
        reply_to=[company.email] if company.email else [],
        lead=lead,
        company=company,
        address=own_link.address(lead),
        ends_at=own_link.ends_at(lead),
    )
    # RFC 3834, section 5: no machine answers this, neither an absence note nor another confirmation.
    mail.extra_headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return mail


def _mail(name: str, *, subject: str, reply_to: list[str], **context: object) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=one_line(subject)[:200],
        body=render_to_string(f"leads/mail/{name}.txt", context),
        reply_to=reply_to,
    )
    mail.attach_alternative(render_to_string(f"leads/mail/{name}.html", context), "text/html")
    return mail


def _answerable(lead: Lead) -> list[str]:
    # A header can hold a name in any script, but an address with such letters only between servers that speak SMTPUTF8.
    local_part = lead.email.rpartition("@")[0]
    return [formataddr((one_line(lead.name), lead.email))] if local_part.isascii() else []
