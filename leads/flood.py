"""Very many enquiries from one network are slowed down, in words, with everything kept in the form.

Long before, they come into quarantine (leads/suspicion.py). Nothing is taken and then dropped.
"""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from leads.models import Lead
from leads.suspicion import BURST_WITHIN

TIMES = 3  # as many as come into the inbox without suspicion


def wait(network: str, *, at: datetime) -> timedelta:
    """How long this network has to wait with its next enquiry; nothing mostly. One query, by an index."""
    limit = TIMES * settings.LEADS_PER_NETWORK
    recent = Lead.objects.filter(network=network, received_at__gt=at - BURST_WITHIN).newest_first()
    earlier = recent.values_list("received_at", flat=True)[limit - 1 : limit] if network else []
    return max((moment + BURST_WITHIN - at for moment in earlier), default=timedelta())


def in_words(wait: timedelta) -> str:
    minutes = max(1, ceil(wait / timedelta(minutes=1)))
    return (
        "Very many messages have come from your network within the hour, so this one was not sent yet. "
        f"All you wrote is still here: please send it again in {minutes} minute{'s' if minutes > 1 else ''}."
    )
