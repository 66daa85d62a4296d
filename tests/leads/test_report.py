"""Figures of a small set that was counted by hand, and sums that equal the lists behind them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.db.models import DateField
from django.db.models.functions import Cast, TruncMonth, TruncWeek
from django.urls import reverse

from blog.models import DailyReads
from leads.admin.selection_form import SelectionForm
from leads.facts import catch_up, renew_all
from leads.models import DailyOpenings, Lead, LeadFacts, Stage
from leads.models.facts import Reached
from leads.report import report
from leads.selection import Selection
from leads.sums import Month, Week
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_lead
from tests.signed_in import sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

MARCH = Selection(date(2026, 3, 2), date(2026, 3, 31))
TODAY = date(2026, 3, 31)


def day(number, hour=10):
    return datetime(2026, 3, number, hour, tzinfo=NOW.tzinfo)


@pytest.fixture
def small_set():
    """Eight leads of March, of which five count; one of February; a suspect."""
    hosting, design = make_category("Hosting"), make_category("Design")
    backups, type_scale = (
        make_article("On backups", category=hosting),
        make_article("On type", category=design),
    )
    ada, ben = make_user(name="Ada"), make_user(name="Ben")
    spring = {"utm_campaign": "spring"}

    def lead(number, article=None, *steps, by=ada, **fields):
        made = make_lead(at=day(number), article=article.slug if article else "", **fields)
        for after, stage, value in steps:
            currency = "EUR" if value else ""
            at = day(number) + timedelta(minutes=after)
            made.move(stage, by=by, at=at, value=value, currency=currency)
        return made

    lead(2, backups, (30, "contacted", None), (90, "qualified", None), (300, "won", 8000))
    lead(3, backups, (50, "qualified", None), (60, "lost", None), landing_query=spring)
    lead(10, backups, (180, "contacted", None), by=ben, landing_query=spring)
    lead(11, type_scale, (20, "won", 500), by=ben)
    lead(12)
    lead(13, backups, quarantined=True)
    make_lead(at=datetime(2026, 2, 27, tzinfo=NOW.tzinfo), article=backups.slug)
    DailyReads.objects.create(article=backups, day=date(2026, 3, 5), reads=400)
    DailyReads.objects.create(article=type_scale, day=date(2026, 3, 6), reads=100)
    DailyReads.objects.create(article=backups, day=date(2026, 2, 6), reads=999)
    DailyOpenings.objects.create(article=backups, day=date(2026, 3, 5), openings=20)
    DailyOpenings.objects.create(article=None, day=date(2026, 3, 5), openings=5)
    catch_up()
    return {"backups": backups, "type": type_scale, "ada": ada, "ben": ben}


def shown(table):
    return [(row.name, row.leads, row.qualified, row.won, sum(row.worth.values())) for row in table.rows]


def test_the_figures_of_a_small_set(small_set):
    found = report(MARCH, at=day(31))
    total = found.total
    assert (total.leads, total.qualified, total.won, total.worth) == (5, 3, 2, {"EUR": 8500})
    article, category, campaign, expert = found.tables
    assert shown(article) == [
        ("On backups", 3, 2, 1, 8000),
        ("On type", 1, 1, 1, 500),
        ("No article, or one that is gone", 1, 0, 0, 0),
    ]
    assert [(row.reads, row.openings) for row in article.rows] == [(400, 20), (100, 0), (0, 5)]
    assert shown(category) == [
        ("Hosting", 3, 2, 1, 8000),
        ("Design", 1, 1, 1, 500),
        ("No category", 1, 0, 0, 0),
    ]
    assert shown(campaign) == [("No campaign", 3, 2, 2, 8500), ("spring", 2, 1, 0, 0)]
    assert shown(expert) == [("Ada", 2, 2, 1, 8000), ("Ben", 2, 1, 1, 500), ("Nobody yet", 1, 0, 0, 0)]
    assert [(row.name, row.leads, row.won) for row in found.time] == [
        *(("2 Mar", 2, 1), ("9 Mar", 3, 1), ("16 Mar", 0, 0), ("23 Mar", 0, 0), ("30 Mar", 0, 0)),
    ]
    assert [(step.name, step.number, step.of_before) for step in found.stages] == [
        *(("Sent", 5, None), ("Contacted", 4, 80), ("Qualified", 3, 75), ("Won", 2, 67)),
    ]
    assert [(step.name, step.number, step.of_before) for step in found.funnel] == [
        *(("Articles read", 500, None), ("Form opened", 25, 5), ("Sent", 5, 20), ("Won", 2, 40)),
    ]
    answers = found.answers  # after 20, 30, 50 and 180 minutes, and one not at all
    assert (answers.answered, answers.in_time) == (4, 60)
    assert (answers.middle, answers.most) == (timedelta(minutes=30), timedelta(minutes=180))


def test_who_waits_in_time_is_no_case_yet():
    make_lead(at=day(10)).move("contacted", by=make_user(), at=day(10, 11))
    make_lead(at=day(11))
    catch_up()
    assert report(MARCH, at=day(11) + timedelta(minutes=59)).answers.in_time == 100
    assert report(MARCH, at=day(11) + timedelta(minutes=61)).answers.in_time == 50


def test_nights_and_weekends_are_no_time_to_wait():
    friday_evening, monday = day(6, 20), day(9, 9) + timedelta(minutes=30)
    make_lead(at=friday_evening).move("contacted", by=make_user(), at=monday)
    catch_up()
    assert report(MARCH, at=day(31)).answers.middle == timedelta(minutes=30)


def test_each_sum_equals_the_list_behind_it(small_set):
    found = report(MARCH, at=day(31))
    rows = [found.total, *found.time, *(row for table in found.tables for row in table.rows)]
    assert len(rows) == 17
    for row in rows:
        chosen = behind(row.behind)
        assert row.leads == chosen.facts().count() == len(leads_of(chosen))
        assert row.qualified == len(leads_of(chosen.only(reached=int(Reached.QUALIFIED))))
        won = leads_of(chosen.only(reached=int(Reached.WON)))
        assert (row.won, sum(row.worth.values())) == (len(won), sum(lead.value for lead in won))
    for step in found.stages:
        assert step.number == len(leads_of(behind(step.behind)))


def behind(query):
    return SelectionForm(dict(parse_qsl(query))).selection(today=TODAY)


def leads_of(selection):
    return list(Lead.objects.filter(facts__in=selection.facts()))


def test_a_long_table_puts_the_others_together_and_shows_them_on_request(small_set):
    for number in range(13):
        make_lead(at=day(20), article=make_article(f"Number {number}").slug)
    catch_up()
    table = report(MARCH, at=day(31)).tables[0]
    assert (len(table.rows), table.others.name, table.others.leads) == (10, "6 others", 6)
    assert sum(row.leads for row in [*table.rows, table.others]) == 18
    whole = report(MARCH, at=day(31), whole="article").tables[0]
    assert (len(whole.rows), whole.others) == (16, None)


def test_a_long_period_is_shown_in_months(small_set):
    found = report(Selection(date(2025, 1, 15), TODAY), at=day(31))
    assert (found.unit, len(found.time), found.time[-1].leads) == ("month", 15, 5)


def test_it_asks_as_often_however_many_leads(small_set, django_assert_max_num_queries):
    for _ in range(2):
        with django_assert_max_num_queries(22):
            report(MARCH, at=day(31))
        make_lead(at=day(20))
        catch_up()


# -- how facts follow their leads ------------------------------------------------------------------------


def test_what_happens_to_a_lead_is_in_its_facts():
    lead = make_lead(at=day(10))
    catch_up()
    assert facts(lead) == (True, Reached.RECEIVED, None)
    lead.move("qualified", by=make_user(), at=day(10, 12))
    lead.move("won", by=lead.expert or make_user(), at=day(10, 13), value=70)
    catch_up()
    assert facts(lead) == (True, Reached.WON, 70)
    lead.move("lost", by=make_user(), at=day(10, 14))
    catch_up()
    assert facts(lead) == (True, Reached.QUALIFIED, None)


def test_a_suspect_counts_from_its_release():
    lead = make_lead(at=day(10), quarantined=True)
    catch_up()
    assert facts(lead)[0] is False
    lead.release(by=make_user(), at=day(10, 12))
    catch_up()
    assert facts(lead)[0] is True


def test_a_stage_that_was_added_counts_as_its_kind():
    Stage.objects.create(slug="proposal", name="Proposal", kind="qualified")
    lead = make_lead(at=day(10))
    lead.move("proposal", by=make_user(), at=day(10, 12))
    catch_up()
    assert facts(lead) == (True, Reached.QUALIFIED, None)


def test_what_was_taken_back_at_once_neither_moved_nor_answered():
    lead, ada = make_lead(at=day(10)), make_user()
    before = lead.events.latest("pk").pk
    lead.move("qualified", by=ada, at=day(10, 12))
    lead.undo(since=before, by=ada, at=day(10, 12) + timedelta(seconds=5))
    lead.move("contacted", by=ada, at=day(11, 12))
    catch_up()
    assert facts(lead) == (True, Reached.CONTACTED, None)
    assert lead.events.filter(kind="moved").count() == 2


def test_nothing_new_costs_two_queries_and_writes_nothing(small_set, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert catch_up() is True


def test_very_much_is_taken_in_bit_by_bit():
    made = [make_lead(at=day(10)) for _ in range(3)]
    assert (catch_up(most=2), LeadFacts.objects.count()) == (False, 0)  # a whole site is the worker's
    assert (renew_all(), catch_up(most=2)) == (3, True)
    for lead in made:
        lead.move("won", by=make_user(), at=day(10, 12))
    assert [catch_up(most=2), catch_up(most=2)] == [False, True]
    assert LeadFacts.objects.filter(reached=Reached.WON).count() == 3


def test_the_nightly_round_mends_what_no_event_told_of():
    lead = make_lead(at=day(10))
    catch_up()
    Lead.objects.filter(pk=lead.pk).update(landing_query={"utm_campaign": "autumn"})
    assert (catch_up(), facts_of(lead).campaign) == (True, "")
    assert (renew_all(), facts_of(lead).campaign) == (1, "autumn")
    assert renew_all() == 0


def test_unlike_money_is_never_one_sum(small_set, sign_in, client):  # noqa: F811
    """In the total, in each table and on the page; a win without a worth is a win."""
    for number, value, currency in [(16, 900, "USD"), (17, "0.50", "USD"), (18, 40, ""), (19, None, "")]:
        lead = make_lead(at=day(number), article=small_set["type"].slug)
        lead.move(
            "won", by=small_set["ben"], at=day(number, 11), value=value and Decimal(value), currency=currency
        )
    catch_up()
    found = report(MARCH, at=day(31))
    worth = {"EUR": 8500, "USD": Decimal("900.50"), "": 40}
    assert (found.total.leads, found.total.won, found.total.worth) == (9, 6, worth)
    assert MARCH.facts().total()["worth"] == worth
    by_article = {row.name: row.worth for row in found.tables[0].rows}
    assert by_article["On type"] == {"EUR": 500, "USD": Decimal("900.50"), "": 40}
    first = found.tables[0].rows[0]  # five leads, whatever they were paid in
    assert (first.name, first.leads) == ("On type", 5)
    sign_in("sales lead")
    html = client.get(f"/admin/leads/leadfacts/?{MARCH.query()}").content.decode()
    assert "8,500\u00a0EUR + 900.50\u00a0USD + 40" in html


def test_a_deleted_article_takes_its_name_from_the_figures_and_no_lead(small_set):
    small_set["backups"].delete()
    table = report(MARCH, at=day(31)).tables[0]
    assert shown(table)[0] == ("No article, or one that is gone", 4, 2, 1, 8000)


def facts_of(lead):
    return LeadFacts.objects.get(lead=lead)


def facts(lead):
    found = facts_of(lead)
    return found.is_counted, found.reached, found.value


# -- its page --------------------------------------------------------------------------------------------


def test_the_page_shows_it_and_each_figure_opens_its_leads(small_set, sign_in, client):  # noqa: F811
    sign_in("sales lead")
    page = client.get(reverse("admin:leads_leadfacts_changelist"), {"from": "2026-03-02", "to": "2026-03-31"})
    html = page.content.decode()
    for words in ["On backups", "8,500\u00a0EUR", "spring", "Ada", "30 min", "60 %", "Articles read"]:
        assert words in html
    row = page.context["report"].tables[0].rows[0]
    behind_it = client.get(f"/admin/leads/leadfacts/leads/?{row.behind}&reached=3")
    assert "1 lead, worth 8,000\u00a0EUR" in behind_it.content.decode()
    assert [facts.lead.value for facts in behind_it.context["page"]] == [8000]


def test_an_empty_period_says_what_to_do(sign_in, client):  # noqa: F811
    sign_in("sales lead")
    html = client.get("/admin/leads/leadfacts/").content.decode()
    assert "No lead was received from" in html
    assert "No lead of this period is answered yet." in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-03-31&to=2026-03-01", "The period ends before it begins."),
        ("from=yesterday", "Enter a valid date."),
        ("from=0001-01-01&to=2026-03-01", "A period is at most twenty years long."),
        ("days=7", "Select a valid choice."),
    ],
)
def test_a_strange_period_is_told_of_and_the_usual_one_shown(query, words, sign_in, client):  # noqa: F811
    sign_in("sales lead")
    html = client.get(f"/admin/leads/leadfacts/?{query}").content.decode()
    assert words in html
    assert "Shown is" in html


@pytest.mark.parametrize(
    "query",
    [
        "article=x",
        "article=99999999999999999999",
        "reached=9",
        "expert=1;drop",
        "campaign=%3Cscript%3E",
        "p=x",
    ],
)
def test_odd_questions_get_an_answer(query, small_set, sign_in, client):  # noqa: F811
    sign_in("sales lead")
    for address in ["/admin/leads/leadfacts/", "/admin/leads/leadfacts/leads/"]:
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, "<script>" in answer.content.decode()) == (200, False)


def test_an_articles_desk_shows_what_it_brought(small_set, sign_in, client):  # noqa: F811
    address = reverse("admin:blog_article_change", args=[small_set["backups"].pk])
    sign_in("superuser")
    html = client.get(address).content.decode()
    figures = html[html.index("What it brought") :][:1800]
    for name, number in [
        ("Read", "1,399"),
        ("Form opened", "20"),
        ("Leads", "4"),
        ("Won", "1"),
        ("Worth", "8,000\u00a0EUR"),
    ]:
        assert f"<dt>{name}</dt><dd>" in figures
        assert f"{number}<" in figures
    assert "reached=3" in figures
    sign_in("editor")
    html = client.get(address).content.decode()
    assert "<dt>Leads</dt><dd>4</dd>" in html
    assert "Worth" not in html
    assert "8,000" not in html
    assert "leadfacts" not in html


def test_weeks_and_months_begin_as_djangos_own():
    days = [
        date(1999, 12, 27),
        date(1999, 12, 31),
        date(2000, 1, 3),
        date(2024, 2, 29),
        date(2026, 3, 29),
        date(2027, 1, 3),
    ]
    for lead, on in zip([make_lead() for _ in days], days, strict=True):
        LeadFacts.objects.filter(lead=lead).delete()
        LeadFacts.objects.create(lead=lead, is_counted=True, day=on, reached=0, event_id=0)
    for ours, djangos in [(Week, TruncWeek), (Month, TruncMonth)]:
        found = LeadFacts.objects.annotate(ours=ours("day"), theirs=Cast(djangos("day"), DateField()))
        assert [ours for ours, _ in found.values_list("ours", "theirs")] == [one.theirs for one in found]
