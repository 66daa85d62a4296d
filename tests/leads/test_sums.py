"""Sums of months: the report says the same with them and without, and a month that changed has none."""

import random
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from leads.facts import catch_up
from leads.models import LeadFacts, MonthSum, SummedMonth
from leads.report import report
from leads.selection import Selection
from leads.sums import sum_months
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 31)
PERIODS = [
    (date(2025, 9, 1), TODAY),
    (date(2025, 10, 17), date(2026, 2, 28)),
    (date(2025, 12, 1), date(2025, 12, 31)),
    (date(2025, 12, 2), date(2025, 12, 30)),
    (date(2024, 1, 1), TODAY),
    (date(2026, 1, 31), date(2026, 2, 1)),
]


@pytest.fixture
def half_a_year():
    """A lead every third day, of all kinds: with the facts that a worker derives."""
    rng = random.Random(7)
    articles = [make_article(f"Number {n}", category=make_category(f"Shelf {n}")) for n in range(3)]
    people = [make_user(name=name) for name in ["Ada", "Ben"]]
    leads = []
    for number in range(60):
        at = datetime(2025, 9, 30, 12, tzinfo=NOW.tzinfo) + timedelta(days=3 * number)
        campaign = {"utm_campaign": rng.choice(["spring", "autumn"])} if rng.random() < 0.5 else {}
        article = rng.choice([*articles, None])
        lead = make_lead(at=at, article=article.slug if article else "", landing_query=campaign,
                         quarantined=rng.random() < 0.1)  # fmt: skip
        leads.append(lead)
        stage = rng.choice(["", "contacted", "qualified", "won", "lost"])
        if stage and not lead.quarantined_at:
            worth = {"value": rng.randrange(1, 99), "currency": rng.choice(["EUR", "USD"])}
            lead.move(stage, by=rng.choice(people), at=at, **(worth if stage == "won" else {}))
    catch_up()
    return leads


@pytest.fixture
def somebody_else():
    """Another session of the same database."""
    parameters = connection.get_connection_params()
    names = {"host", "port", "user", "password", "dbname"}
    with closing(
        psycopg.connect(**{name: parameters[name] for name in names & parameters.keys()})
    ) as session:
        yield session


def marked():
    return [f"{one.month:%Y-%m}" for one in SummedMonth.objects.order_by("month")]


def test_a_report_is_the_same_with_sums_and_without(half_a_year):
    at = datetime(2026, 3, 31, 12, tzinfo=NOW.tzinfo)
    before = [report(Selection(*period), at=at) for period in PERIODS]
    assert sum_months(today=TODAY) == 6
    assert marked() == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]
    assert sum_months(today=TODAY) == 0
    for period, known in zip(PERIODS, before, strict=True):
        assert report(Selection(*period), at=at) == known, period
    SummedMonth.objects.filter(month=date(2025, 12, 1)).delete()
    for period, known in zip(PERIODS, before, strict=True):
        assert report(Selection(*period), at=at) == known, period
    assert sum_months(today=TODAY) == 1
    assert [report(Selection(*period), at=at) for period in PERIODS] == before


def test_whole_months_are_read_from_their_sums(half_a_year):
    sum_months(today=TODAY)
    MonthSum.objects.filter(name="day", day=date(2025, 12, 2)).update(leads=1000)
    at = datetime(2026, 3, 31, 12, tzinfo=NOW.tzinfo)
    assert report(Selection(date(2025, 12, 1), TODAY), at=at).total.leads > 1000
    assert report(Selection(date(2025, 12, 2), TODAY), at=at).total.leads < 1000
    expert = Selection(date(2025, 12, 1), TODAY, campaign="spring")
    assert report(expert, at=at).total.leads < 1000


def a_new_lead(leads):
    make_lead(at=leads[20].received_at)
    catch_up()


def another_worth(leads):
    LeadFacts.objects.filter(lead=leads[20]).update(value=Decimal("1234.50"))


def another_day(leads):
    LeadFacts.objects.filter(lead=leads[20]).update(day=date(2025, 11, 30))


def forgotten(leads):
    LeadFacts.objects.filter(lead=leads[20]).delete()


def nothing_of_the_sums(leads):
    LeadFacts.objects.filter(lead=leads[20]).update(event_id=99, answered_after=5)


@pytest.mark.parametrize(
    ("happens", "gone"),
    [
        (a_new_lead, {"2025-11"}),
        (another_worth, {"2025-11"}),
        (another_day, {"2025-11"}),
        (forgotten, {"2025-11"}),
        (nothing_of_the_sums, set()),
    ],
)
def test_a_month_that_changes_is_not_summed(happens, gone, half_a_year):
    assert f"{half_a_year[20].received_at:%Y-%m}" == "2025-11"
    sum_months(today=TODAY)
    before = set(marked())
    happens(half_a_year)
    assert before - set(marked()) == gone


def test_a_fact_that_moves_leaves_two_months_to_sum(half_a_year):
    sum_months(today=TODAY)
    before = set(marked())
    LeadFacts.objects.filter(lead=half_a_year[20]).update(day=date(2026, 2, 3))
    assert before - set(marked()) == {"2025-11", "2026-02"}


def test_an_article_that_goes_changes_its_months(half_a_year):
    sum_months(today=TODAY)
    facts = LeadFacts.objects.exclude(article=None)
    article = facts.first().article
    months = {f"{one.day:%Y-%m}" for one in facts.filter(article=article)} - {"2026-03"}
    before = set(marked())
    article.delete()
    assert before - set(marked()) == months
    sum_months(today=TODAY)
    whole = report(Selection(date(2025, 9, 1), TODAY), at=NOW)
    assert whole.total.leads == LeadFacts.objects.counted().count()


def test_a_month_is_not_summed_while_somebody_writes_facts(half_a_year, somebody_else):
    """What is being written would come after the sums were read, and the mark would say that they are right."""
    somebody_else.execute("LOCK TABLE leads_leadfacts IN ROW EXCLUSIVE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    assert (sum_months(today=TODAY), marked()) == (0, [])
    somebody_else.rollback()
    assert sum_months(today=TODAY) == 6


def test_without_leads_there_is_nothing_to_sum():
    assert (sum_months(today=TODAY), marked()) == (0, [])
