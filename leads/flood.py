"""Very many enquiries from one network are slowed down, in words, with everything kept in the form.

Long before, they come into quarantine (leads/suspicion.py). Nothing is taken and then dropped.
"""

from datetime import datetime, timedelta
from math import ceil

from leads.precedents import BURST_WITHIN, Precedents


def wait(known: Precedents, *, at: datetime) -> timedelta:
    """How long this network has to wait with its next enquiry; nothing mostly."""
    return known.flooded_since + BURST_WITHIN - at if known.flooded_since else timedelta()


def in_words(wait: timedelta) -> str:
    minutes = max(1, ceil(wait / timedelta(minutes=1)))
    return (
        "Very many messages have come from your network within the hour, so this one was not sent yet. "
        f"All you wrote is still here: please send it again in {minutes} minute{'s' if minutes > 1 else ''}."
    )
