"""The mark by which the site knows its own enquiry: signed, for one text, and good for some minutes."""

from datetime import timedelta

from django.core import signing

LIVES = timedelta(minutes=5)
MARK = signing.TimestampSigner(salt="leads.canary")


def mark(words: str) -> str:
    """What goes along with exactly this message."""
    return MARK.sign_object(words)


def is_canary(given: str, *, words: str) -> bool:
    """Whether it is a mark of ours, still fresh, for this message."""
    try:
        return bool(given) and MARK.unsign_object(given, max_age=LIVES) == words
    except (signing.BadSignature, ValueError):
        return False
