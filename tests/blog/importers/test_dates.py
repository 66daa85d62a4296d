from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from blog.importers.dates import parse, split_name

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2014-03-12", datetime(2014, 3, 12, tzinfo=PARIS)),
        ("2024-12-5", datetime(2024, 12, 5, tzinfo=PARIS)),
        (" 2014/03/12 ", datetime(2014, 3, 12, tzinfo=PARIS)),
        ("2014-05-14T11:02:00-04:00", datetime(2014, 5, 14, 15, 2, tzinfo=UTC)),
        ("2015-02-03 9:15:00 -5", datetime(2015, 2, 3, 14, 15, tzinfo=UTC)),
        ("2015-02-03T09:15:30.250Z", datetime(2015, 2, 3, 9, 15, 30, tzinfo=UTC)),
        ("2015-02-03 09:15 +0530", datetime(2015, 2, 3, 3, 45, tzinfo=UTC)),
        ("2015-02-03 09:15", datetime(2015, 2, 3, 9, 15, tzinfo=PARIS)),
    ],
)
def test_a_date_is_read_as_people_write_it(text, moment):
    assert parse(text, PARIS).at == moment


def test_the_day_is_the_one_that_was_written_whatever_the_zone():
    moment = parse("2021-06-09 23:30:00 -4", UTC)
    assert (moment.on, moment.at.astimezone(UTC).date()) == (date(2021, 6, 9), date(2021, 6, 10))
    assert moment.at.tzinfo == timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    "text", ["", "soon", "2021-02-30", "2021-13-01", "2021-01-01 25:00", "2021-01-01 9:00 +99", "12.3.2014"]
)
def test_what_is_no_date_is_none(text):
    assert parse(text, UTC) is None


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("2014-03-12-coming-soon", ("2014-03-12", "coming-soon")),
        ("2024-12-5-18f-defaults", ("2024-12-5", "18f-defaults")),
        ("2021-04-05-why_this.v2", ("2021-04-05", "why_this.v2")),
        ("about", ("", "about")),
        ("2021-year-in-review", ("", "2021-year-in-review")),
    ],
)
def test_a_file_name_gives_a_date_and_a_slug(stem, parts):
    assert split_name(stem) == parts
