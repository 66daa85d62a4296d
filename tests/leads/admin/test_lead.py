from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from leads.models import Lead, LostReason, SavedView
from staff.models import User
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/lead/"


def signed_in(role=None, **fields):
    client = Client()
    client.person = make_user(role=role, **fields)
    client.force_login(client.person)
    return client


def find(response, xpath):
    return html.document_fromstring(response.content.decode()).xpath(xpath)


def rows(response):
    return find(response, "//*[@class='row__name']/text()")


def change(lead):
    return f"{LIST}{lead.pk}/change/"


def press(client, verb, *leads, **given):
    sent = {"verb": verb, "lead": [lead.pk for lead in leads], **given}
    return client.post(f"{LIST}press/", sent, headers={"accept": "application/json"})


def told(response):
    return [
        " ".join(found.text_content().split()) for found in find(response, "//ul[@class='messagelist']/li")
    ]


@pytest.mark.parametrize("role", ["author", "editor"])
def test_authors_and_editors_see_nothing_of_leads(role):
    client, lead = signed_in(role), make_lead(name="Marker Person")
    for address in [LIST, change(lead), f"{LIST}{lead.pk}/history/", f"{LIST}{lead.pk}/delete/"]:
        assert client.get(address).status_code == 403
    assert press(client, "claim", lead).status_code == 403
    assert b"Marker" not in client.get("/admin/").content
    assert Lead.objects.get().expert is None


def test_each_view_shows_its_own_and_counts_them():
    client = signed_in("sales")
    make_lead(name="Ada Quinn")
    make_lead(name="Mine", expert=client.person)
    make_lead(name="Lost Person", stage="lost", expert=client.person)
    make_lead(name="https://spam.example.com")
    make_lead(name="Put Off", expert=client.person).snooze(
        timezone.now() + timedelta(days=1), by=client.person, at=NOW
    )
    make_lead(name="Part").merge_into(Lead.objects.get(name="Mine"), by=client.person, at=NOW)
    shown = {
        "": ["Ada Quinn", "Mine"],
        "?box=new": ["Ada Quinn"],
        "?box=mine": ["Mine"],
        "?box=later": ["Put Off"],
        "?box=all": ["Put Off", "https://spam.example.com", "Lost Person", "Mine", "Ada Quinn"],
        "?box=quarantine": ["https://spam.example.com"],
        "?box=nonsense": ["Ada Quinn", "Mine"],
        "?stage=lost": ["Lost Person"],
        "?stage=new": ["Ada Quinn", "Mine"],
    }
    assert {query: rows(client.get(LIST + query)) for query in shown} == shown
    counts = [one.text_content() for one in find(client.get(LIST), "//*[@data-count]")]
    assert counts == ["1", "1", "2", "1", "5", "1"]


def test_the_next_to_answer_is_on_top_and_how_long_each_waits_is_told():
    client, at = signed_in("sales"), timezone.now()
    make_lead(name="Asked yesterday", at=at - timedelta(days=1))
    make_lead(name="Called last month", at=at - timedelta(days=21), stage="contacted", expert=client.person)
    make_lead(name="Asked just now", at=at - timedelta(minutes=5))
    old = make_lead(name="Noted today", at=at - timedelta(days=40), expert=client.person)
    old.note("Rang.", by=client.person, at=at - timedelta(hours=3))
    answer = client.get(LIST)
    waiting = [words.replace("\xa0", " ") for words in find(answer, "//*[@class='row__time']/text()")]
    assert list(zip(rows(answer), waiting, strict=True)) == [
        ("Asked just now", "5 minutes"),
        ("Asked yesterday", "1 day"),
        ("Called last month", "3 weeks"),
        ("Noted today", "3 hours"),
    ]


@pytest.mark.parametrize("query", ["", "?box=all", "?box=mine"])
def test_pages_follow_one_another_without_a_gap_or_a_double(query):
    client, hour = signed_in("sales"), timedelta(hours=1)
    for number in range(7):
        expert = client.person if number % 2 or query == "?box=mine" else None
        make_lead(name=f"Lead {number}", at=NOW - number // 3 * hour, expert=expert)
    whole = rows(client.get(LIST + query))
    found, address = [], f"{LIST}{query}{'&' if query else '?'}rows=2"
    while address:
        answer = client.get(address)
        found += rows(answer)
        more = find(answer, "//a[@data-more]/@href")
        address = f"{more[0]}&rows=2" if more else ""
    assert (found, len(found)) == (whole, 7)


@pytest.mark.parametrize(
    "cursor", ["x", "9-1-1", "0--1-5", "0-99999999999999999-1", "0-1-999999999999999999"]
)
def test_a_place_that_nobody_gave_breaks_nothing(cursor):
    client = signed_in("sales")
    make_lead(name="Ada Quinn")
    assert rows(client.get(LIST, {"after": cursor})) in ([], ["Ada Quinn"])


def told_when_empty(client, query=""):
    (empty,) = find(client.get(LIST + query), "//*[@class='empty']")
    return " ".join(empty.text_content().split()), [link.get("href") for link in empty.iter("a")]


def test_an_empty_list_says_what_is_true_and_what_to_do():
    client = signed_in("sales")
    assert told_when_empty(client) == (
        "No enquiry has come yet. Each stands here as soon as somebody has sent the form. Open the form",
        ["/talk-to-our-experts/"],
    )
    make_lead(stage="lost", expert=client.person)
    closed = "Nothing is to do: every lead is closed or put off. Look at all"
    assert told_when_empty(client) == (closed, [f"{LIST}?box=all"])
    assert told_when_empty(client, "?box=mine") == ("No open lead is yours. Take one", [f"{LIST}?box=new"])
    assert told_when_empty(client, "?box=quarantine")[0] == "Nothing is in quarantine. Back to the inbox"
    assert told_when_empty(client, "?box=new")[0].startswith("Nobody waits to be taken")
    assert told_when_empty(client, "?stage=won") == (
        "No lead passes all these filters. Take them away",
        [f"{LIST}?"],
    )


def test_an_empty_search_says_how_to_go_on():
    client = signed_in("sales")
    make_lead()
    advice = "Try fewer words, their beginnings, or the last digits of a number."
    assert told_when_empty(client, "?q=<b>zzz") == (
        f"No lead holds “<b>zzz”. {advice} Back to the inbox",
        [f"{LIST}?"],
    )
    assert told_when_empty(client, "?q=zzz&box=new&stage=new") == (
        "No lead here holds “zzz”. Search without the filters · Back to the inbox",
        [f"{LIST}?q=zzz", f"{LIST}?"],
    )


def test_the_list_takes_the_same_queries_however_many(django_assert_num_queries):
    client = signed_in("sales")
    client.get(LIST)
    for count in (1, 3):
        while Lead.objects.count() < count:
            make_lead(article=make_article().slug, expert=make_user(role="sales"))
        with django_assert_num_queries(19):
            client.get(LIST)


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


def test_fewer_rows_stand_beside_an_open_lead_and_the_others_follow():
    client, leads = signed_in("sales"), [make_lead() for _ in range(27)]
    beside = client.get(f"{LIST}{leads[0].pk}/change/")
    more = find(beside, "//a[@data-more]/@href")[0]
    assert (len(rows(beside)), len(rows(client.get(LIST)))) == (25, 27)
    assert len(rows(client.get(f"{LIST}{more}" if more.startswith("?") else more))) == 2


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


def test_taking_a_lead_is_one_press_and_the_second_person_is_told_by_whom():
    lead, first, second = make_lead(), signed_in("sales", name="Ada"), signed_in("sales")
    said = press(first, "claim", lead).json()
    assert (said["done"], said["words"]) == ([lead.pk], f"{lead}: yours.")
    answer = press(second, "claim", lead)
    assert (answer.status_code, answer.json()["refused"]) == (409, [f"{lead} was already taken by Ada."])
    assert Lead.objects.get().expert == first.person


def test_won_with_a_worth_and_lost_with_a_reason_and_a_word():
    client, lead, reason = signed_in("sales"), make_lead(), LostReason.objects.create(name="Elsewhere")
    press(client, "won", lead, value="4800.50", currency="gbp")
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.currency, lead.expert) == (
        *("won", Decimal("4800.50"), "GBP"),
        client.person,
    )
    press(client, "lost", lead, reason=reason.pk, words="Took a shop from the shelf.")
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.lost_reason) == ("lost", None, reason)
    told = [(event.kind, event.text) for event in lead.events.all()][-2:]
    assert told == [("moved", "Elsewhere"), ("noted", "Took a shop from the shelf.")]
    assert {event.by for event in lead.events.all()[1:]} == {client.person}


@pytest.mark.parametrize(
    ("verb", "given", "words"),
    [
        ("answered", {}, "is already contacted."),
        ("move", {"stage": "new"}, "cannot be made new again"),
        ("move", {"stage": "sold"}, "there is no such stage"),
        ("won", {"value": "1e99"}, "Ensure that there are no more than"),
        ("won", {"value": "NaN"}, "Enter a number."),
        ("won", {"value": "-1"}, "greater than or equal to 0"),
        ("won", {"value": "1", "currency": "€"}, "Three letters"),
        ("lost", {"reason": "999"}, "Select a valid choice"),
        ("note", {"words": "x" * 5001}, "Ensure this value has at most 5000 characters"),
        ("note", {"words": " "}, "A note needs words."),
        ("snooze", {}, "Choose until when."),
        ("snooze", {"moment": "2020-01-01T08:00"}, "Choose a moment to come."),
        ("merge", {"other": "BL-3333333"}, "No lead has this reference."),
        ("split", {}, "is not a part of another lead"),
        ("undo", {"since": "x"}, "Enter a valid value"),
        ("dance", {}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(verb, given, words):
    client, lead = signed_in("sales"), make_lead(stage="contacted")
    before = Lead.objects.filter(pk=lead.pk).values().get(), lead.events.count()
    answer = press(client, verb, lead, **given)
    assert (answer.status_code in {409, 422}, answer.json()["done"]) == (True, [])
    assert words in answer.json()["refused"][0]
    assert (Lead.objects.filter(pk=lead.pk).values().get(), lead.events.count()) == before


def test_who_presses_on_an_old_page_is_told_first_and_may_press_again():
    lead, first, second = make_lead(), signed_in("sales", name="Ada"), signed_in("sales")
    seen = lead.events.get().pk
    press(first, "answered", lead, seen=seen)
    answer = press(second, "lost", lead, seen=seen)
    lead.refresh_from_db()
    assert (answer.status_code, lead.stage) == (409, "contacted")
    assert answer.json()["refused"] == [f"Ada has just changed {lead}. Press again if it still holds."]
    press(second, "lost", lead, seen=answer.json()["seen"])
    lead.refresh_from_db()
    assert lead.stage == "lost"


def test_undo_is_a_press_for_one_or_for_many():
    client, leads = signed_in("sales"), [make_lead(), make_lead()]
    said = press(client, "spam", *leads).json()
    assert (said["words"], Lead.objects.trusted().count()) == ("2 leads: marked as spam.", 0)
    assert press(client, "undo", since=said["undo"]).json()["words"] == "2 leads: as before."
    assert Lead.objects.awaiting_triage().count() == 2


def test_without_scripts_a_press_is_a_page_that_offers_to_undo_it():
    client, lead = signed_in("sales"), make_lead(name="Ada Quinn")
    sent = {"verb": "claim", "lead": lead.pk, "pane": lead.pk, "back": "box=new&q=ada&evil=//x"}
    answer = client.post(f"{LIST}press/", sent, follow=True)
    before = lead.events.first().pk
    assert answer.redirect_chain == [(f"{change(lead)}?box=new&q=ada&undo={lead.pk}%3A{before}", 302)]
    assert told(answer) == [f"{lead}: yours."]
    form = find(answer, "//form[contains(@class, 'notice')]")[0]
    client.post(f"{LIST}press/", dict(form.form_values()))
    assert Lead.objects.get().expert is None


def test_giving_a_lead_away_is_for_those_who_may():
    lead, other = make_lead(), make_user(role="sales")
    sales, boss = signed_in("sales"), signed_in("sales lead")
    offered = "//form//select[@name='expert' and not(@id)]"
    assert (find(sales.get(change(lead)), offered), len(find(boss.get(change(lead)), offered))) == ([], 1)
    assert press(sales, "assign", lead, expert=other.pk).status_code == 403
    assert Lead.objects.get().expert is None
    press(boss, "assign", lead, expert=other.pk)
    assert Lead.objects.get().expert == other


def test_a_lead_is_given_only_to_people_who_answer_leads():
    editor, lead, boss = make_user(role="editor"), make_lead(), signed_in("sales lead")
    assert press(boss, "assign", lead, expert=editor.pk).status_code == 422
    assert Lead.objects.get().expert is None


def test_what_the_visitor_wrote_cannot_be_changed():
    client, lead = (
        signed_in("owner", is_superuser=True),
        make_lead(name="Ada Quinn", message="We need a shop."),
    )
    forged = {"name": "X", "email": "x@y.example", "message": "X", "reference": "BL-3333333", "stage": "won"}
    client.post(change(lead), {**forged, "value": "5", "expert": client.person.pk})
    press(client, "note", lead, words="Rang.", **forged)
    lead.refresh_from_db()
    assert (lead.name, lead.message, lead.stage, lead.value, lead.expert) == (
        "Ada Quinn",
        "We need a shop.",
        "new",
        None,
        None,
    )


def test_what_is_ticked_is_pressed_one_by_one_and_what_could_not_be_is_said():
    client = signed_in("sales")
    free, taken = make_lead(), make_lead(expert=make_user())
    said = press(client, "claim", free, taken).json()
    free.refresh_from_db()
    assert (free.expert, said["done"]) == (client.person, [free.pk])
    assert said["refused"] == [f"{taken} was already taken by Sam Doe."]
    assert press(client, "claim").json()["refused"] == ["Choose a lead first."]


def test_a_suspect_is_released_or_found_to_be_spam():
    client, one, two = signed_in("sales"), make_lead(quarantined=True), make_lead(quarantined=True)
    press(client, "release", one)
    press(client, "spam", two)
    assert list(Lead.objects.to_be_judged()) == []
    assert (list(Lead.objects.trusted()), list(Lead.objects.quarantined())) == ([one], [two])


def test_a_get_changes_nothing():
    client, lead = signed_in("sales"), make_lead()
    client.get(change(lead) + "?verb=claim&undo=1:1")
    assert client.get(f"{LIST}press/?verb=claim&lead={lead.pk}").status_code == 405
    assert (Lead.objects.get().expert, Lead.objects.get().stage) == (None, "new")


def test_news_are_numbers_and_empty_while_nothing_is_new():
    client, lead = signed_in("sales"), make_lead(name="Ada Quinn")
    first = client.get(f"{LIST}news/")
    assert first.json() == {
        "newest": lead.events.get().pk,
        "counts": {"new": "1", "mine": "0", "waiting": "1", "later": "0", "all": "1", "quarantine": "0"},
    }
    again = client.get(f"{LIST}news/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_lead()
    assert client.get(f"{LIST}news/", headers={"if-none-match": first["ETag"]}).json()["counts"]["new"] == "2"


def test_a_list_or_a_lead_alone_is_a_part_of_the_page():
    client, lead = signed_in("sales"), make_lead(name="Ada Quinn")
    part = client.get(LIST, {"part": "list"})
    assert (rows(part), b"<html" in part.content) == (["Ada Quinn"], False)
    part = client.get(change(lead), {"part": "pane"})
    assert (find(part, "//h2/text()")[0], b"<html" in part.content) == ("Ada Quinn", False)


def test_keys_are_switched_off_for_oneself():
    client, other = signed_in("sales"), signed_in("sales")
    client.post(f"{LIST}keys/", {"keys": "off"})
    switched = [find(one.get(LIST), "//@data-keys")[0] for one in (client, other)]
    assert switched == ["off", "on"]
    client.post(f"{LIST}keys/", {"keys": "on"})
    assert find(client.get(LIST), "//@data-keys") == ["on"]


def test_a_view_is_kept_for_oneself_or_by_the_sales_lead_for_everybody():
    client, boss = signed_in("sales"), signed_in("sales lead")
    client.post(f"{LIST}views/", {"name": "Mine <b>", "back": "q=shop&box=all&evil=1", "shared": "on"})
    boss.post(f"{LIST}views/", {"name": "Big ones", "back": "stage=qualified", "shared": "on"})
    kept = "//*[@class='saved']//li/a"
    for one, wanted in [
        (client, [("Big ones", "stage=qualified"), ("Mine <b>", "q=shop&box=all")]),
        (boss, [("Big ones", "stage=qualified")]),
    ]:
        links = find(one.get(LIST), kept)
        assert [(a.text_content(), a.get("href").split("?")[1]) for a in links] == wanted
    shared = SavedView.objects.get(name="Big ones")
    client.post(f"{LIST}views/", {"forget": shared.pk})
    assert SavedView.objects.count() == 2
    boss.post(f"{LIST}views/", {"forget": shared.pk})
    assert [view.name for view in SavedView.objects.all()] == ["Mine <b>"]


def test_the_story_is_told_with_who_and_what():
    client, lead = signed_in("sales"), make_lead(article=make_article("On backups").slug)
    lead.claim(by=client.person, at=NOW)
    lead.note("Rang <b>twice</b>.", by=client.person, at=NOW)
    lead.move("won", by=client.person, at=NOW, value=Decimal(4800))
    items = find(client.get(change(lead)), "//ol[@class='story']/li[not(@class)]")
    when = "4 May 2026, 10:30"
    assert [" ".join(item.text_content().split()) for item in items] == [
        f"{when} The visitor: received",
        f"{when} Sam Doe: taken",
        f"{when} Sam Doe: note Rang <b>twice</b>.",
        f"{when} Sam Doe: moved to Won, worth 4,800.00",
    ]
    (mails,) = find(client.get(change(lead)), "//ol[@class='story']/li[@class='is-mail'][last()]")
    assert f"Confirmation to {lead.email}: waiting" in mails.text_content()


PAYLOAD = '"><script>pwn()</script><img src=x onerror=pwn()>'


def test_what_visitors_type_is_inert_in_the_admin():
    client = signed_in("owner", is_superuser=True)
    category = make_category("<img src=x onerror=pwn()>")
    lead = make_lead(
        name=PAYLOAD,
        company=PAYLOAD,
        message=PAYLOAD,
        phone=PAYLOAD,
        email='"><script>pwn()</script>@x.example.com',
        referrer="javascript:pwn()",
        page=PAYLOAD,
        landing_query={"utm_source": PAYLOAD},
        consent_text=PAYLOAD,
        article=make_article(PAYLOAD, category=category).slug,
    )
    lead.note(PAYLOAD, by=client.person, at=NOW)
    for address in [
        f"{LIST}?box=all",
        change(lead),
        f"{LIST}{lead.pk}/history/",
        f"{LIST}{lead.pk}/delete/",
        "/admin/leads/delivery/",
    ]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert find(answer, "//script[contains(., 'pwn')] | //@onerror | //img[@src='x']") == []
        assert find(answer, "//@href[starts-with(., 'javascript')]") == []


def test_a_suspects_reasons_are_told_and_nobody_elses():
    client, suspect, other = signed_in("sales"), make_lead(quarantined=True), make_lead()
    doubts = "//section[@class='doubts']//li/text()"
    assert find(client.get(change(suspect)), doubts) == ["There is a link in the name or the company."]
    assert find(client.get(change(other)), doubts) == []


def test_the_page_is_headed_by_the_person_and_links_only_to_what_may_be_opened():
    client = signed_in("sales")
    lead = make_lead(name="Ada <b>", company="Quinn & Co", expert=client.person, article=make_article().slug)
    make_lead(email=lead.email)
    answer = client.get(change(lead))
    assert find(answer, "string(//h2[@id='pane-title'])") == "Ada <b>, Quinn & Co"
    links = set(find(answer, "//article//a/@href[starts-with(., '/')]"))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_other_leads_of_the_same_person_are_shown():
    client, number = signed_in("sales"), "+49301234567"
    lead = make_lead(email="adda@x.example.com", message="A shop.", phone_e164=number)
    same = [
        make_lead(email="ADDA+blog@x.example.com"),
        make_lead(phone_e164=number),
        make_lead(email="ada@x.example.com", message="A shop.", name="<script>pwn()</script>"),
    ]
    colleague, stranger = make_lead(email="bo@x.example.com", name="Bo"), make_lead(email="ada@gmail.com")
    make_lead(email="bo@gmail.com")
    others = "//section[@aria-labelledby='others-title']//a/text()"
    colleagues = "//section[@aria-labelledby='colleagues-title']//a/text()"
    answer = client.get(change(lead))
    assert find(answer, others) == [other.reference for other in reversed(same)]
    assert find(answer, colleagues) == [colleague.name]
    answer = client.get(change(stranger))
    assert (find(answer, others), find(answer, colleagues)) == ([], [])


def test_a_merged_enquiry_is_read_with_the_other_and_taken_out_again():
    client, lead, part = signed_in("sales"), make_lead(), make_lead(message="And a second question.")
    part.note("Rang.", by=client.person, at=NOW)
    press(client, "merge", part, other=lead.reference.lower())
    answer = client.get(change(lead))
    text = answer.content.decode()
    assert ("And a second question." in text, f"({part.reference})" in text) == (True, True)
    assert rows(client.get(LIST)) == [lead.name]
    press(client, "split", part)
    assert len(rows(client.get(LIST))) == 2


def test_nobody_adds_a_lead_and_only_an_owner_deletes_one():
    lead = make_lead()
    for role in ["sales", "sales lead"]:
        client = signed_in(role)
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(LIST, {"action": "delete_selected", "_selected_action": [lead.pk], "post": "yes"})
        assert Lead.objects.count() == 1
    owner = signed_in("owner")
    assert owner.get(f"{LIST}add/").status_code == 403
    owner.post(f"{LIST}{lead.pk}/delete/", {"post": "yes"})
    assert Lead.objects.count() == 0


def test_the_admins_own_history_holds_no_name_and_no_words():
    from django.contrib.admin.models import LogEntry

    client, lead = signed_in("sales"), make_lead(name="Marker Person")
    press(client, "note", lead, words="Marker words")
    entry = LogEntry.objects.get()
    assert (entry.object_repr, "Marker" in entry.change_message) == (lead.reference, False)
    assert User.objects.count() == 1
