"""Keeps what pages say of the promise by the form: how often the first answer came within it, these ninety days."""

from datetime import datetime, timedelta

from brand.models import KeptPromise
from leads.answers import answers_of
from leads.facts import catch_up
from leads.models import LeadFacts

LOOKED_BACK = timedelta(days=90)


def measure(*, at: datetime) -> None:
    """Writes the row that pages show."""
    catch_up()
    facts = LeadFacts.objects.counted().filter(day__gt=(at - LOOKED_BACK).date())
    found = answers_of(facts, at=at)
    minutes = int(found.promised.total_seconds()) // 60
    KeptPromise.record(within_minutes=minutes, asked=found.cases, kept=found.kept, at=at)
