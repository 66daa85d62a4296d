"""Business time: the seconds in which the company is open, by its own clock. Pure: asks no database and no clock.

A moment counts when the clock on the company's wall stands within the hours of that weekday, and the day is no
holiday. So an hour that daylight saving repeats counts twice where it lies in the hours, and one it leaves out does not
count. Without any hours in the week the company is taken to be open around the clock.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

Hours = tuple[tuple[int, int], ...]  # minutes since midnight: opens, closes; in order, apart from each other

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAY_MINUTES = 24 * 60
AROUND_THE_CLOCK: Hours = ((0, DAY_MINUTES),)
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{CLOCK}\s*(?:[-\u2010-\u2015]|to)\s*{CLOCK}", re.ASCII)


class NotHours(ValueError):
    """Why a text does not say when the company is open, in words."""


def read(typed: str) -> Hours:
    """Hours such as `9:00–12:30, 13–17`; an empty text is a closed day. Raises `NotHours`."""
    parts = [part for part in re.split(r"\s*(?:[,;]|\band\b)\s*", typed.strip()) if part]
    found = sorted(map(_span, parts))
    if any(earlier[1] > later[0] for earlier, later in pairwise(found)):
        raise NotHours(
            "These hours overlap. Write each part of the day once, such as 9:00–12:00, 13:00–17:00."
        )
    return tuple(found)


def written(hours: Hours) -> str:
    """As `read` takes them."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in hours)


@dataclass(frozen=True)
class Schedule:
    """The hours of seven days from Monday on, the days on which nobody works, and whose clock is meant."""

    week: tuple[Hours, ...]
    zone: ZoneInfo
    holidays: frozenset[date] = field(default_factory=frozenset)

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` (aware) the company is open; nothing when they are reversed."""
        spans = self._open_from(start, until=end)
        return sum((min(closes, end) - opens for opens, closes in spans), timedelta())

    def after_business_time(self, start: datetime, wait: timedelta) -> datetime:
        """The first moment (UTC) by which the company was open for `wait` since `start`; `start` for no wait."""
        if wait <= timedelta():
            return start.astimezone(UTC)
        for opens, closes in self._open_from(start):
            if wait <= closes - opens:
                return opens + wait
            wait -= closes - opens
        raise AssertionError("a week with hours never ends")

    def is_open(self, at: datetime) -> bool:
        return next(self._open_from(at, until=at + timedelta(microseconds=1)), None) is not None

    def _open_from(
        self, start: datetime, until: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        """Spans (UTC) in which it is open, in order, each cut at `start`; the last may end after `until`."""
        start = start.astimezone(UTC)
        day = start.astimezone(self.zone).date() - DAY  # a day before: a clock may leave out a whole day
        last = until.astimezone(self.zone).date() + DAY if until else date.max - 2 * DAY
        while day <= last:
            for opens, closes in self._open_on(day):
                if closes > start and (until is None or opens < until):
                    yield max(opens, start), closes
            day += DAY

    def _open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        hours = self._hours(day)
        if not hours:
            return
        midnight = datetime.combine(day, time(), UTC)  # of a clock without a zone, so to speak
        for began, ended, offset in self._offsets(midnight):
            for opens, closes in hours:
                first = max(midnight + timedelta(minutes=opens) - offset, began)
                end = min(midnight + timedelta(minutes=closes) - offset, ended)
                if first < end:
                    yield first, end

    def _hours(self, day: date) -> Hours:
        if not any(self.week):
            return AROUND_THE_CLOCK
        return () if day in self.holidays else self.week[day.weekday()]

    def _offsets(self, midnight: datetime) -> Sequence[tuple[datetime, datetime, timedelta]]:
        """From when to when (UTC) the zone's clock is how far ahead, around the day that begins at `midnight`.

        At most one change is looked for: no zone has two within three days.
        """
        began, ended = midnight - DAY, midnight + 2 * DAY
        before, after = self._ahead(began), self._ahead(ended)
        if before == after:
            return [(began, ended, before)]
        minutes = range(3 * DAY_MINUTES)
        found = bisect_left(minutes, True, key=lambda n: self._ahead(began + n * MINUTE) != before)
        changed = began + found * MINUTE
        return [(began, changed, before), (changed, ended, after)]

    def _ahead(self, at: datetime) -> timedelta:
        return at.astimezone(self.zone).utcoffset() or timedelta()


def _span(part: str) -> tuple[int, int]:
    if not (match := SPAN.fullmatch(part)):
        raise NotHours(
            f"“{part[:30]}” is no span of time. Write such as 9:00–17:00, or 9:00–12:00, 13:00–17:00."
        )
    hour, minute, end_hour, end_minute = (int(digits or 0) for digits in match.groups())
    opens, closes = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or closes > DAY_MINUTES:
        raise NotHours(f"“{part[:30]}” is no time of the day. The clock goes from 0:00 to 24:00.")
    if opens >= closes:
        raise NotHours(
            f"“{part[:30]}” ends before it begins. Hours over midnight stand on both days: "
            "until 24:00, and from 0:00."
        )
    return opens, closes


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
