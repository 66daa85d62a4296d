"""Which rule holds for a lead, and whose turn it is, with the sentence why. Pure: asks no database and no clock.

The turns are smooth weighted round robin: everybody who is there is credited their weight, the one with most credit is
next and pays what all were credited. So shares are the weights over each full round and nobody gets a batch in a row;
whoever is away keeps their credit, and has nothing to catch up on when they are back.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import phonenumbers

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")  # as articles have it: en, es-PR, zh-Hant


class NotCodes(ValueError):
    """Which part of a text is no code, in words."""


def read_countries(typed: str) -> list[str]:
    """Codes such as `DE, at; CH`, in their order, each once. Raises `NotCodes`."""
    found = list(dict.fromkeys(code.upper() for code in _parts(typed)))
    if wrong := next((code for code in found if code not in phonenumbers.SUPPORTED_REGIONS), None):
        raise NotCodes(f"“{wrong[:30]}” is no country. Write two letters each, such as DE, AT, CH.")
    return found


def read_languages(typed: str) -> list[str]:
    """Codes such as `de, es-pr`, in their order, each once. Raises `NotCodes`."""
    found = list(dict.fromkeys(_language(code) for code in _parts(typed)))
    if wrong := next((code for code in found if not LANGUAGE.fullmatch(code)), None):
        raise NotCodes(f"“{wrong[:30]}” is no language. Write as articles have it, such as de or es-PR.")
    return found


def _parts(typed: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", typed.strip()) if part]


def _language(code: str) -> str:
    first, sign, rest = code.replace("_", "-").partition("-")
    return f"{first.lower()}{sign}{rest.upper() if len(rest) == 2 else rest.capitalize()}"


def country_of(e164: str) -> str:
    """The country whose number this is, two letters; empty when several share it or there is none."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""
    except phonenumbers.NumberParseException:
        return ""
    return region if region in phonenumbers.SUPPORTED_REGIONS else ""  # 001 is of no country


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What rules know of a lead: where it was written from, and whose telephone number it has."""

    category: int | None = None
    category_name: str = ""
    language: str = ""  # of the article
    country: str = ""  # of the number


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For which leads a rule holds; what it does not name, it does not ask."""

    rule: int
    name: str
    categories: frozenset[int] = frozenset()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def hold_for(self, asked: Asked) -> bool:
        return (
            (not self.categories or asked.category in self.categories)
            and (not self.languages or any(_speaks(asked.language, code) for code in self.languages))
            and (not self.countries or asked.country in self.countries)
        )

    def because(self, asked: Asked) -> str:
        named = [
            f"category {asked.category_name}" if self.categories else "",
            f"language {asked.language}" if self.languages else "",
            f"telephone number from {asked.country}" if self.countries else "",
        ]
        return f"By the rule “{self.name}” ({', '.join(filter(None, named)) or 'every lead'})."


def _speaks(language: str, code: str) -> bool:
    """`es` is spoken by `es-PR`, too."""
    return language == code or language.startswith(f"{code}-")


def first_holding(asked: Asked, rules: Iterable[Terms]) -> Terms | None:
    return next((terms for terms in rules if terms.hold_for(asked)), None)


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One person of a rule, as they stand at this moment."""

    person: int
    name: str
    weight: int = 1
    credit: int = 0
    away: str = ""  # why they are not asked now, to follow their name; empty: they are there
    back_at: datetime | None = None  # when they are away for their hours only


@dataclass(frozen=True, kw_only=True)
class Choice:
    person: int | None = None
    why: str = ""
    credits: Mapping[int, int] = field(default_factory=dict)  # person → what they have from now on
    back_at: datetime | None = None  # nobody is there; when the first of them comes to work


def next_in_turn(colleagues: Sequence[Colleague], *, had: Collection[int] = ()) -> Choice:
    """Who is next of those that are there and have not `had` it, if there are any. Equals keep their order."""
    left = [one for one in colleagues if one.person not in had]
    there = [one for one in left if not one.away]
    if not there:
        returns = [one.back_at for one in left if one.back_at]
        return Choice(why=_nobody(colleagues, had), back_at=min(returns, default=None))
    together = sum(one.weight for one in there)
    credited = {one.person: one.credit + one.weight for one in there}
    chosen = max(there, key=lambda one: credited[one.person])
    credited[chosen.person] -= together
    return Choice(person=chosen.person, why=_next(chosen, there, colleagues, had), credits=credited)


def _next(
    chosen: Colleague, there: Sequence[Colleague], colleagues: Sequence[Colleague], had: Collection[int]
) -> str:
    together = sum(one.weight for one in there)
    turn = f"with {chosen.weight} of {together} turns" if len(there) > 1 else "and the only one to ask"
    return " ".join([f"{chosen.name} is next, {turn}.", *_not_asked(colleagues, had)])


def _nobody(colleagues: Sequence[Colleague], had: Collection[int]) -> str:
    if not colleagues:
        return "Nobody is named in it."
    return " ".join(["Nobody is there to ask.", *_not_asked(colleagues, had)])


def _not_asked(colleagues: Sequence[Colleague], had: Collection[int]) -> list[str]:
    reasons = [
        f"{one.name} {'had it already' if one.person in had else one.away}"
        for one in colleagues
        if one.person in had or one.away
    ]
    return [f"{'; '.join(reasons)}."] if reasons else []
