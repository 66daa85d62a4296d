"""What assignment rules cost among many leads: `.venv/bin/python bench/assignment.py [1000000]`.

Fills the database of $BYLINE_VAR as bench/inbox.py does (give it a folder of its own), then prints what it costs the
worker when nothing came, and when five hundred leads wait for three rules.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import inbox  # bench/inbox.py sets Django up
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from leads.giving import AT_ONCE, give
from leads.models import AssignmentRule, Lead, RuleMember, Turn
from leads.receiving import Enquiry, receive
from staff.models import User

WAITING = AT_ONCE


def rules():
    AssignmentRule.objects.all().delete()
    people = list(User.objects.filter(email__startswith="bench").order_by("pk")[:6])
    for position, countries in enumerate(["DK, NO, SE", "FR", ""]):
        rule = AssignmentRule.objects.create(
            name=f"Rule {position}", position=position, countries=countries, only_at_work=False, minutes=30
        )
        RuleMember.objects.bulk_create(
            RuleMember(rule=rule, person=person, weight=1 + place % 3) for place, person in enumerate(people)
        )


def timed(words):
    asked, began = [], time.perf_counter()
    with connection.execute_wrapper(lambda ask, sql, *rest: (asked.append(sql), ask(sql, *rest))[1]):
        moved = give(at=timezone.now())
    seconds = time.perf_counter() - began
    print(f"{words:<32}{moved:>6} given {len(asked):>7} queries {seconds * 1000:>9.1f} ms")


def main():
    call_command("migrate", verbosity=0)
    inbox.fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    rules()
    print(f"{Lead.objects.count():,} leads")
    timed("nothing came")
    for number in range(WAITING):
        phone = "+46812345678" if number % 3 else "+33144581515"
        person = f"waits{number}-{time.time()}@client.example.com"
        words = f"We need a shop, number {number}, {time.time()}."
        receive(
            Enquiry(name="Ada", email=person, message=words, phone=phone, phone_e164=phone), at=timezone.now()
        )
    timed("as many wait as a run takes")
    latest = Turn.objects.order_by("-pk").values("pk")[:WAITING]
    Turn.objects.exclude(pk__in=list(latest.values_list("pk", flat=True))).delete()
    Turn.objects.update(due_at=timezone.now())
    timed("as many go on to the next")
    timed("nothing is due")


if __name__ == "__main__":
    main()
