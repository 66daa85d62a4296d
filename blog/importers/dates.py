"""When a post was published: what is written in it, else what its file is called."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

WRITTEN = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{1,2}(?::?\d{2})?)?\Z"
)
FILE_NAME = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[-_](?P<slug>.+)\Z", re.DOTALL)


class Moment(NamedTuple):
    at: datetime  # aware
    on: date  # the day as it was written, whatever the zone: it stands in the old address


def parse(text: str, zone: tzinfo) -> Moment | None:
    """A day, or a day and a time with or without a zone; without one it is meant in `zone`. None: not a date."""
    if not (match := WRITTEN.match(text.strip())):
        return None
    try:
        on = date(int(match["year"]), int(match["month"]), int(match["day"]))
        clock = time(int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
        return Moment(datetime.combine(on, clock, _zone(match["zone"]) or zone), on)
    except ValueError:
        return None


def split_name(stem: str) -> tuple[str, str]:
    """("2024-12-5", "a-post") of "2024-12-5-a-post"; ("", stem) when no date is in front."""
    if not (match := FILE_NAME.match(stem)):
        return "", stem
    return f"{match['year']}-{match['month']}-{match['day']}", match["slug"]


def _zone(text: str | None) -> tzinfo | None:
    if not text or text in {"Z", "UTC"}:
        return timezone.utc if text else None  # noqa: UP017 - reads better beside timezone(…)
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)
