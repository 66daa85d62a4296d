"""What staff decided about earlier enquiries, as one weak sign about the next.

Naive Bayes over words and a few signs, as counts in a table. They are always counted anew from the decisions as they
stand, so that an undone one leaves no trace, nor does a person who was erased. Explained in words, and silent until
there is enough to go by; it never condemns alone (leads/suspicion.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log

from leads.models import Lead, LeadEvent, LearntSign
from leads.models.event import DECISIONS
from leads.models.learnt_sign import ALL

NEWEST = 2_000  # decisions each way that are counted
LEAST = 20  # decisions each way before anything is said
SEEN = 4  # times before a sign tells something; one that stood in fewer is not kept at all
VOCABULARY = 3_000
TELLING = 8  # signs that decide, the strongest ones: words come in company, and must not outvote all others
DOUBTFUL = log(20)  # odds of 20 to 1
STRONG = log(3)  # three times as usual in spam
NAMED = 2  # strong ones that are needed, and told: one word alone may be chance

WORD = re.compile(r"[^\W\d_]{3,24}")
MOST_WORDS = 400
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def signs(*, message: str, email: str) -> set[str]:
    """Words in small letters, none with digits; and signs in brackets, which no word can be."""
    words = {word.lower() for word in WORD.findall(message)[:MOST_WORDS]}
    links = len(LINK.findall(message))
    marked = {
        "[no link]" if not links else "[a link]" if links == 1 else "[links]",
        f"[@{email.rpartition('@')[2].lower()}]"[:40],
    }
    if len(message) < 60:
        marked.add("[few words]")
    return words | marked


def doubts(known: dict[str, tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """By how often each sign of an enquiry, and `ALL`, stood in spam and in good ones. At most one reason, weight 1."""
    all_spam, all_good = known.get(ALL, (0, 0))
    if min(all_spam, all_good) < LEAST:
        return
    seen = {sign: counts for sign, counts in known.items() if sign != ALL and sum(counts) >= SEEN}
    weighed = {sign: _odds(*counts, all_spam, all_good) for sign, counts in seen.items()}
    telling = sorted(weighed, key=lambda sign: (-abs(weighed[sign]), -len(sign), sign))[:TELLING]
    against = [sign for sign in telling if weighed[sign] > STRONG]
    if len(against) >= NAMED and sum(weighed[sign] for sign in telling) >= DOUBTFUL:
        yield (
            1,
            f"You decided before: {', '.join(_in_words(sign, known) for sign in against[:NAMED])} were spam.",
        )


def _odds(spam: int, good: int, all_spam: int, all_good: int) -> float:
    """How much more usual in spam than in good ones, as a logarithm; half an enquiry more keeps it from being sure."""
    return log((spam + 0.5) / (all_spam + 1)) - log((good + 0.5) / (all_good + 1))


def _in_words(sign: str, known: dict[str, tuple[int, int]]) -> str:
    spam, good = known[sign]
    return f"{spam} of {spam + good} enquiries with {named(sign)}"


def named(sign: str) -> str:
    """As a reason tells it."""
    if not sign.startswith("["):
        return f"“{sign}”"
    named = {
        "[no link]": "no link",
        "[a link]": "one link",
        "[links]": "several links",
        "[few words]": "few words",
    }
    return named.get(sign) or f"an address at {sign.strip('[]@')}"


def learn() -> bool:
    """Count anew, if anything was decided since. Two queries when nothing was."""
    newest = LeadEvent.objects.filter(kind__in=DECISIONS).order_by("-pk").values_list("pk", flat=True).first()
    if newest is None or newest == LearntSign.counted_upto():
        return False
    LearntSign.replace(_counted(_decided()), upto=newest)
    return True


def _decided() -> dict[int, bool]:
    """Lead → whether it is spam, by the last decision about each; the newest of both kinds."""
    events = LeadEvent.objects.filter(kind__in=DECISIONS).order_by("-pk")
    last: dict[int, bool | None] = {}
    for lead, kind, stage in events.values_list("lead", "kind", "stage")[: 8 * NEWEST]:
        last.setdefault(lead, _is_spam(kind, stage))
    spam = [lead for lead, is_spam in last.items() if is_spam][:NEWEST]
    good = [lead for lead, is_spam in last.items() if is_spam is False][:NEWEST]
    return dict.fromkeys(spam, True) | dict.fromkeys(good, False)


def _is_spam(kind: str, stage: str) -> bool | None:
    """None: that decides nothing. Who is lost may have been anybody; who was moved on was worth an answer."""
    if kind == "condemned":
        return True
    if kind == "released" or (kind == "moved" and stage != Lead.Stage.LOST):
        return False
    return None


def _counted(decided: dict[int, bool]) -> dict[str, tuple[int, int]]:
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    written = Lead.objects.filter(pk__in=decided, erased_at=None).order_by()
    for pk, message, email in written.values_list("pk", "message", "email"):
        counts[decided[pk]].update([ALL, *signs(message=message, email=email)])
    spam, good = counts[True], counts[False]
    seen = (spam + good).most_common(VOCABULARY + 1)
    return {sign: (spam[sign], good[sign]) for sign in _kept(seen)}


def _kept(seen: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (sign for sign, times in seen if times >= SEEN or sign == ALL)
