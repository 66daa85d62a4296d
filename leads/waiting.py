"""How long a lead has waited for its first answer, against what the form promises, in the company's business time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from brand.business_hours import Schedule
from brand.models import BusinessHours, Company
from leads.models import Lead

COUNTED = timedelta(days=7)  # to count the hours of a year would take longer than to show the whole list


@dataclass(frozen=True)
class Waiting:
    due: datetime
    is_late: bool
    late: (
        timedelta | None
    )  # business time; None when it is in time, or was due so long ago that the day says more


@dataclass(frozen=True)
class Promised:
    schedule: Schedule
    within: timedelta

    @classmethod
    def now(cls) -> "Promised":
        """As company and business hours have it. Three queries."""
        return cls(BusinessHours.schedule(), timedelta(minutes=Company.current().promise_minutes))

    def waiting(self, lead: Lead, *, at: datetime) -> Waiting | None:
        """None for one that is answered, or that nobody need answer."""
        if lead.stage != Lead.Stage.NEW or lead.quarantined_at or lead.merged_into_id:
            return None
        due = self.schedule.after_business_time(lead.received_at, self.within)
        is_late = due <= at
        counts = is_late and at - due <= COUNTED
        return Waiting(due, is_late, self.schedule.business_time_between(due, at) if counts else None)
