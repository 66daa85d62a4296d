import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from leads.admin import boxes
from leads.admin.narrowing import Narrowing
from leads.models import Lead, Stage
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.admin.inbox_page import LIST, find, rows, signed_in
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words", ["100%", "_", "\\", "'z", '"z', "a' OR 1=1 --", "z" * 200, "( ) ! : * & |", "!ada", "ada & !z"]
)
def test_signs_of_patterns_are_taken_as_written(words):
    """No reference holds a Z."""
    client = signed_in("sales")
    make_lead(name="Bo Quinn", email="bo@quinn.example.com")
    assert rows(client.get(LIST, {"q": words})) == []


def test_a_lead_is_found_by_what_a_caller_says():
    client = signed_in("sales")
    lead = make_lead(
        name="Ada Quinn",
        phone="020 7946 0958",
        phone_e164="+442079460958",
        company="Quinn",
        message="A shop for our ceramics.",
    )
    make_lead(name="Other Person", email="other@x.example.com")
    asked = [lead.reference, lead.reference[3:].lower(), "ada", "QUIN", "quinn ada", "+442079460958"]
    for words in [*asked, lead.email, "shop ceramics", "ceram", "cérâmics"]:
        assert rows(client.get(LIST, {"q": words})) == ["Ada Quinn"]


def test_a_companys_domain_finds_its_people_and_no_others():
    client = signed_in("sales")
    make_lead(name="Ada Quinn", email="ada@quinn-stone.example.com")
    make_lead(name="Other Person", email="other@example.com", message="Is example.com theirs?")
    make_lead(name="Third Person", email="quinn-stone@elsewhere.example.net")
    for words in [
        "quinn-stone.example.com",
        "@quinn-stone.example.com",
        "ada@quinn-stone.example.com",
        "stone.example.com",
    ]:
        assert rows(client.get(LIST, {"q": words})) == ["Ada Quinn"]
    assert rows(client.get(LIST, {"q": "example.org"})) == []


def test_the_filters_offer_names_as_they_are_typed_and_keep_what_was_chosen():
    client, category = signed_in("sales"), make_category('<b>"Q&A"</b>')
    page = client.get(LIST, {"category": category.pk})
    offered = find(page, "//select[@name='category']/option")
    assert [(one.get("value"), one.text, one.get("selected") is not None) for one in offered] == [
        ("", "any category", False),
        (str(category.pk), '<b>"Q&A"</b>', True),
    ]
    assert find(page, "//label[@for=//select[@name='category']/@id]/text()") == ["Category"]


@pytest.mark.parametrize(
    "typed",
    [
        *("030 1234567", "+49 30 1234567", "0049301234567", "+49 (0)30 1234567", "030/123-45-67"),
        *(
            "(030) 123 4567",
            "030–1234567",
            "4567",
            "123 45 67",
            " 030 1234567 ",
            "٠٣٠ ١٢٣٤٥٦٧",
            "+4930 12345",
        ),
    ],
)
def test_a_number_is_found_however_it_is_typed(typed):
    client = signed_in("sales")
    make_lead(name="Ada Quinn", phone="030 1234567", phone_e164="+49301234567")
    make_lead(name="As Typed", phone="030 / 123 45 67 (mornings)")
    make_lead(name="Taken for British", phone="030 1234567", phone_e164="+44301234567")
    make_lead(name="Other Person", phone="030 7654321", phone_e164="+49307654321")
    make_lead(name="No Number")
    wanted = {"Ada Quinn"} if typed == "+4930 12345" else {"Ada Quinn", "As Typed", "Taken for British"}
    assert set(rows(client.get(LIST, {"q": typed}))) == wanted


@pytest.mark.parametrize("typed", ["000", "0", "+", "(0)", "+-+-", "²²²²", "1" * 200, "12", "0301234567 x"])
def test_what_is_no_number_finds_nobody_by_number(typed):
    client = signed_in("sales")
    make_lead(
        name="Ada Quinn", message="Hello", phone="030 1234567", phone_e164="+49301234567", email="a@x.de"
    )
    answer = client.get(LIST, {"q": typed})
    assert (answer.status_code, rows(answer)) == (200, [])


def test_a_nul_in_a_search_is_refused_as_everywhere():
    assert signed_in("sales").get(LIST, {"q": "030\0"}).status_code == 400


def test_a_search_looks_into_every_box_unless_one_is_chosen():
    client, suspect = signed_in("sales"), make_lead(quarantined=True)
    make_lead(name="Ada Quinn")
    chosen = "//nav[@aria-label='Views']//a[@aria-current]/text()"
    found = client.get(LIST, {"q": suspect.reference})
    assert (rows(found), find(found, chosen)[0].strip()) == ([suspect.name], "All")
    assert rows(client.get(LIST, {"q": suspect.reference, "box": "quarantine"})) == [suspect.name]
    assert rows(client.get(LIST, {"q": suspect.reference, "box": "new"})) == []
    assert rows(client.get(LIST, {"q": " "})) == ["Ada Quinn"]


@pytest.mark.parametrize(
    "query",
    [
        "?expert__password__startswith=a",
        "?events__text=x",
        "?nonsense=1",
        "?stage=" + "x" * 3000,
        "?article=1e9",
        "?since=x",
        "?expert=-1",
    ],
)
def test_what_is_no_filter_is_passed_by(query):
    client = signed_in("sales")
    make_lead()
    answer = client.get(LIST + query)
    assert (answer.status_code, rows(answer)) == (200, ["Ada Quinn"])


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("category", lambda lead: lead.category_id),
        ("article", lambda lead: lead.article_id),
        ("campaign", lambda lead: "autumn"),
        ("expert", lambda lead: lead.expert_id),
        ("stage", lambda lead: "contacted"),
        ("since", lambda lead: "2026-05-04"),
        ("until", lambda lead: "2026-05-04"),
    ],
)
def test_the_list_is_narrowed_by_what_is_known_of_a_lead(name, of):
    client = signed_in("sales")
    lead = make_lead(
        name="Ada Quinn",
        article=make_article().slug,
        landing_query={"utm_campaign": "autumn"},
        stage="contacted",
        expert=client.person,
    )
    day = {"since": -2, "until": 2}.get(name, 0)
    make_lead(name="Other", article=make_article().slug, at=NOW + timedelta(days=day))
    assert rows(client.get(LIST, {name: of(lead)})) == ["Ada Quinn"]
    assert rows(client.get(LIST, {name: of(lead), "q": "other"})) == []


def everything():
    """Leads of every kind that a view or a filter tells from others, and what each filter is asked for."""
    person, other = make_user(role="sales"), make_user(role="sales")
    article, shelf = make_article(), make_category()
    origins = [
        {},
        {"article": article.slug},
        {"category": shelf.slug, "landing_query": {"utm_campaign": "autumn"}},
    ]
    fates = [
        {},
        {"quarantined": True},
        *({"expert": expert} for expert in [person, other]),
        *({"expert": expert, "stage": "contacted"} for expert in [None, person]),
        {"expert": person, "stage": "won"},
        {"expert": other, "stage": "lost"},
    ]
    leads = [make_lead(**origin, **fate) for origin in origins for fate in fates]
    Lead.objects.exclude(expert__in=[person, other]).update(
        expert=None
    )  # also contacted ones: somebody left us
    leads[2].snooze(timezone.now() + timedelta(days=1), by=person, at=NOW)
    asked = {
        "expert": [str(person.pk), "nobody"],
        "stage": ["new", "contacted", "won", "lost"],
        "article": [str(article.pk)],
        "category": [str(shelf.pk)],
        "campaign": ["autumn"],
    }
    return person, asked


def known(lead, name):
    """What a filter asks a lead for."""
    return {
        "expert": str(lead.expert_id or "nobody"),
        "stage": lead.stage,
        "article": str(lead.article_id),
        "category": str(lead.category_id),
        "campaign": lead.landing_query.get("utm_campaign"),
    }[name]


def test_each_filter_leaves_of_each_view_what_it_says_and_in_its_order():
    person, asked = everything()
    single = [{name: value} for name, values in asked.items() for value in values]
    pairs = [one | two for one, two in itertools.combinations(single, 2) if one.keys() != two.keys()]

    def shown(box, **given):
        narrowing = Narrowing(given, stages=Stage.names())
        runs = boxes.runs(box, Lead.objects.all(), person=person, at=timezone.now())
        return boxes.page([narrowing.narrowed(run) for run in runs]).rows

    for box in boxes.BOXES:
        whole = shown(box)
        for given in single + pairs:
            left = [lead for lead in whole if all(known(lead, name) == given[name] for name in given)]
            assert shown(box, **given) == left, (box, given)


def test_what_a_view_cannot_hold_is_not_looked_for(django_assert_num_queries):
    person = make_user(role="sales")
    for box, given, queries in [
        ("new", {"expert": str(person.pk)}, 0),
        ("new", {"stage": "won"}, 0),
        ("new", {"expert": "nobody", "stage": "new"}, 1),
        ("waiting", {"expert": str(person.pk)}, 2),
        ("waiting", {"stage": "lost"}, 1),  # whose visitor wrote again
        ("later", {"stage": "lost"}, 0),
        ("all", {"stage": "lost"}, 1),
    ]:
        narrowing = Narrowing(given, stages=Stage.names())
        runs = boxes.runs(box, Lead.objects.all(), person=person, at=NOW)
        with django_assert_num_queries(queries):
            boxes.page([narrowing.narrowed(run) for run in runs])
