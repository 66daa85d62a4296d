from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from brand.business_hours import Schedule
from leads.models import Lead
from leads.waiting import Promised
from tests.factories import NOW

# Monday to Friday, 9 to 17; 4 May 2026 is a Monday, and NOW is 10:30 in London.
OFFICE = Schedule(week=(((540, 1020),),) * 5 + ((),) * 2, zone=ZoneInfo("Europe/London"))
PROMISED = Promised(OFFICE, timedelta(hours=1))


def waiting(after, **fields):
    """Of one that came on Friday at 16:45."""
    came = NOW + timedelta(days=4, hours=6, minutes=15)
    return PROMISED.waiting(Lead(received_at=came, **fields), at=came + after)


def test_the_night_and_the_weekend_are_not_waited_through():
    found = waiting(timedelta(days=2))
    assert (found.is_late, found.late) == (False, None)
    assert found.due.astimezone(OFFICE.zone).strftime("%A %H:%M") == "Monday 09:45"


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(days=2, hours=17), timedelta()),
        (timedelta(days=2, hours=18), timedelta(hours=1)),
        (timedelta(days=3, hours=17), timedelta(hours=8)),  # a day of work
        (timedelta(days=30), None),  # the day says it
    ],
)
def test_who_is_late_is_so_in_business_time(after, late):
    found = waiting(after)
    assert (found.is_late, found.late) == (True, late)


@pytest.mark.parametrize("fields", [{"stage": "contacted"}, {"quarantined_at": NOW}, {"merged_into_id": 1}])
def test_who_is_answered_or_suspect_does_not_wait(fields):
    assert waiting(timedelta(days=30), **fields) is None
