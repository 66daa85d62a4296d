"""The mails about a lead. From is always us (nobody else's address passes the checks of the receiving side); an answer
to the notification reaches the visitor.
"""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from brand.models import Company
from config.words import one_line
from leads import own_emails, own_link
from leads.models import Delivery, Lead, LeadEvent, Reply
from staff.models import User
from staff.time_zones import zone

MOST_LISTED = 100  # in one digest


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail of a delivery, text and HTML, with the same Message-ID every time."""
    company = Company.current()
    mail = WRITERS[Delivery.Kind(delivery.kind)](delivery, company)
    mail.to = [delivery.recipient]
    mail.from_email = formataddr((one_line(company.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    mail.extra_headers["Message-ID"] = delivery.message_id
    return mail


def _notification(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    lead, kind = _lead_of(delivery), Delivery.Kind(delivery.kind)
    about = f" about “{lead.article_title}”" if lead.article_title else ""
    what = {Delivery.Kind.GIVEN: "Given to you", Delivery.Kind.LEFT: "Nobody took"}.get(kind, "New lead")
    return _mail(
        "notification",
        subject=f"{what} {lead.reference}: {lead.company or lead.name}{about}",
        reply_to=_answerable(lead),
        lead=lead,
        is_given=kind == Delivery.Kind.GIVEN,
        is_left=kind == Delivery.Kind.LEFT,
        why=_why(delivery),
        address=_address(lead),
        choice=_choice(),
    )


def _why(delivery: Delivery) -> str:
    """What was said when it was given to this reader, or left to all. One query for those mails, none for others."""
    of_lead = LeadEvent.objects.filter(lead=delivery.lead_id).order_by("-pk").values_list("text", flat=True)
    match Delivery.Kind(delivery.kind):
        case Delivery.Kind.GIVEN:
            return of_lead.filter(kind="assigned", expert__email=delivery.recipient).first() or ""
        case Delivery.Kind.LEFT:
            return of_lead.filter(kind="left").first() or ""
        case _:
            return ""


def _digest(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    """Leads that were deleted, or taken for spam, since it was written are left out."""
    found = Lead.objects.trusted().filter(pk__in=delivery.listed or []).order_by("received_at", "pk")
    rows = [{"lead": lead, "address": _address(lead)} for lead in found.select_related("expert")]
    count = f"{len(rows)} lead" + ("s" if len(rows) != 1 else "")
    reader = User.objects.filter(email=delivery.recipient).first()
    with timezone.override(zone(reader.time_zone if reader else "")):
        mail = _mail(
            "digest",
            subject=f"{one_line(company.name)}: {count} since your last digest",
            reply_to=[],
            rows=rows[:MOST_LISTED],
            others=max(0, len(rows) - MOST_LISTED),
            count=count,
            list_address=settings.SITE_URL + reverse("admin:leads_lead_changelist"),
            choice=_choice(),
        )
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _switched_off(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    webhook = delivery.webhook
    assert webhook is not None  # such a mail is written by its webhook alone
    mail = _mail(
        "switched_off",
        subject=f"The webhook “{webhook.name}” was switched off",
        reply_to=[],
        webhook=webhook,
        waiting=webhook.deliveries.waiting().filter(kind=Delivery.Kind.WEBHOOK).count(),
        address=settings.SITE_URL + reverse("admin:leads_webhook_change", args=[webhook.pk]),
    )
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _confirmation(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    """Holds no word that the visitor wrote: whoever types a stranger's address must not write to them through us.

    It does name the address that it goes to, which its reader knows: who forwards mail from several sees which.
    """
    lead = _lead_of(delivery)
    mail = _mail(
        "confirmation",
        subject=f"{one_line(company.name)}: your message has arrived ({lead.reference})",
        reply_to=[to] if (to := settings.INBOUND_ADDRESS or company.email) else [],
        lead=lead,
        company=company,
        address=own_link.address(lead),
        ends_at=own_link.ends_at(lead),
    )
    # RFC 3834, section 5: no machine answers this, neither an absence note nor another confirmation.
    mail.extra_headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return mail


def _of_own_link(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    return own_emails.compose(delivery, company, _mail)


def _reply(delivery: Delivery, company: Company) -> EmailMultiAlternatives:
    """As it was written, to be answered to whoever wrote it, or to where answers are taken in; in the thread of what
    went before (RFC 5322, 3.6.4).
    """
    reply: Reply = delivery.reply
    mail = EmailMultiAlternatives(
        subject=one_line(reply.subject)[:200],
        body=reply.text,
        reply_to=[formataddr((one_line(reply.by.name), settings.INBOUND_ADDRESS or reply.by.email))],
    )
    if reply.thread:
        mail.extra_headers |= {"In-Reply-To": reply.thread.split()[-1], "References": reply.thread}
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


def _lead_of(delivery: Delivery) -> Lead:
    assert delivery.lead is not None  # leads_mail_has_its_lead
    return delivery.lead


def _address(lead: Lead) -> str:
    return settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk])


def _choice() -> str:
    """Where each person chooses what mail they get."""
    return settings.SITE_URL + reverse("admin:own_settings")


WRITERS = {
    Delivery.Kind.NOTIFICATION: _notification,
    Delivery.Kind.GIVEN: _notification,
    Delivery.Kind.LEFT: _notification,
    Delivery.Kind.CONFIRMATION: _confirmation,
    Delivery.Kind.DIGEST: _digest,
    Delivery.Kind.SWITCHED_OFF: _switched_off,
    Delivery.Kind.ADDITION: _of_own_link,
    Delivery.Kind.CORRECTION: _of_own_link,
    Delivery.Kind.REPLY: _reply,
}
