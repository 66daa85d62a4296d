"""Who of us is there at a moment: may answer leads, is not absent, and works at this hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from brand.business_hours import Schedule, read, written
from brand.models import BusinessHours
from leads.assignment import Colleague
from leads.experts import experts
from leads.models import RuleMember
from staff.models import Absence, User
from staff.time_zones import zone

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Presence:
    at: datetime
    schedule: Schedule
    people: dict[int, User]  # who may answer leads
    absent: dict[int, date]  # person → last day away

    @classmethod
    def now(cls, *, at: datetime) -> "Presence":
        """Three queries, one more while no business hours were saved."""
        schedule = BusinessHours.schedule()
        today = at.astimezone(schedule.zone).date()
        absences = Absence.objects.on(today).order_by("until_on").values_list("person_id", "until_on")
        people = {person.pk: person for person in experts().select_related("lead_mail")}
        return cls(at, schedule, people, dict(absences))

    def hours_of(self, member: RuleMember) -> Schedule:
        """The member's own on the company's working days, on their own clock; else the company's."""
        person = self.people.get(member.person_id)
        if not member.hours:
            return self.schedule
        own, company = read(member.hours), self.schedule
        week = tuple(own if hours or not any(company.week) else () for hours in company.week)
        clock = zone(person.time_zone) if person and person.time_zone else None
        own_zone = clock if isinstance(clock, ZoneInfo) else company.zone
        return Schedule(week=week, zone=own_zone, holidays=company.holidays)

    def colleague(self, member: RuleMember, *, only_at_work: bool) -> Colleague:
        away, back_at = self._away(member, only_at_work)
        return Colleague(
            person=member.person_id,
            name=str(member.person),
            weight=member.weight,
            credit=member.credit,
            away=away,
            back_at=back_at,
        )

    def _away(self, member: RuleMember, only_at_work: bool) -> tuple[str, datetime | None]:
        if why := self.not_today(member.person_id):
            return why, None
        hours = self.hours_of(member)
        if not only_at_work or hours.is_open(self.at):
            return "", None
        own = f" ({written(read(member.hours))})" if member.hours else ""
        return f"does not work at the moment{own}", hours.after_business_time(self.at, MOMENT)

    def not_today(self, person: int) -> str:
        """Why this person gets no lead today; empty when they may."""
        if person not in self.people:
            return "may not answer leads any more"
        until = self.absent.get(person)
        return f"is absent until {until:%-d %B}" if until else ""
