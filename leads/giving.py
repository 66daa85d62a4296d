"""Assignment rules at work: new leads are given to whoever is next, and go on when they are not taken.

Run by the worker each minute, never by a visitor's request. A lead that another transaction holds is passed by until
the next minute, so two workers at once do nothing twice, and nobody's claim is overrun.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction

from leads.assignment import Asked, Choice, Colleague, Terms, country_of, first_holding, next_in_turn
from leads.experts import leading, owners
from leads.models import AssignmentRule, Delivery, Lead, LeadMail, RuleMember, Turn
from leads.models.assignment_rule import LOOKED_BACK
from leads.presence import Presence
from staff.models import User

logger = logging.getLogger(__name__)

AT_ONCE = 500  # leads a minute, which is some ten seconds of a busy worker; the rest is next
AGAIN_WITHIN = timedelta(minutes=10)  # absence and hours may be changed meanwhile


def rules_in_use() -> dict[int, AssignmentRule]:
    """By their keys, in the order in which they are asked. Two queries."""
    return {rule.pk: rule for rule in AssignmentRule.objects.in_use().prefetch_related("categories")}


def asked_of(lead: Lead) -> Asked:
    return Asked(
        category=lead.category_id,
        category_name=lead.category_name,
        language=lead.article.language if lead.article else "",
        country=country_of(lead.phone_e164),
    )


def try_out(asked: Asked, *, at: datetime) -> tuple[Terms | None, Choice]:
    """What would happen to such a lead at this moment. Nothing is written."""
    rules = rules_in_use()
    terms = first_holding(asked, [rule.terms() for rule in rules.values()])
    if terms is None:
        return None, Choice()
    rule, here = rules[terms.rule], Presence.now(at=at)
    return terms, next_in_turn(_colleagues(rule, rule.members.select_related("person"), here))


def give(*, at: datetime) -> int:
    """Give away what came, and pass on what was not taken. How many leads changed hands.

    A query while no rule is switched on; else fifteen a lead, all of them by keys.
    """
    if not (rules := rules_in_use()):
        return 0
    here, terms = Presence.now(at=at), [rule.terms() for rule in rules.values()]
    over = Turn.objects.over(at=at, away=_away_today(here)).values_list("pk", flat=True)[:AT_ONCE]
    moved = sum(_surely(_pass_on, lead, here) for lead in list(over))
    waiting = Lead.objects.for_rules(since=at - LOOKED_BACK, at=at).values_list("pk", flat=True)[:AT_ONCE]
    return moved + sum(_surely(_give_one, lead, here, rules, terms) for lead in list(waiting))


def _surely(do: Callable[..., bool], pk: int, here: Presence, *more: Any) -> bool:
    """One lead that cannot be given stops none of the others; it is tried again later, and the log tells which."""
    try:
        return do(pk, here, *more)
    except DatabaseError:
        raise  # the next minute
    except Exception:
        logger.exception("Lead %d could not be given by rules.", pk)
        Lead.objects.filter(pk=pk, rules_at__isnull=False).update(rules_at=here.at + AGAIN_WITHIN)
        Turn.objects.filter(pk=pk).update(due_at=here.at + AGAIN_WITHIN)
        return False


def _away_today(here: Presence) -> list[int]:
    """Of the people who have turns open."""
    known = Turn.objects.order_by().values_list("person_id", flat=True).distinct()
    return [person for person in known if here.not_today(person)]


def _give_one(pk: int, here: Presence, rules: dict[int, AssignmentRule], terms: Sequence[Terms]) -> bool:
    with transaction.atomic():
        lead = _held(Lead.objects.for_rules(since=here.at - LOOKED_BACK, at=here.at), pk)
        if lead is None:
            return False
        asked = asked_of(lead)
        if (held := first_holding(asked, terms)) is None:
            _look_again(lead, None)
            return False
        choice, member = _choose(rules[held.rule], here)
        why = f"{held.because(asked)} {choice.why}"
        if member is None:
            if not lead.events.filter(kind="left").exists():  # said once, not every ten minutes
                lead.leave_to_all(at=here.at, why=why)
            _look_again(lead, _when_back(choice, here))
            return False
        _look_again(lead, None)
        _hand_over(lead, member, here, why=why)
    return True


def _pass_on(pk: int, here: Presence) -> bool:
    with transaction.atomic():
        lead = _held(Lead.objects.all(), pk)
        turn = Turn.objects.select_related("rule", "person").filter(pk=pk).first()
        if lead is None or turn is None or not _is_over(turn, here):
            return False
        if not _waits_for(lead, turn):
            turn.delete()
            return False
        away = here.not_today(turn.person_id)
        why = f"{turn.person} {away}." if away else _not_taken(turn)
        choice, member = _choose(turn.rule, here, had=turn.had)
        why = f"{why} {choice.why}"
        if member is not None:
            _hand_over(lead, member, here, why=why, had=turn.had)
            return True
        if choice.back_at and not away:  # the next one comes to work later: until then it may still be taken
            Turn.objects.filter(pk=pk).update(due_at=choice.back_at)
            return False
        turn.delete()
        lead.leave_to_all(at=here.at, why=why)
        if away:
            _look_again(lead, _when_back(choice, here))
        else:
            _tell_leading(lead, at=here.at)
    return True


def _held(leads: Any, pk: int) -> Lead | None:
    """The lead as it is now, which nobody else changes until the end; None for one that somebody else holds."""
    free = leads.order_by().select_for_update(skip_locked=True, of=("self",))
    return free.select_related("article").filter(pk=pk).first()


def _is_over(turn: Turn, here: Presence) -> bool:
    return bool(here.not_today(turn.person_id) or (turn.due_at and turn.due_at <= here.at))


def _waits_for(lead: Lead, turn: Turn) -> bool:
    """Not what the visitor withdrew or erased meanwhile, nor what lies in quarantine or is a part of another."""
    is_open = lead.stage == Lead.Stage.NEW and lead.expert_id == turn.person_id
    return is_open and not (lead.quarantined_at or lead.merged_into_id or lead.erased_at)


def _not_taken(turn: Turn) -> str:
    minutes = turn.rule.minutes
    within = f"{minutes} business minute{'s' * (minutes != 1)}" if minutes else "the time that it had"
    return f"Not taken within {within} by {turn.person}."


def _when_back(choice: Choice, here: Presence) -> datetime:
    again = here.at + AGAIN_WITHIN
    return min(choice.back_at or again, again)


def _choose(
    rule: AssignmentRule, here: Presence, *, had: Sequence[int] = ()
) -> tuple[Choice, RuleMember | None]:
    """Holds the rule's people, so that of two workers each counts on with what the other left."""
    members = list(rule.members.select_for_update(of=("self",)).select_related("person"))
    choice = next_in_turn(_colleagues(rule, members, here), had=had)
    for member in members:
        member.credit = choice.credits.get(member.person_id, member.credit)
    RuleMember.objects.bulk_update(members, ["credit"])
    return choice, next((member for member in members if member.person_id == choice.person), None)


def _colleagues(rule: AssignmentRule, members: Iterable[RuleMember], here: Presence) -> list[Colleague]:
    return [here.colleague(member, only_at_work=rule.only_at_work) for member in members]


def _hand_over(lead: Lead, member: RuleMember, here: Presence, *, why: str, had: Sequence[int] = ()) -> None:
    person, rule = here.people[member.person_id], member.rule
    lead.assign(person, by=None, at=here.at, why=why)
    due_at = None
    if rule.minutes:
        hours = here.hours_of(member) if rule.only_at_work else here.schedule
        due_at = hours.after_business_time(here.at, timedelta(minutes=rule.minutes))
    turn = Turn(lead=lead, rule=rule, person=person, given_at=here.at, due_at=due_at, had=[*had, person.pk])
    Turn.objects.bulk_create(
        [turn],
        update_conflicts=True,
        unique_fields=["lead"],
        update_fields=["rule", "person", "given_at", "due_at", "had"],
    )


def _look_again(lead: Lead, moment: datetime | None) -> None:
    Lead.objects.filter(pk=lead.pk).update(rules_at=moment)


def _tell_leading(lead: Lead, *, at: datetime) -> None:
    """By mail at once, but for those who wish for none at all; the owners when nobody else would be told."""
    chosen = [one for one in leading().select_related("lead_mail") if _listens(one)]
    mails = [
        Delivery.about(lead, Delivery.Kind.LEFT, recipient=person.email, at=at)
        for person in chosen or owners()
    ]
    Delivery.queue_new(Delivery.objects.bulk_create(mails))


def _listens(person: User) -> bool:
    return LeadMail.of(person).when != LeadMail.When.NEVER
