# ruff: noqa: F811 - fixtures are taken by name
from datetime import date

import pytest
from django.db import IntegrityError

from staff.models import Absence
from staff.roles import SALES_LEAD
from tests.factories import make_user
from tests.signed_in import sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

ADD = "/admin/staff/absence/add/"
FIRST, LAST = date(2026, 8, 3), date(2026, 8, 14)


def test_both_ends_are_days_away():
    absence = Absence.objects.create(person=make_user(), from_on=FIRST, until_on=LAST)
    days = [date(2026, 8, 2), FIRST, date(2026, 8, 9), LAST, date(2026, 8, 15)]
    assert [list(Absence.objects.on(day)) for day in days] == [[], [absence], [absence], [absence], []]


def test_the_sales_lead_writes_who_is_away_and_a_wrong_end_is_refused_in_words(sign_in, client):
    sign_in(SALES_LEAD)
    given = {
        "person": make_user("erin@example.com", name="Erin").pk,
        "from_on": FIRST,
        "note": "Sam stands in",
    }
    refused = client.post(ADD, {**given, "until_on": "2026-08-01"})
    assert "The last day is before the first." in refused.content.decode()
    assert client.post(ADD, {**given, "until_on": LAST}).status_code == 302
    assert str(Absence.objects.get()) == "Erin, 3 Aug to 14 Aug 2026"


def test_who_is_not_at_work_here_is_not_offered(sign_in, client):
    sign_in(SALES_LEAD)
    make_user("gone@example.com", name="Gone", is_active=False)
    assert "Gone" not in client.get(ADD).content.decode()


def test_the_database_refuses_an_end_before_the_beginning():
    with pytest.raises(IntegrityError, match="staff_absence_ends_after_it_begins"):
        Absence.objects.create(person=make_user(), from_on=LAST, until_on=FIRST)
