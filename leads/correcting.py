"""The way back from the thanks to a mistyped address: the same words with another address are no second enquiry.

The thanks carry a mark that only we can make. Whoever sends it back within ten minutes has the page that the enquiry
was sent from. The own link cannot be used for it: it is sent to the mistyped address.
"""

from datetime import datetime

from django.core import signing

from leads import visitor
from leads.models import Lead
from leads.models.lead import SAME_WITHIN
from leads.receiving import Enquiry

MARK = signing.TimestampSigner(salt="leads.correcting", sep=".")


def mark_of(lead: Lead) -> str:
    return MARK.sign(lead.reference)


def corrected(mark: str, enquiry: Enquiry, *, at: datetime) -> Lead | None:
    """The lead that was sent before, with the address of this enquiry from now on. None where this is one of its own:
    the mark is wrong or old, the words are others, the lead is gone, or its address was changed too often.
    """
    if not mark:
        return None
    try:
        reference = MARK.unsign(mark, max_age=SAME_WITHIN)
    except signing.BadSignature:
        return None
    lead = Lead.objects.filter(reference=reference, message=enquiry.message, erased_at=None).first()
    if lead is None:
        return None
    try:
        return visitor.correct_at_once(lead, enquiry.email, at=at)
    except visitor.TooMuch:
        return None
