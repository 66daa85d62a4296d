"""The visitor's own link to one enquiry, and the link that confirms another address: who holds one, may act.

Neither names a person. The own link holds the reference and a signature whose salt is the address, so that it ends when
the address is corrected: the mail may have gone to a stranger.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from leads.models import Delivery, Lead

LIVES = timedelta(days=90)
CONFIRMED_WITHIN = timedelta(days=7)


def address(lead: Lead) -> str:
    """The whole address of the lead's own page."""
    return settings.SITE_URL + path(lead)


def path(lead: Lead) -> str:
    return reverse("leads:yours", args=[_signer(lead).sign(lead.reference)])


def find(token: str, *, at: datetime) -> Lead | None:
    """The lead of this link; None for one that is wrong, too old, or ended by a correction or by erasing."""
    reference = token.partition(".")[0]
    living = Lead.objects.filter(received_at__gt=at - LIVES, erased_at=None).select_related("expert")
    lead = living.filter(reference=reference).first()
    return lead if lead and _is_signed(token, lead) else None


def ends_at(lead: Lead) -> datetime:
    return lead.received_at + LIVES


def _signer(lead: Lead) -> signing.Signer:
    return signing.Signer(salt=f"leads.own_link {lead.email.lower()}", sep=".")


def _is_signed(token: str, lead: Lead) -> bool:
    try:
        return _signer(lead).unsign(token) == lead.reference
    except signing.BadSignature:
        return False


CORRECTION = signing.Signer(salt="leads.correction", sep=".")


def correction_address(delivery: Delivery) -> str:
    """Where the reader of this mail says that the new address is theirs."""
    return settings.SITE_URL + reverse("leads:correction", args=[CORRECTION.sign(str(delivery.pk))])


def find_correction(token: str, *, at: datetime) -> Delivery | None:
    """The mail that asked, with its lead; None when the link is wrong, older than a week, or of an erased lead."""
    try:
        pk = int(CORRECTION.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    asked = Delivery.objects.filter(pk=pk, kind=Delivery.Kind.CORRECTION, lead__erased_at=None)
    asked = asked.filter(created_at__gt=at - CONFIRMED_WITHIN)
    return asked.select_related("lead").first()
