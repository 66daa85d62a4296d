from datetime import date

import pytest
from django.db import IntegrityError, connection

from brand.business_hours import read
from brand.models import BusinessHours, Holiday
from brand.models.business_hours import DAYS
from staff.roles import SALES_LEAD
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db

FORM = "/admin/brand/businesshours/1/change/"


@pytest.fixture
def save(sign_in, client):
    sign_in(SALES_LEAD)
    return lambda **fields: client.post(FORM, {**form_of(client.get(FORM)), **fields})


def test_office_hours_until_somebody_says_otherwise(django_assert_num_queries):
    with django_assert_num_queries(2):
        schedule = BusinessHours.schedule()
    assert schedule.week == (*[read("9-17")] * 5, (), ())
    assert (schedule.zone.key, schedule.holidays) == ("Europe/London", frozenset())


def test_the_sales_lead_writes_hours_as_people_do(save, django_assert_num_queries):
    Holiday.objects.create(on=date(2026, 12, 25), name="Christmas Day")
    assert save(monday="8-12, 13:30 - 18", friday="", time_zone="Europe/Vienna").status_code == 302
    assert BusinessHours.objects.get().monday == "8:00–12:00, 13:30–18:00"
    with django_assert_num_queries(1):
        schedule = BusinessHours.schedule()
    assert (schedule.week[0], schedule.week[4]) == (((480, 720), (810, 1080)), ())
    assert (schedule.zone.key, schedule.holidays) == ("Europe/Vienna", {date(2026, 12, 25)})


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"tuesday": "17-9"}, "tuesday", "“17-9” ends before it begins."),
        ({"time_zone": "CET"}, "time_zone", "There is no such time zone"),
        (dict.fromkeys(DAYS, ""), "monday", "Write the hours of one day at least"),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_its_field(fields, field, words, save):
    response = save(**fields)
    assert list(response.context["adminform"].form.errors) == [field]
    assert words in response.content.decode()
    assert not BusinessHours.objects.exists()


def test_the_database_takes_no_hours_that_cannot_be_read():
    BusinessHours().save()
    with pytest.raises(IntegrityError, match="brand_hours_of_sunday"), connection.cursor() as cursor:
        cursor.execute("UPDATE brand_businesshours SET sunday = 'whenever'")


def test_a_day_is_a_holiday_once(sign_in, client):
    sign_in(SALES_LEAD)
    first = client.post("/admin/brand/holiday/add/", {"on": "2026-12-25", "name": "Christmas Day"})
    second = client.post("/admin/brand/holiday/add/", {"on": "2026-12-25", "name": "Bank holiday"})
    assert (first.status_code, second.status_code) == (302, 200)
    assert "This day is a holiday already." in second.content.decode()
    assert [holiday.name for holiday in Holiday.objects.all()] == ["Christmas Day"]
