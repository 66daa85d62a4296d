"""Reasons to look twice at an enquiry. Suspicion only scores: a suspect lead is kept, with its reasons, in quarantine.

No single weak sign condemns: browsers fill honeypots, people paste links, and a password manager is quick.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from leads import spam_signs
from leads.models import Lead

if TYPE_CHECKING:
    from leads.receiving import Enquiry

QUARANTINE_FROM = 2
MANY, MANY_WITHIN = 3, timedelta(days=1)  # other addresses with the same words
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MARKUP = re.compile(r"\[url|\[link|<a\s", re.IGNORECASE)
BURST_WITHIN, PER_ADDRESS = timedelta(hours=1), 4


def suspicions(enquiry: "Enquiry", *, at: datetime) -> list[tuple[int, str]]:
    """Each reason in words with its weight; three queries at most."""
    return [*_in_the_form(enquiry), *_in_the_words(enquiry), *_in_the_numbers(enquiry, at)]


def _in_the_form(enquiry: "Enquiry") -> Iterator[tuple[int, str]]:
    if enquiry.is_canary:
        yield QUARANTINE_FROM, "It is the site’s own question whether the form works."
    if enquiry.trap:
        yield 1, "A field that people do not see was filled in."
    if enquiry.is_instant:
        yield 1, "It was sent within two seconds of opening the page."


def _in_the_words(enquiry: "Enquiry") -> Iterator[tuple[int, str]]:
    if LINK.search(enquiry.name) or LINK.search(enquiry.company):
        yield 2, "There is a link in the name or the company."
    if (links := len(LINK.findall(enquiry.message))) > 3:
        yield 1 if links < 10 else 2, f"There are {links} links in the message."
    if found := spam_signs.offers(enquiry.message):
        weight, phrases = (1, "a phrase") if len(found) == 1 else (2, "phrases")
        yield weight, f"The message has {phrases} of advertisers: {', '.join(found)[:120]}."
    if spam_signs.is_disposable(enquiry.email):
        yield 1, "The e-mail address is one of those that live for minutes."
    if MARKUP.search(enquiry.message):
        yield 1, "The message holds links in a markup that people do not write."


def _in_the_numbers(enquiry: "Enquiry", at: datetime) -> Iterator[tuple[int, str]]:
    # Confirmations go to whatever address was typed: without this limit we would be a way to flood a stranger's inbox.
    recent = Lead.objects.filter(received_at__gt=at - BURST_WITHIN)
    if recent.filter(email__iexact=enquiry.email)[:PER_ADDRESS].count() >= PER_ADDRESS:
        yield 2, "There were many enquiries with this e-mail address within the hour."
    same = Lead.objects.having_words(enquiry.message).filter(received_at__gt=at - MANY_WITHIN)
    others = same.exclude(email__iexact=enquiry.email).values("email").distinct()[:MANY].count()
    if others >= MANY:
        yield 2, f"The same words came from at least {MANY} other addresses within a day."
    limit = settings.LEADS_PER_NETWORK
    if enquiry.network and recent.filter(network=enquiry.network)[:limit].count() >= limit:
        yield 2, "There were many enquiries from the same network within the hour."


def unrecognisable(network: str, *, at: datetime) -> str:
    """A network as a text that can be compared within one day, and not be turned back without the site's secret."""
    return salted_hmac(f"leads.network {at:%Y-%m-%d}", network, algorithm="sha256").hexdigest()[:32]
