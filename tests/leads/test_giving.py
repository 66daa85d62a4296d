"""Assignment rules over leads, with a schedule, absences and two workers. NOW is a Monday, half past ten in London."""

import threading
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from brand.models import BusinessHours
from leads import giving, tasks
from leads.assignment import Asked
from leads.giving import give, try_out
from leads.models import AssignmentRule, Delivery, Lead, LeadEvent, RuleMember, Turn
from leads.visitor import erase, withdraw
from staff.models import Absence
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_lead, make_rule

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
NIGHT = NOW + 12 * HOUR


@pytest.fixture(autouse=True)
def office(db):
    BusinessHours.objects.create(time_zone="Europe/London")


@pytest.fixture
def mia():
    return make_user("mia@example.com", name="Mia Hartmann", role="sales")


@pytest.fixture
def tom():
    return make_user("tom@example.com", name="Tom Reed", role="sales")


def away(person, days=0):
    return Absence.objects.create(person=person, from_on=NOW.date(), until_on=NOW.date() + days * DAY)


def now(lead):
    return Lead.including_canaries.get(pk=lead.pk)


def told(lead):
    """What rules did to it: to whom, and the words."""
    kinds = [LeadEvent.Kind.ASSIGNED, LeadEvent.Kind.LEFT]
    return [(event.expert, event.text) for event in lead.events.filter(kind__in=kinds).order_by("pk")]


def test_one_that_cannot_be_given_stops_no_other_and_is_tried_again(mia, monkeypatch, caplog):
    make_rule(mia)
    broken, other = make_lead(), make_lead(email="other@x.example.com")
    real = giving.asked_of
    monkeypatch.setattr(giving, "asked_of", lambda lead: 1 / (lead.pk != broken.pk) and real(lead))
    assert give(at=NOW) == 1
    assert (now(broken).expert, now(other).expert) == (None, mia)
    assert f"Lead {broken.pk} could not be given" in caplog.text
    monkeypatch.undo()
    assert give(at=NOW + 10 * MINUTE) == 1
    assert now(broken).expert == mia


def test_without_rules_nothing_happens_and_it_costs_one_query(mia, django_assert_num_queries):
    lead = make_lead()
    with django_assert_num_queries(1):
        assert give(at=NOW) == 0
    assert (now(lead).expert, told(lead)) == (None, [])


def test_a_lead_goes_to_the_next_with_the_reason_and_a_mail(mia, tom):
    make_rule(mia, tom, weights=[2, 1], name="All")
    lead = make_lead()
    assert give(at=NOW + MINUTE) == 1
    words = "By the rule “All” (every lead). Mia Hartmann is next, with 2 of 3 turns."
    assert (now(lead).expert, told(lead)) == (mia, [(mia, words)])
    assert now(lead).touched_at is None  # it still waits
    given = lead.deliveries.get(kind=Delivery.Kind.GIVEN)
    assert given.recipient == "mia@example.com"
    assert give(at=NOW + 2 * MINUTE) == 0


def test_leads_are_shared_by_weight_and_the_round_goes_on(mia, tom):
    make_rule(mia, tom, weights=[3, 1])
    for number in range(8):
        make_lead()
        if number % 3 == 0:
            give(at=NOW)
    give(at=NOW)
    assert Counter(Lead.objects.values_list("expert__email", flat=True)) == {
        "mia@example.com": 6,
        "tom@example.com": 2,
    }


def test_the_first_rule_that_holds_decides(mia, tom):
    hosting = make_category("Hosting")
    german = make_article(category=hosting, language="de")
    make_rule(mia, position=10, categories=[hosting], languages="de", countries="DE, AT", name="DACH")
    make_rule(tom, position=20, countries="GB", name="At home")
    make_rule(mia, position=1, is_on=False)
    mine = make_lead(article=german.slug, phone="+43 1 2345678", phone_e164="+4312345678")
    his = make_lead(article=german.slug, phone="020 7946 0112", phone_e164="+442079460112")
    nobodys = make_lead()
    assert give(at=NOW) == 2
    assert [now(lead).expert for lead in [mine, his, nobodys]] == [mia, tom, None]
    assert told(mine)[0][1].startswith(
        "By the rule “DACH” (category Hosting, language de, telephone number from AT)."
    )
    assert told(nobodys) == []


def test_rules_leave_alone_what_is_not_theirs(mia, tom):
    make_rule(mia)
    claimed, closed = make_lead(expert=tom), make_lead()
    withdraw(closed, at=NOW)
    suspect, canary = make_lead(quarantined=True), make_lead(is_canary=True)
    merged, old = make_lead(), make_lead(at=NOW - 31 * DAY)
    merged.merge_into(claimed, by=tom, at=NOW)
    assert give(at=NOW) == 0
    leads = [claimed, closed, suspect, canary, merged, old]
    assert [now(lead).expert for lead in leads] == [tom, None, None, None, None, None]
    erase(old, at=NOW)
    assert now(old).rules_at is None
    suspect.release(by=tom, at=NOW + HOUR)
    assert give(at=NOW + HOUR) == 1
    assert now(suspect).expert == mia


def test_whoever_is_absent_or_not_at_work_is_not_asked(mia, tom):
    ann = make_user("ann@example.com", name="Ann Lee", role="sales")
    gone = make_user("gone@example.com", name="Gil Gone", role="sales", is_active=False)
    make_rule(mia, tom, ann, gone, hours=["", "13-17", "", ""], name="All")
    away(mia, days=3)
    lead = make_lead()
    give(at=NOW)
    assert told(lead) == [
        (
            ann,
            "By the rule “All” (every lead). Ann Lee is next, and the only one to ask. Mia Hartmann is absent until "
            "7 May; Tom Reed does not work at the moment (13:00–17:00); Gil Gone may not answer leads any more.",
        )
    ]


def test_own_hours_are_on_the_persons_own_clock(mia):
    mia.time_zone = "America/New_York"
    mia.save()
    make_rule(mia, hours=["9-13"])
    lead = make_lead()
    give(at=NOW)
    assert now(lead).expert is None
    give(at=NOW + 3.75 * HOUR)  # 9:15 over there
    assert now(lead).expert == mia


def test_at_night_it_is_left_to_all_and_given_when_somebody_comes_to_work(mia, tom):
    make_rule(mia, name="All")
    lead = make_lead(at=NIGHT)
    assert give(at=NIGHT) == 0
    words = (
        "By the rule “All” (every lead). Nobody is there to ask. Mia Hartmann does not work at the moment."
    )
    assert (now(lead).expert, told(lead)) == (None, [(None, words)])
    assert Lead.objects.awaiting_triage().get() == lead
    assert give(at=NIGHT + MINUTE) == 0
    assert now(lead).rules_at == NIGHT + 10 * MINUTE
    morning = (NIGHT + DAY).astimezone(LONDON).replace(hour=9, minute=0)
    assert give(at=morning - 5 * MINUTE) == 0
    assert morning < now(lead).rules_at < morning + MINUTE
    assert give(at=morning + MINUTE) == 1
    assert now(lead).expert == mia
    assert len(told(lead)) == 2  # that nobody is there is said once


def test_a_rule_without_hours_gives_at_night_too(mia):
    make_rule(mia, only_at_work=False)
    lead = make_lead(at=NIGHT)
    give(at=NIGHT)
    assert now(lead).expert == mia


def test_what_is_not_taken_goes_on_and_in_the_end_to_nobody(mia, tom):
    boss = make_user("boss@example.com", role="sales lead")
    make_rule(mia, tom, minutes=30, name="All")
    lead = make_lead()
    give(at=NOW)
    assert give(at=NOW + 29 * MINUTE) == 0
    assert give(at=NOW + 30 * MINUTE) == 1
    assert now(lead).expert == tom
    assert give(at=NOW + 60 * MINUTE) == 1
    assert [who for who, _ in told(lead)] == [mia, tom, None]
    assert told(lead)[1][1] == (
        "Not taken within 30 business minutes by Mia Hartmann. "
        "Tom Reed is next, and the only one to ask. Mia Hartmann had it already."
    )
    assert told(lead)[2][1] == (
        "Not taken within 30 business minutes by Tom Reed. "
        "Nobody is there to ask. Mia Hartmann had it already; Tom Reed had it already."
    )
    assert (now(lead).expert, now(lead).stage, Turn.objects.count()) == (None, "new", 0)
    mails = lead.deliveries.filter(kind=Delivery.Kind.LEFT)
    assert [mail.recipient for mail in mails] == [boss.email]
    assert give(at=NOW + 3 * DAY) == 0


def test_minutes_are_business_minutes(mia, tom):
    make_rule(mia, tom, minutes=60)
    late = NOW.astimezone(LONDON).replace(hour=16, minute=30)
    make_lead(at=late)
    give(at=late)
    assert Turn.objects.get().due_at == (late + DAY).replace(hour=9, minute=30)


def test_at_closing_time_it_stays_until_the_next_one_comes_to_work(mia, tom):
    make_rule(mia, tom, minutes=30)
    late = NOW.astimezone(LONDON).replace(hour=16, minute=30)
    lead = make_lead(at=late)
    give(at=late)
    assert give(at=late + 30 * MINUTE) == 0
    assert now(lead).expert == mia
    assert give(at=(late + DAY).replace(hour=9, minute=1)) == 1
    assert now(lead).expert == tom


@pytest.mark.parametrize(
    "step",
    [
        lambda lead, mia: lead.claim(by=mia, at=NOW + MINUTE),
        lambda lead, mia: lead.note("Rang her.", by=mia, at=NOW + MINUTE),
        lambda lead, mia: lead.move("contacted", by=mia, at=NOW + MINUTE),
        lambda lead, mia: lead.snooze(NOW + DAY, by=mia, at=NOW + MINUTE),
        lambda lead, mia: lead.assign(make_user(name="C"), by=make_user(), at=NOW + MINUTE),
        lambda lead, mia: lead.condemn(by=mia, at=NOW + MINUTE),
        lambda lead, mia: withdraw(lead, at=NOW + MINUTE),
        lambda lead, mia: erase(lead, at=NOW + MINUTE),
        lambda lead, mia: lead.merge_into(make_lead(expert=mia), by=make_user(), at=NOW + MINUTE),
    ],
)
def test_any_step_of_its_expert_takes_it_and_so_does_whatever_moves_it(step, mia, tom):
    make_rule(mia, tom, minutes=30)
    lead = make_lead()
    give(at=NOW)
    step(now(lead), mia)
    before = now(lead).expert
    assert give(at=NOW + DAY) == 0
    assert (now(lead).expert, Turn.objects.count()) == (before, 0)


def test_a_colleagues_note_does_not_take_it(mia, tom):
    make_rule(mia, tom, minutes=30)
    lead = make_lead()
    give(at=NOW)
    lead.note("Is anybody on it?", by=tom, at=NOW + MINUTE)
    assert give(at=NOW + 30 * MINUTE) == 1


def test_what_a_rule_gave_is_taken_once(mia, tom):
    make_rule(mia)
    lead = make_lead()
    give(at=NOW)
    with pytest.raises(Lead.AlreadyClaimed):
        now(lead).claim(by=tom, at=NOW)
    now(lead).claim(by=mia, at=NOW)
    with pytest.raises(Lead.AlreadyClaimed):
        now(lead).claim(by=mia, at=NOW)


def test_new_leads_of_somebody_who_is_absent_go_on(mia, tom):
    make_rule(mia, tom, name="All")
    lead, taken = make_lead(), make_lead()
    give(at=NOW)
    now(taken).claim(by=tom, at=NOW)
    away(mia, days=2)
    away(tom)
    assert give(at=NOW + MINUTE) == 1
    assert told(lead)[-1] == (
        None,
        "Mia Hartmann is absent until 6 May. Nobody is there to ask. Mia Hartmann had it already; "
        "Tom Reed is absent until 4 May.",
    )
    assert now(taken).expert == tom
    assert not lead.deliveries.filter(kind=Delivery.Kind.LEFT).exists()
    assert give(at=NOW + DAY) == 1  # when somebody is back
    assert now(lead).expert == tom


def test_a_rule_that_is_switched_off_moves_nothing_on(mia, tom):
    rule = make_rule(mia, tom, minutes=30)
    make_rule(tom, categories=[make_category()])
    lead = make_lead()
    give(at=NOW)
    AssignmentRule.objects.filter(pk=rule.pk).update(is_on=False)
    assert give(at=NOW + DAY) == 0
    assert now(lead).expert == mia


def test_a_new_rule_is_asked_for_what_waits_but_not_for_what_was_given_before(mia, tom):
    first = make_rule(mia, minutes=30, countries="DE")
    given = make_lead(phone="+4930123456", phone_e164="+4930123456")
    waiting, other = make_lead(), make_lead(expert=tom)
    give(at=NOW)
    give(at=NOW + HOUR)
    assert (now(given).expert, now(waiting).rules_at) == (None, None)
    first.delete()
    make_rule(tom)
    assert AssignmentRule.ask_again(at=NOW + HOUR) == 1
    assert give(at=NOW + HOUR) == 1
    assert [now(lead).expert for lead in [given, waiting, other]] == [None, tom, tom]


def test_trying_out_writes_nothing(mia, tom):
    rule = make_rule(mia, tom, countries="DE", name="DACH")
    for _ in range(2):
        terms, choice = try_out(Asked(country="DE"), at=NOW)
        assert (terms.name, choice.person) == ("DACH", mia.pk)
    assert try_out(Asked(country="FR"), at=NOW)[0] is None
    assert set(rule.members.values_list("credit", flat=True)) == {0}


def test_a_lead_costs_the_same_however_many_wait(mia, tom):
    make_rule(mia, tom, minutes=30)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            make_lead()
        counter = Counter()
        with connection.execute_wrapper(
            lambda run, sql, *rest, c=counter: (c.update("q"), run(sql, *rest))[1]
        ):
            assert give(at=NOW) == number
        counts.append(counter["q"])
    each = (counts[1] - counts[0]) / 4
    assert each == 15, counts


def test_the_worker_does_it_each_minute(mia):
    make_rule(mia, only_at_work=False)
    lead = make_lead(at=timezone.now())
    tasks.give(0)
    assert now(lead).expert == mia
    periodic = {name: each.task.lock for (name, _), each in app.periodic_registry.periodic_tasks.items()}
    assert periodic["leads.give"] == "give"  # two runs at once would leave no hand for mails


def test_the_job_asks_an_index_of_its_own(mia):
    make_rule(mia)
    make_lead()
    waiting = Lead.objects.for_rules(since=NOW - DAY, at=NOW).values_list("pk")[:100]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert "leads_for_rules" in waiting.explain()


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (AssignmentRule, {"name": ""}),
        (AssignmentRule, {"minutes": 0}),
        (AssignmentRule, {"minutes": 2401}),
        (AssignmentRule, {"countries": "Germany"}),
        (AssignmentRule, {"languages": "DE"}),
        (RuleMember, {"weight": 0}),
        (RuleMember, {"weight": 11}),
        (RuleMember, {"hours": "mornings"}),
    ],
)
def test_the_database_refuses_what_is_no_rule(model, fields, mia):
    make_rule(mia)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**fields)


def test_nobody_is_named_twice(mia):
    rule = make_rule(mia)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleMember.objects.create(rule=rule, person=mia)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_lead_once_and_pass_by_what_is_held(mia, tom, no_old_jobs):
    make_rule(mia, tom, weights=[2, 1])
    leads = [make_lead() for _ in range(6)]
    held = leads[0]

    def work():
        try:
            give(at=NOW)
        finally:
            connection.close()

    with transaction.atomic():
        Lead.objects.select_for_update().get(pk=held.pk)
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(20)
        assert Lead.objects.filter(expert=None).get() == held
    give(at=NOW)
    assert Counter(Lead.objects.values_list("expert__email", flat=True)) == {
        "mia@example.com": 4,
        "tom@example.com": 2,
    }
    assert LeadEvent.objects.filter(kind=LeadEvent.Kind.ASSIGNED).count() == 6
