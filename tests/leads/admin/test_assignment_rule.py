"""Assignment rules in the admin: made, refused in words, tried out, and told in a lead's pane."""

from datetime import timedelta

import pytest
from django.utils import timezone

from brand.models import BusinessHours
from leads.giving import give
from leads.models import AssignmentRule, Lead, RuleMember, Turn
from leads.models.assignment_rule import LOOKED_BACK
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.admin.inbox_page import change, find, press, signed_in
from tests.leads.admin.test_delivery import told_when_empty
from tests.leads.factories import make_lead, make_rule

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/assignmentrule/"


@pytest.fixture
def boss():
    return signed_in("sales lead")


@pytest.fixture
def mia():
    return make_user(name="Mia Hartmann", role="sales")


@pytest.fixture
def around_the_clock(db):
    """So that a test may stand at the present, as a page does."""
    BusinessHours.objects.create(**dict.fromkeys(["saturday", "sunday"], "0-24"))
    BusinessHours.objects.update(**{day: "0:00–24:00" for day in ["monday", "tuesday", "wednesday"]})
    BusinessHours.objects.update(**{day: "0:00–24:00" for day in ["thursday", "friday"]})


def typed(*people, **fields):
    rows = {"members-TOTAL_FORMS": len(people), "members-INITIAL_FORMS": 0}
    for place, person in enumerate(people):
        rows |= {f"members-{place}-person": person.pk, f"members-{place}-weight": 1}
    return {"name": "DACH", "is_on": "on", "position": 10, "only_at_work": "on", **rows, **fields}


def errors(response):
    return find(response, "//ul[contains(@class, 'errorlist')]/li/text()")


def text(response, xpath):
    return [" ".join(found.text_content().split()) for found in find(response, xpath)]


def test_a_sales_lead_makes_a_rule_in_any_spelling(boss, mia):
    hosting = make_category("Hosting")
    given = {"categories": [hosting.pk], "languages": "DE es_pr", "countries": "de;at", "minutes": 30}
    boss.post(f"{LIST}add/", typed(mia, **given, **{"members-0-hours": "9-13", "members-0-weight": 3}))
    rule = AssignmentRule.objects.get()
    assert (rule.languages, rule.countries, rule.minutes) == ("de, es-PR", "DE, AT", 30)
    assert list(rule.categories.all()) == [hosting]
    member = rule.members.get()
    assert (member.person, member.weight, member.hours) == (mia, 3, "9:00–13:00")
    row = text(boss.get(LIST), "//table[@id='result_list']/tbody/tr/*")
    assert row[1:5] == [
        *("DACH", "Hosting; language de, es-PR; numbers from DE, AT", "Mia Hartmann", "after 30 min"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("countries", "Germany", "“GERMANY” is no country. Write two letters each, such as DE, AT, CH."),
        ("languages", "German", "“german” is no language. Write as articles have it, such as de or es-PR."),
        ("minutes", "0", "Ensure this value is greater than or equal to 1."),
        ("members-0-weight", "11", "Ensure this value is less than or equal to 10."),
        (
            "members-0-hours",
            "mornings",
            "“mornings” is no span of time. Write such as 9:00–17:00, or 9:00–12:00, 13:00–17:00.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(field, value, why, boss, mia):
    response = boss.post(f"{LIST}add/", typed(mia, **{field: value}))
    assert errors(response) == [why]
    assert find(response, f"//*[@name='{field}']/@value") == [value]
    assert AssignmentRule.objects.count() == 0


def test_a_rule_needs_somebody_unless_it_is_off(boss):
    response = boss.post(f"{LIST}add/", typed())
    assert errors(response) == ["Name somebody, or switch the rule off: it would find nobody for its leads."]
    boss.post(f"{LIST}add/", typed(is_on=""))
    assert AssignmentRule.objects.get().is_on is False


def test_only_people_who_answer_leads_are_offered_and_whoever_was_named(boss, mia):
    make_user(name="Elena Rossi", role="editor")
    make_rule(make_user(name="Gil Gone", role="sales", is_active=False))
    offered = find(boss.get(f"{LIST}add/"), "//select[@name='members-0-person']/option/text()")
    assert offered == ["---------", "Gil Gone", "Mia Hartmann", "Sam Doe"]


def test_a_saved_rule_is_asked_for_what_waits(boss, mia):
    now = timezone.now()
    make_rule(mia, countries="DE")
    lead, old = make_lead(at=now), make_lead(at=now - LOOKED_BACK)
    Lead.objects.update(rules_at=None)
    boss.post(f"{LIST}add/", typed(mia))
    assert list(Lead.objects.exclude(rules_at=None)) == [lead]
    assert old.expert is None


def test_a_deleted_rule_leaves_its_leads_where_they_are(boss, mia):
    rule, lead = make_rule(mia, only_at_work=False, minutes=30), make_lead()
    give(at=NOW)
    assert boss.post(f"{LIST}{rule.pk}/delete/", {"post": "yes"}).status_code == 302
    lead.refresh_from_db()
    assert (lead.expert, Turn.objects.count(), RuleMember.objects.count()) == (mia, 0, 0)


def test_without_rules_the_list_says_what_happens(boss):
    assert told_when_empty(boss, LIST) == (
        "No rule yet: all of you are told of each lead, as each chose, and whoever takes it first has it. A rule "
        "gives leads to one of you in turn, by category, language or country. Add a rule",
        [f"{LIST}add/"],
    )


def test_trying_says_which_rule_holds_and_who_is_next(boss, mia):
    hosting = make_category("Hosting")
    make_rule(mia, name="<b>DACH", countries="DE, AT", categories=[hosting], only_at_work=False)
    page = boss.get(f"{LIST}try/")
    assert find(page, "//*[@role='status']") == []
    page = boss.get(f"{LIST}try/", {"category": hosting.pk, "country": "at", "try": 1})
    assert text(page, "//*[@role='status']/p") == [
        "By the rule “<b>DACH” (category Hosting, telephone number from AT).",
        "Mia Hartmann is next, and the only one to ask.",
        "Open the rule",
    ]
    page = boss.get(f"{LIST}try/", {"country": "FR", "try": 1})
    assert text(page, "//*[@role='status']/p/strong") == ["No rule holds."]
    page = boss.get(f"{LIST}try/", {"country": "France", "language": "de, en", "try": 1})
    assert errors(page) == [
        "One is enough: a lead has one.",
        "“FRANCE” is no country. Write two letters each, such as DE, AT, CH.",
    ]
    assert set(RuleMember.objects.values_list("credit", flat=True)) == {0}


def test_the_pane_says_why_and_until_when_and_offers_to_take_it(boss, around_the_clock):
    client, now = signed_in("sales", name="Tom Reed"), timezone.now()
    make_rule(client.person, name="<script>alert(1)</script>", minutes=30)
    lead = make_lead(at=now, article=make_article().slug)
    give(at=now)
    until = timezone.localtime(now + timedelta(minutes=30))
    said = "By the rule “<script>alert(1)</script>” (every lead). Tom Reed is next, and the only one to ask."
    assert text(client.get(change(lead)), "//*[contains(@class, 'pane__why')]") == [
        f"Why you have it: {said} Take it by {until:%-d %b, %H:%M}, or it goes on to the next."
    ]
    assert text(boss.get(change(lead)), "//*[contains(@class, 'pane__why')]") == [
        f"Why Tom Reed has it: {said} It goes on at {until:%-d %b, %H:%M}."
    ]
    assert text(boss.get(change(lead)), "//*[@class='story']/li[2]/p") == [
        f"{timezone.localtime(now):%-d %b %Y, %H:%M} A rule: given to Tom Reed",
        said,
    ]
    take = "//button[@value='claim']"
    assert (len(find(client.get(change(lead)), take)), len(find(boss.get(change(lead)), take))) == (1, 0)
    assert press(client, "claim", lead).json()["words"] == f"{lead}: yours."
    page = client.get(change(lead))
    assert (find(page, take), text(page, "//*[contains(@class, 'pane__why')]")) == (
        [],
        [f"Why you have it: {said}"],
    )


def test_the_pane_says_why_nobody_has_it(boss):
    make_rule(name="All")
    lead = make_lead()
    give(at=NOW)
    assert text(boss.get(change(lead)), "//*[contains(@class, 'pane__why')]") == [
        "Why nobody has it: By the rule “All” (every lead). Nobody is named in it."
    ]
    lead.claim(by=boss.person, at=NOW)
    assert find(boss.get(change(lead)), "//*[contains(@class, 'pane__why')]") == []


def test_a_reason_that_no_longer_holds_is_not_shown(boss, mia):
    make_rule(mia, only_at_work=False)
    lead = make_lead()
    give(at=NOW)
    for person in [make_user(), mia]:
        Lead.objects.get(pk=lead.pk).assign(person, by=boss.person, at=NOW)
        assert find(boss.get(change(lead)), "//*[contains(@class, 'pane__why')]") == []


def test_an_old_page_is_told_that_a_rule_was_there(mia):
    client = signed_in("sales")
    lead = make_lead()
    seen = lead.events.latest("pk").pk
    make_rule(mia, only_at_work=False)
    give(at=NOW)
    answer = press(client, "answered", lead, seen=seen).json()
    assert answer["refused"] == [f"A rule has just changed {lead}. Press again if it still holds."]
