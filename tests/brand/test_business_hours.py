import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brand.business_hours import NotHours, Schedule, read, written

OFFICE = (*[read("9-17")] * 5, (), ())
LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(*holidays, zone=LONDON):
    return Schedule(OFFICE, zone, frozenset(date.fromisoformat(day) for day in holidays))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-05-04 09:30", "2026-05-04 10:15", 0.75),
        ("2026-05-04 07:00", "2026-05-04 23:00", 8),
        ("2026-05-04 16:00", "2026-05-05 10:00", 2),
        ("2026-05-08 16:30", "2026-05-11 09:30", 1),  # over a weekend
        ("2026-05-09 12:00", "2026-05-10 12:00", 0),  # within it
        ("2026-05-05 12:00", "2026-05-04 12:00", 0),  # reversed
        ("2026-05-04 12:00", "2026-05-11 12:00", 40),
    ],
)
def test_only_the_time_in_which_the_company_is_open_counts(start, end, hours):
    assert office().business_time_between(at(start), at(end)) == hours * HOUR


def test_nobody_works_on_a_holiday():
    schedule = office("2026-05-04", "2026-05-05")
    assert schedule.business_time_between(at("2026-05-01 16:00"), at("2026-05-06 10:00")) == 2 * HOUR
    assert schedule.after_business_time(at("2026-05-01 16:30"), HOUR) == at("2026-05-06 09:30")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-05-04 09:30", "2026-05-04 10:30"),
        ("2026-05-04 16:00", "2026-05-04 17:00"),  # the last minute is in time
        ("2026-05-08 16:30", "2026-05-11 09:30"),
        ("2026-05-10 03:00", "2026-05-11 10:00"),
        ("2026-03-27 16:30", "2026-03-30 09:30"),  # the clock goes forward between
    ],
)
def test_the_moment_by_which_an_hour_has_passed(start, end):
    assert office().after_business_time(at(start), HOUR) == at(end)


def test_no_wait_is_over_at_once():
    assert office().after_business_time(at("2026-05-10 03:00"), timedelta()) == at("2026-05-10 03:00")


def test_a_night_shift_counts_what_the_clock_on_the_wall_shows():
    nights = Schedule((read("0-4"),) * 7, ZoneInfo("Europe/Berlin"))
    berlin = nights.zone
    assert (
        nights.business_time_between(at("2026-03-29 00:00", berlin), at("2026-03-29 12:00", berlin))
        == 3 * HOUR
    )
    assert (
        nights.business_time_between(at("2026-10-25 00:00", berlin), at("2026-10-25 12:00", berlin))
        == 5 * HOUR
    )


def test_a_day_that_a_clock_leaves_out_has_no_hours():
    apia = ZoneInfo("Pacific/Apia")  # went from the evening of the 29th to the 31st, a Saturday
    schedule = Schedule((read("9-17"),) * 7, apia)
    assert (
        schedule.business_time_between(at("2011-12-29 12:00", apia), at("2011-12-31 10:00", apia)) == 6 * HOUR
    )


def test_hours_until_midnight_and_from_it_are_one_night():
    schedule = Schedule((read("22-24, 0-2"),) * 7, LONDON)
    assert schedule.business_time_between(at("2026-05-04 21:00"), at("2026-05-05 03:00")) == 4 * HOUR


def test_a_week_without_hours_is_open_around_the_clock():
    never = Schedule(((),) * 7, LONDON, frozenset([date(2026, 5, 5)]))
    assert never.after_business_time(at("2026-05-04 23:30"), 30 * HOUR) == at("2026-05-06 05:30")


def test_open_and_closed():
    assert [
        office().is_open(at(f"2026-05-04 {clock}")) for clock in ("08:59", "09:00", "16:59", "17:00")
    ] == [
        *(False, True, True, False),
    ]


ZONES = [
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
]
CHANGES = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-04-24"]


def made_up(dice):
    def hours():
        cuts = sorted(dice.sample(range(1441), 2 * dice.randint(0, 2)))
        return tuple(zip(cuts[::2], cuts[1::2], strict=True))

    day = date.fromisoformat(dice.choice(CHANGES))
    off = frozenset(day + timedelta(days=dice.randint(-2, 3)) for _ in range(dice.randint(0, 2)))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=dice.randint(-2000, 1400))
    return Schedule(tuple(hours() for _ in range(7)), ZoneInfo(dice.choice(ZONES)), off), start


def counted(schedule, start, end):
    """Minute by minute, as a person with a clock on the wall would."""
    minutes = 0
    while start < end:
        wall = start.astimezone(schedule.zone)
        now = wall.hour * 60 + wall.minute
        if wall.date() not in schedule.holidays:
            minutes += any(opens <= now < closes for opens, closes in schedule.week[wall.weekday()])
        start += timedelta(minutes=1)
    return timedelta(minutes=minutes)


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_somebody_counts_minute_by_minute(seed):
    dice = random.Random(seed)
    schedule, start = made_up(dice)
    if not any(schedule.week):
        pytest.skip("is open around the clock")
    end = start + timedelta(minutes=dice.randint(0, 4000))
    assert schedule.business_time_between(start, end) == counted(schedule, start, end)
    wait = timedelta(minutes=dice.randint(1, 3000))
    due = schedule.after_business_time(start, wait)
    assert schedule.business_time_between(start, due) == wait
    assert schedule.business_time_between(start, due - timedelta(seconds=1)) < wait


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9-17", "9:00–17:00"),
        ("09:00 – 12:30 and 13.15-17", "9:00–12:30, 13:15–17:00"),
        ("13-17; 9 to 12", "9:00–12:00, 13:00–17:00"),
        ("0-24", "0:00–24:00"),
        ("9-12,12-17", "9:00–12:00, 12:00–17:00"),
        (" ", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed, kept):
    assert written(read(typed)) == kept
    assert read(kept) == read(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nine to five", "“nine to five” is no span of time."),
        ("9", "“9” is no span of time."),
        ("9-25", "The clock goes from 0:00 to 24:00."),
        ("9:75-17", "The clock goes from 0:00 to 24:00."),
        ("17-9", "“17-9” ends before it begins."),
        ("9-12, 11-17", "These hours overlap."),
    ],
)
def test_other_texts_are_refused_in_words(typed, words):
    with pytest.raises(NotHours, match=words.replace(".", r"\.")):
        read(typed)
