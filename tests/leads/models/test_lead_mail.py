"""When a person's digest is due, and that it is written once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from leads.models import Delivery, LeadMail
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def digest(hour=8, zone="", **fields):
    person = make_user(role="sales", time_zone=zone)
    return LeadMail.objects.create(person=person, when="digest", hour=hour, told_until=NOW, **fields)


@pytest.mark.parametrize(
    ("zone", "hour", "at", "moment"),
    [
        ("Europe/Vienna", 8, "2026-05-04T05:59", "2026-05-03T06:00"),
        ("Europe/Vienna", 8, "2026-05-04T06:00", "2026-05-04T06:00"),
        ("Europe/Vienna", 8, "2026-01-04T07:00", "2026-01-04T07:00"),
        ("America/New_York", 23, "2026-05-04T02:59", "2026-05-03T03:00"),
        ("Pacific/Kiritimati", 0, "2026-05-03T10:00", "2026-05-03T10:00"),
        ("", 8, "2026-05-04T07:00", "2026-05-04T07:00"),  # the site's own: London
        # The clock goes from 2 to 3: that hour is left out, and the mail comes with the next.
        ("Europe/Vienna", 2, "2026-03-29T00:59", "2026-03-28T01:00"),
        ("Europe/Vienna", 2, "2026-03-29T01:00", "2026-03-29T01:00"),
        ("Europe/Vienna", 8, "2026-03-29T06:00", "2026-03-29T06:00"),
        # The clock goes from 3 back to 2: that hour comes twice, and the mail with the first.
        ("Europe/Vienna", 2, "2026-10-25T00:30", "2026-10-25T00:00"),
        ("Europe/Vienna", 2, "2026-10-25T01:30", "2026-10-25T00:00"),
        ("Europe/Vienna", 8, "2026-10-25T07:00", "2026-10-25T07:00"),
    ],
)
def test_the_digest_comes_by_each_persons_own_clock(zone, hour, at, moment):
    found = digest(hour, zone).last_moment(at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_there_is_one_a_day_the_year_round():
    one = digest(2, "Europe/Vienna")
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    moments = {one.last_moment(at=start + timedelta(minutes=30 * step)) for step in range(48 * 365)}
    days = sorted(moment.astimezone(UTC).date() for moment in moments)
    assert len(moments) == len(set(days)) == 366


def test_it_is_written_once_and_not_when_nothing_came():
    one, lead = digest(), make_lead()
    again = LeadMail.objects.get()
    until = NOW + timedelta(hours=1)
    assert one.write_digest([lead], until=until, at=until) is True
    assert again.write_digest([lead], until=until, at=until) is False
    [mail] = Delivery.objects.filter(kind="digest")
    assert (mail.recipient, mail.listed, mail.lead) == (one.person.email, [lead.pk], None)
    later = until + timedelta(days=1)
    assert LeadMail.objects.get().write_digest([], until=later, at=later) is False
    assert (LeadMail.objects.get().told_until, Delivery.objects.filter(kind="digest").count()) == (later, 1)


@pytest.mark.parametrize("never", [{"hour": 24}, {"told_until": None}])
def test_the_database_refuses_what_must_never_be(never):
    digest()
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadMail.objects.update(**never)
