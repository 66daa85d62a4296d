"""What visitors were told, beside what the database holds."""

import json
from dataclasses import dataclass

from bench.lead_storm.site import Site
from bench.lead_storm.visitors import Told

HELD = """
import json
from django.db.models import Count, Q
from leads.models import Lead
from procrastinate.contrib.django.models import ProcrastinateJob
from leads.tasks import deliveries_of
jobs = ProcrastinateJob.objects.filter(task_name__startswith="leads.", status__in=["todo", "doing"])
jobs = {one for args in jobs.values_list("args", flat=True) if "timestamp" not in args for one in deliveries_of(args)}
for lead in Lead.objects.filter(message__startswith="Storm ").prefetch_related("events", "deliveries"):
    mails = list(lead.deliveries.all())
    print(json.dumps({
        "words": lead.message, "reference": lead.reference, "mails": len(mails),
        "jobless": sum(mail.state() == "waiting" and mail.pk not in jobs for mail in mails),
        "received": sum(event.kind == "received" for event in lead.events.all()),
        "story": " ".join(event.text for event in lead.events.all()),
    }))
"""


@dataclass
class Held:
    words: str
    reference: str
    mails: int
    jobless: int  # mails that nobody will send
    received: int  # events of its kind; there is one
    story: str

    def was_told(self, reference: str) -> bool:
        """Two tabs while the database was away have two numbers: the lead has one, and its story names the other."""
        return reference == self.reference or f"told {reference}" in self.story


@dataclass
class Comparison:
    thanked: int
    enquiries: int  # for which somebody was thanked
    stored: int
    spooled: int
    faults: dict[str, list]  # by name, those that have it


def judge(site: Site, told: list[Told]) -> int:
    """Prints the comparison. The exit code."""
    found = compare(site, told)
    print(f"Thanked {found.thanked} times for {found.enquiries} enquiries; stored {found.stored}, "
          f"of these {found.spooled} by way of the spool")  # fmt: skip
    print(", ".join(f"{name} {len(those)}" for name, those in found.faults.items()), flush=True)
    for name, those in found.faults.items():
        for one in those[:5]:
            print(f"  {name}: {one}")
    return int(any(found.faults.values()))


def compare(site: Site, told: list[Told]) -> Comparison:
    held: dict[str, list[Held]] = {}
    written = {one.words for one in told}  # an earlier storm may have left others
    for line in site.ask(HELD).splitlines():
        lead = Held(**json.loads(line))
        if lead.words in written:
            held.setdefault(lead.words, []).append(lead)
    thanked = [one for one in told if one.reference]
    every = [lead for leads in held.values() for lead in leads]
    faults = {
        "lost": sorted({one.words for one in thanked} - set(held)),
        "doubled": [words for words, leads in held.items() if len(leads) > 1],
        "other reference": [
            one.words
            for one in thanked
            if one.words in held and not any(lead.was_told(one.reference) for lead in held[one.words])
        ],
        "without mails": [lead for lead in every if not lead.mails],
        "mails without a job": [lead for lead in every if lead.jobless],
        "without one beginning": [lead for lead in every if lead.received != 1],
    }
    return Comparison(
        thanked=len(thanked),
        enquiries=len({one.words for one in thanked}),
        stored=len(every),
        spooled=sum("waited in the spool" in lead.story for lead in every),
        faults=faults,
    )
