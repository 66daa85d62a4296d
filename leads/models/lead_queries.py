"""Which leads: every filter with a meaning, spelled once."""

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Func, Prefetch, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import MD5, Coalesce, Reverse

from config.common_words import CommonWords
from leads.models.event import LeadEvent
from leads.models.stage import Kind

if TYPE_CHECKING:
    from leads.models.lead import Lead

COMMON = CommonWords("leads_lead", ["searched"])
CLOSED = [Kind.WON, Kind.LOST]
NUMBER = re.compile(r"[\d\s+()./\-\u2010-\u2015]+")
REFERENCE = re.compile(r"\s*bl-?(\w{7})\s*", re.IGNORECASE)
SIGNIFICANT = 8  # a number's last digits that are the same however it is written
TOUCHED = Coalesce("touched_at", "received_at")


def digits(typed: str) -> str:
    """The digits of what may be a telephone number, without what stands before them only sometimes: `00`, `0`, `(0)`.

    Empty for anything else, and for fewer than four, which would be in every second number.
    """
    if not NUMBER.fullmatch(typed):
        return ""
    found = "".join(str(int(sign)) for sign in typed.replace("(0)", "") if sign.isdecimal()).lstrip("0")
    return found if len(found) >= 4 else ""


BACKWARDS = Reverse(Func(F("phone"), function="leads_digits", output_field=models.CharField()))


def _has_number(wanted: str) -> Q:
    """As it was typed, too: words stood beside it, or it was taken for one of another country."""
    begins = Q(phone_e164__gt="", phone_e164__startswith=f"+{wanted}")
    return begins | Q(backwards__startswith=wanted[-SIGNIFICANT:][::-1])


class Holds(Func):
    """Whether a lead's words begin with each of these. The column is the database's own (migration 0019)."""

    template = "(leads_lead.searched @@ to_tsquery('simple', leads_fold(%(expressions)s)))"
    output_field = models.BooleanField()


class HoldsToo(Holds):
    """The same, asked of rows that were found otherwise: of an expression, which no index has."""

    template = "((leads_lead.searched || ''::tsvector) @@ to_tsquery('simple', leads_fold(%(expressions)s)))"


class Person(Func):
    """An address without what does not make it another person's: capitals, `+label`."""

    function = "leads_person"
    output_field = models.CharField()


def _words(typed: str) -> tuple[str, str, bool]:
    """What to ask the index for, what of the rows that it finds, and whether it finds few.

    Of a domain or an address only the longest part, and of several words none that stands in many leads, if there is
    another: to go through all those took longer than everything else.
    """
    tokens = [re.findall(r"[^\W_]+", token) for token in typed.split()]
    words = [(word, word == max(token, key=len)) for token in tokens for word in token][:12]
    telling = [word for word, is_longest in words if is_longest]
    many = COMMON.among([word.lower() for word in telling], "searched")
    rare = [word for word in telling if word.lower() not in many]
    others = [word for word, _ in words if word not in (rare or telling)]
    return _beginnings(rare or telling), _beginnings(others), bool(rare)


def _beginnings(words: list[str]) -> str:
    return " & ".join(f"{word}:*" for word in words)


def _found_first(telling: str, others: str, number: str) -> tuple[str, list[str]]:
    """A statement for the keys of the leads, and its values. What stands behind OFFSET 0 is planned by itself."""
    conditions, values = ["found.searched @@ to_tsquery('simple', leads_fold(%s))"], [telling]
    if others:
        conditions[0] += " AND (found.searched || ''::tsvector) @@ to_tsquery('simple', leads_fold(%s))"
        values.append(others)
    if number:
        conditions += ["found.phone_e164 > '' AND found.phone_e164 LIKE %s"]
        conditions += ["reverse(leads_digits(found.phone)) LIKE %s"]
        values += [f"+{number}%", f"{number[-SIGNIFICANT:][::-1]}%"]
    either = " OR ".join(f"({condition})" for condition in conditions)
    return f"SELECT found.id FROM leads_lead AS found WHERE {either} OFFSET 0", values


class Leads(models.QuerySet["Lead"]):
    def trusted(self) -> "Leads":
        """Those that are neither in quarantine nor merged into another."""
        return self.filter(quarantined_at=None, merged_into=None)

    def quarantined(self) -> "Leads":
        return self.exclude(quarantined_at=None)

    def to_be_judged(self) -> "Leads":
        """In quarantine, and nobody has said yet whether it is spam."""
        return self.quarantined().filter(condemned_at=None, merged_into=None)

    def condemned(self) -> "Leads":
        """Somebody has said that it is spam."""
        return self.filter(condemned_at__isnull=False, merged_into=None)

    def awaiting_triage(self) -> "Leads":
        """New ones that nobody has taken."""
        return self.trusted().filter(stage=Kind.NEW, expert=None)

    def for_rules(self, *, since: datetime, at: datetime) -> "Leads":
        """Those that assignment rules are to look at now, the longest due first; by an index of their own."""
        return self.awaiting_triage().filter(rules_at__gt=since, rules_at__lte=at).order_by("rules_at", "pk")

    def in_hand(self) -> "Leads":
        """Open ones that somebody has, or that are past the first stage."""
        return self.open().filter(Q(expert__isnull=False) | ~Q(stage=Kind.NEW))

    def open(self) -> "Leads":
        """Neither won nor lost."""
        return self.trusted().exclude(stage__in=CLOSED)

    def having_written(self) -> "Leads":
        """Whose visitor wrote again, closed ones too, and nobody has done anything about it yet."""
        return self.trusted().filter(wrote_at__isnull=False)

    def closed(self) -> "Leads":
        """Won or lost."""
        return self.trusted().filter(stage__in=CLOSED)

    def awake(self, *, at: datetime) -> "Leads":
        """Not put off until later."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))

    def asleep(self, *, at: datetime) -> "Leads":
        return self.open().filter(snoozed_until__gt=at)

    def having_words(self, message: str) -> "Leads":
        """With exactly these words; by an index, which texts of any length would not fit into."""
        digest = hashlib.md5(message.encode(), usedforsecurity=False).hexdigest()
        return self.alias(words=MD5("message")).filter(words=digest, message=message)

    def same_words(self, *, email: str, message: str, since: datetime) -> "Leads":
        return self.filter(email__iexact=email, message=message, received_at__gt=since)

    def of_the_same_person(self, lead: "Lead") -> "Leads":
        """Others with the same e-mail address, number or words: who corrects a mistyped address sends twice."""
        digest = hashlib.md5(lead.message.encode(), usedforsecurity=False).hexdigest()
        same = Q(person=Person(models.Value(lead.email))) | Q(words=digest, message=lead.message)
        if lead.phone_e164:
            same |= Q(phone_e164__gt="", phone_e164=lead.phone_e164)
        return self.alias(person=Person("email"), words=MD5("message")).filter(same).exclude(pk=lead.pk)

    def having_number(self, typed: str) -> "Leads":
        """Whose number begins or ends with these digits, however it and they were written: `+49 30 …`, `030/…`.

        By indexes, so digits from the middle of a number find nothing.
        """
        if not (wanted := digits(typed)):
            return self.none()
        return self.alias(backwards=BACKWARDS).filter(_has_number(wanted))

    def found_by(self, typed: str) -> "Leads":
        """By reference, number, or words of name, address, company, article and message, each from its beginning.

        By indexes; nothing at all for something without letters or digits. Those with rare words are found first and
        put in order then: PostgreSQL would rather go through all leads in that order, as it expects to meet some soon.
        """
        if named := REFERENCE.fullmatch(typed):
            return self.filter(reference=f"BL-{named[1].upper()}")
        telling, others, are_rare = _words(typed)
        if not telling:
            return self.none()
        wanted = digits(typed)
        if are_rare:
            return self.filter(pk__in=RawSQL(*_found_first(telling, others, wanted)))
        found = Q(Holds(models.Value(telling)))
        if others:
            found &= Q(HoldsToo(models.Value(others)))
        if wanted:  # one "or" of three indexes; a subquery would ask neither
            return self.alias(backwards=BACKWARDS).filter(found | _has_number(wanted))
        return self.filter(found)

    def newest_first(self) -> "Leads":
        return self.order_by("-received_at", "-pk")

    def longest_untouched_first(self) -> "Leads":
        """Adds `since`, when something last happened to each."""
        return self.annotate(since=TOUCHED).order_by("since", "pk")

    def pressing_first(self) -> "Leads":
        """New ones that nobody has, the newest on top; then open ones, the longest untouched on top; then the closed
        ones, the last closed on top; suspects at the end. Adds `since`, when something last happened to each.

        For short lists: no index has this order (leads/admin/boxes.py walks two that have).
        """
        place = Case(
            When(quarantined_at__isnull=False, then=3),
            When(stage__in=CLOSED, then=2),
            When(stage=Kind.NEW, expert=None, then=0),
            default=1,
        )
        untouched = Case(
            When(Q(expert=None, stage=Kind.NEW) | Q(stage__in=CLOSED), then=None), default=TOUCHED
        )
        return self.annotate(since=TOUCHED).order_by(place, untouched, "-since", "-pk")

    def with_story(self) -> "Leads":
        """Adds article, category, expert and all events with their people: two queries however many."""
        events = LeadEvent.objects.select_related("by", "expert")
        return self.select_related(
            "article", "category", "expert", "lost_reason", "merged_into"
        ).prefetch_related(Prefetch("events", queryset=events))
