"""Reasons to look twice at an enquiry. Suspicion only scores: a suspect lead is kept, with its reasons, in quarantine.

No single weak sign condemns: browsers fill honeypots, people paste links, and a password manager is quick.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from leads import learning, spam_signs
from leads.precedents import MANY, PER_ADDRESS, Precedents

if TYPE_CHECKING:
    from leads.receiving import Enquiry

QUARANTINE_FROM = 2
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
MARKUP = re.compile(r"\[url|\[link|<a\s", re.IGNORECASE)


def suspicions(enquiry: "Enquiry", known: Precedents) -> list[tuple[int, str]]:
    """Each reason in words with its weight."""
    return [
        *_in_the_form(enquiry),
        *_in_the_words(enquiry),
        *_in_the_numbers(known),
        *learning.doubts(known.learnt),
    ]


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


def _in_the_numbers(known: Precedents) -> Iterator[tuple[int, str]]:
    # Confirmations go to whatever address was typed: without this limit we would be a way to flood a stranger's inbox.
    if known.from_person >= PER_ADDRESS:
        yield 2, "There were many enquiries with this e-mail address within the hour."
    if known.with_these_words >= MANY:
        yield 2, f"The same words came from at least {MANY} other addresses within a day."
    if known.is_network_busy:
        yield 2, "There were many enquiries from the same network within the hour."


def unrecognisable(network: str, *, at: datetime) -> str:
    """A network as a text that can be compared within one day, and not be turned back without the site's secret."""
    return salted_hmac(f"leads.network {at:%Y-%m-%d}", network, algorithm="sha256").hexdigest()[:32]
