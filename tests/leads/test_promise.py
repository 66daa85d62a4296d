from datetime import timedelta

import pytest

from brand.models import BusinessHours, Company, KeptPromise
from leads.promise import measure
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db

FRIDAY = NOW + timedelta(
    days=4, hours=6, minutes=15
)  # 8 May 2026, 16:45 in London: a quarter of an hour is left
MONDAY = FRIDAY + timedelta(days=2, hours=16, minutes=15)  # 9:00


def answered(after=None, *, at=FRIDAY, **fields):
    lead = make_lead(at=at, **fields)
    if after is not None:
        lead.move("contacted", by=make_user(), at=at + after)
    return lead


def measured(at=MONDAY + timedelta(days=1)):
    measure(at=at)
    return (KeptPromise.objects.get().kept, KeptPromise.objects.get().asked)


def test_the_weekend_does_not_count_against_us():
    answered(MONDAY - FRIDAY + timedelta(minutes=45))  # the last minute
    answered(MONDAY - FRIDAY + timedelta(minutes=46))
    assert measured() == (1, 2)


def test_who_took_the_answer_back_within_seconds_has_not_answered():
    lead, by, at = make_lead(at=FRIDAY), make_user(), FRIDAY + timedelta(minutes=5)
    lead.move("contacted", by=by, at=at)
    lead.undo(since=lead.events.first().pk, by=by, at=at + timedelta(seconds=5))
    assert measured() == (0, 1)


def test_nobody_answered_is_a_promise_broken_once_its_time_is_over():
    answered()
    assert measured(MONDAY + timedelta(minutes=44)) == (0, 0)
    assert measured(MONDAY + timedelta(minutes=45)) == (0, 1)


def test_the_first_answer_counts_and_a_note_or_a_claim_is_none():
    lead = answered(timedelta(minutes=10))
    lead.move("qualified", by=make_user(), at=FRIDAY + timedelta(days=7))
    other = answered()
    other.claim(by=make_user(), at=FRIDAY)
    other.note("I will call her.", by=make_user(), at=FRIDAY)
    assert measured() == (1, 2)


def test_suspects_and_what_is_long_ago_do_not_count():
    make_lead(quarantined=True, at=FRIDAY)
    answered(timedelta(minutes=5), at=FRIDAY - timedelta(days=100))
    assert measured() == (0, 0)


def test_it_goes_by_the_companys_own_hours_and_length():
    Company.objects.create(promise_minutes=30)
    BusinessHours.objects.create(saturday="10-12")
    answered(timedelta(hours=17, minutes=31))  # Saturday, 10:16
    assert measured() == (0, 1)
    Company.objects.update(promise_minutes=31)
    assert measured() == (1, 1)
    assert KeptPromise.objects.get().within_minutes == 31
