from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from leads.models import Lead
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
    return find(response, "//table[@id='result_list']//td[contains(@class, 'field-name')]//text()")


def change(lead):
    return f"{LIST}{lead.pk}/change/"


def form_of(client, lead):
    form = find(client.get(change(lead)), "//form[@id='lead_form']")[0]
    return {name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def told(response):
    return [
        " ".join(found.text_content().split()) for found in find(response, "//ul[@class='messagelist']/li")
    ]


@pytest.mark.parametrize("role", ["author", "editor"])
def test_authors_and_editors_see_nothing_of_leads(role):
    client, lead = signed_in(role), make_lead(name="Marker Person")
    for address in [LIST, change(lead), f"{LIST}{lead.pk}/history/", f"{LIST}{lead.pk}/delete/"]:
        assert client.get(address).status_code == 403
    assert client.post(change(lead), {"_claim": "1"}).status_code == 403
    assert b"Marker" not in client.get("/admin/").content
    assert Lead.objects.get().expert is None


def test_the_list_is_what_is_to_do_and_what_is_closed_or_suspect_stands_apart():
    client = signed_in("sales")
    make_lead(name="Ada Quinn")
    make_lead(name="Mine", expert=client.person)
    make_lead(name="Lost Person", stage="lost", expert=client.person)
    make_lead(name="https://spam.example.com")
    assert rows(client.get(LIST)) == ["Ada Quinn", "Mine"]
    assert find(client.get(LIST), "//ul[@class='object-tools']//a/text()") == ["1 in quarantine: look"]
    assert rows(client.get(LIST + "?box=new")) == ["Ada Quinn"]
    assert rows(client.get(LIST + "?box=mine")) == ["Mine"]
    assert rows(client.get(LIST + "?box=closed")) == ["Lost Person"]
    assert rows(client.get(LIST + "?box=quarantine")) == ["https://spam.example.com"]
    assert rows(client.get(LIST + "?box=all"))[2:] == ["Lost Person", "https://spam.example.com"]
    assert rows(client.get(LIST + "?box=nonsense")) == ["Ada Quinn", "Mine"]
    assert rows(client.get(LIST + "?stage__exact=lost")) == ["Lost Person"]
    assert rows(client.get(LIST + "?stage__exact=new")) == ["Ada Quinn", "Mine"]


def test_the_next_to_answer_is_on_top_and_how_long_each_waits_is_told():
    client, at = signed_in("sales"), timezone.now()
    make_lead(name="Asked yesterday", at=at - timedelta(days=1))
    make_lead(name="Called last month", at=at - timedelta(days=21), stage="contacted", expert=client.person)
    make_lead(name="Won", at=at - timedelta(days=2), stage="won")
    make_lead(name="Asked just now", at=at - timedelta(minutes=5))
    old = make_lead(name="Noted today", at=at - timedelta(days=40), expert=client.person)
    old.note("Rang.", by=client.person, at=at - timedelta(hours=3))
    answer = client.get(LIST + "?box=all")
    waiting = find(answer, "//td[contains(@class, 'field-waiting')]/text()")
    assert list(zip(rows(answer), (words.replace("\xa0", " ") for words in waiting), strict=True)) == [
        ("Asked just now", "5 minutes"),
        ("Asked yesterday", "1 day"),
        ("Called last month", "3 weeks"),
        ("Noted today", "3 hours"),
        ("Won", "–"),
    ]
    sorted_by = "//th[contains(@class, 'sorted')]//a[not(@class)]/text()"
    assert find(answer, sorted_by) == []
    assert (rows(client.get(LIST + "?o=7"))[0], find(client.get(LIST + "?o=7"), sorted_by)) == (
        "Called last month",
        ["Waiting"],
    )


def told_when_empty(client, query=""):
    (empty,) = find(client.get(LIST + query), "//*[@class='empty']")
    return " ".join(empty.text_content().split()), [link.get("href") for link in empty.iter("a")]


def test_an_empty_list_says_what_is_true_and_what_to_do():
    client = signed_in("sales")
    assert told_when_empty(client) == (
        "No enquiry has come yet. Each stands here as soon as somebody has sent the form. Open the form",
        ["/talk-to-our-experts/"],
    )
    assert told_when_empty(client, "?box=closed") == ("No lead is won or lost yet. Back to the inbox", ["?"])
    make_lead(stage="lost", expert=client.person)
    inbox = "Nothing is to do: every lead is closed. Look at those"
    assert told_when_empty(client) == (inbox, ["?box=closed"])
    assert told_when_empty(client, "?box=mine") == ("No open lead is yours. Take one", ["?box=new"])
    assert told_when_empty(client, "?box=quarantine")[0] == "Nothing is in quarantine. Back to the inbox"
    assert told_when_empty(client, "?box=new")[0].startswith("Nobody waits to be taken")
    assert told_when_empty(client, "?stage__exact=won") == (
        "No lead passes all these filters. Take them away",
        ["?"],
    )


def test_an_empty_search_says_how_to_go_on():
    client = signed_in("sales")
    make_lead()
    assert told_when_empty(client, "?q=<b>zzz") == (
        "No lead holds “<b>zzz”. Try fewer words, or the last digits of a number. Back to the inbox",
        ["?"],
    )
    assert told_when_empty(client, "?q=zzz&box=new&stage__exact=new") == (
        "No lead here holds “zzz”. Search without the filters · Back to the inbox",
        ["?q=zzz", "?"],
    )
    answer = client.get(LIST + "?q=zzz")
    assert (
        find(answer, "//form[@id='changelist-search']//a | //*[@class='actions' or @class='paginator']") == []
    )
    assert find(client.get(LIST + "?q=ada"), "//form[@id='changelist-search']//a/text()") == ["show all"]
    assert find(client.get(LIST), "//form[@id='changelist-search']//a") == []


def test_the_list_takes_the_same_queries_however_many(django_assert_num_queries):
    client = signed_in("sales")
    client.get(LIST)
    for count in (1, 3):
        while Lead.objects.count() < count:
            make_lead(article=make_article().slug, expert=make_user(role="sales"))
        with django_assert_num_queries(12):
            client.get(LIST)


@pytest.mark.parametrize(
    "words", ["100%", "_", "\\", "'x", '"x', "a' OR 1=1 --", "x" * 4000, "( ) ! : * & |"]
)
def test_signs_of_patterns_are_taken_as_written(words):
    client = signed_in("sales")
    make_lead(name="Ada Quinn")
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
    for words in [lead.reference, "ada", "quinn", "+442079460958", lead.email, "shop ceramics"]:
        assert rows(client.get(LIST, {"q": words})) == ["Ada Quinn"]


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


@pytest.mark.parametrize("typed", ["000", "0", "+", "(0)", "+-+-", "²²²²", "1" * 4000, "12", "0301234567 x"])
def test_what_is_no_number_finds_nobody_by_number(typed):
    client = signed_in("sales")
    make_lead(
        name="Ada Quinn", message="Hello", phone="030 1234567", phone_e164="+49301234567", email="a@x.de"
    )
    answer = client.get(LIST, {"q": typed})
    plain = typed in {"0", "+", "12"}  # stand in the number as they are
    assert (answer.status_code, rows(answer)) == (200, ["Ada Quinn"] if plain else [])


def test_a_nul_in_a_search_is_refused_as_everywhere():
    assert signed_in("sales").get(LIST, {"q": "030\0"}).status_code == 400


def test_a_search_looks_into_every_box_unless_one_is_chosen():
    client, suspect = signed_in("sales"), make_lead(quarantined=True)
    make_lead(name="Ada Quinn")
    chosen = "//*[@id='changelist-filter']//li[@class='selected']/a/text()"
    found = client.get(LIST, {"q": suspect.reference})
    assert (rows(found), find(found, chosen)[0].strip()) == ([suspect.name], "All")
    assert rows(client.get(LIST, {"q": suspect.reference, "box": "quarantine"})) == [suspect.name]
    assert rows(client.get(LIST, {"q": suspect.reference, "box": "new"})) == []
    assert rows(client.get(LIST, {"q": " "})) == ["Ada Quinn"]


@pytest.mark.parametrize(
    "query",
    ["?expert__password__startswith=a", "?events__text=x", "?nonsense=1", "?stage__exact=" + "x" * 3000],
)
def test_look_ups_beyond_the_filters_are_refused_or_empty(query):
    client = signed_in("sales")
    make_lead()
    answer = client.get(LIST + query)
    assert answer.status_code in {200, 302, 400}
    assert answer.status_code != 200 or rows(answer) == []


def test_taking_a_lead_is_one_press_and_the_second_person_is_told():
    lead, first, second = make_lead(), signed_in("sales"), signed_in("sales")
    before = form_of(second, lead)
    first.post(change(lead), {**form_of(first, lead), "_claim": "Take it"})
    answer = second.post(change(lead), {**before, "_claim": "Take it"}, follow=True)
    assert Lead.objects.get().expert == first.person
    assert "Somebody else has just changed this lead" in answer.content.decode()


def test_a_note_a_stage_and_a_worth_are_one_save():
    client, lead = signed_in("sales"), make_lead()
    client.post(
        change(lead), {**form_of(client, lead), "words": "They signed.", "move_to": "won", "worth": "4800.50"}
    )
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.expert) == ("won", Decimal("4800.50"), client.person)
    assert [event.kind for event in lead.events.all()] == ["received", "noted", "claimed", "moved"]
    assert {event.by for event in lead.events.all()[1:]} == {client.person}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"worth": "5"}, "Choose “Won” as well, or leave this empty."),
        (
            {"move_to": "lost", "worth": "5"},
            "Only a won lead is worth something: a number from 0 to 9,999,999,999.",
        ),
        ({"move_to": "contacted"}, "is already contacted."),
        ({"move_to": "new"}, "Select a valid choice. new is not one of the available choices."),
        ({"move_to": "won", "worth": "1e99"}, "Ensure that there are no more than"),
        ({"move_to": "won", "worth": "NaN"}, "Enter a number."),
        ({"words": "x" * 5001}, "Ensure this value has at most 5000 characters"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(given, words):
    client, lead = signed_in("sales"), make_lead(stage="contacted")
    count = lead.events.count()
    answer = client.post(change(lead), {**form_of(client, lead), **given})
    errors = find(answer, "string(//*[contains(@class, 'errorlist')])")
    lead.refresh_from_db()
    assert (words in errors, lead.stage, lead.value, lead.events.count()) == (True, "contacted", None, count)


def test_two_people_at_once_the_second_is_told_and_keeps_their_words():
    lead, first, second = make_lead(), signed_in("sales"), signed_in("sales")
    stale = form_of(second, lead)
    first.post(change(lead), {**form_of(first, lead), "move_to": "contacted"})
    answer = second.post(change(lead), {**stale, "words": "Rang, nobody there.", "move_to": "lost"})
    lead.refresh_from_db()
    assert (answer.status_code, lead.stage, lead.expert) == (200, "contacted", first.person)
    form = find(answer, "//form[@id='lead_form']")[0]
    assert form.fields["words"].strip() == "Rang, nobody there."
    again = {name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    second.post(change(lead), again)
    lead.refresh_from_db()
    assert lead.stage == "lost"


def test_giving_a_lead_away_is_for_those_who_may():
    lead, other = make_lead(), make_user(role="sales")
    sales, boss = signed_in("sales"), signed_in("sales lead")
    assert "give_to" not in form_of(sales, lead)
    sales.post(change(lead), {**form_of(sales, lead), "give_to": other.pk})
    assert Lead.objects.get().expert is None
    boss.post(change(lead), {**form_of(boss, lead), "give_to": other.pk})
    assert Lead.objects.get().expert == other


def test_a_lead_is_given_only_to_people_who_answer_leads():
    editor, lead, boss = make_user(role="editor"), make_lead(), signed_in("sales lead")
    boss.post(change(lead), {**form_of(boss, lead), "give_to": editor.pk})
    assert Lead.objects.get().expert is None


def test_what_the_visitor_wrote_cannot_be_changed():
    client, lead = (
        signed_in("owner", is_superuser=True),
        make_lead(name="Ada Quinn", message="We need a shop."),
    )
    forged = {"name": "X", "email": "x@y.example", "message": "X", "reference": "BL-3333333", "stage": "won"}
    client.post(change(lead), {**form_of(client, lead), **forged, "value": "5", "expert": client.person.pk})
    lead.refresh_from_db()
    assert (lead.name, lead.message, lead.stage, lead.value, lead.expert) == (
        "Ada Quinn",
        "We need a shop.",
        "new",
        None,
        None,
    )


def test_actions_press_the_verbs_and_say_what_could_not_be_done():
    client = signed_in("sales")
    free, taken = make_lead(), make_lead(expert=make_user())
    answer = client.post(
        LIST, {"action": "claim_selected", "_selected_action": [free.pk, taken.pk]}, follow=True
    )
    free.refresh_from_db()
    assert free.expert == client.person
    assert sorted(told(answer)) == ["1 lead: done.", f"{taken} was already taken."]


@pytest.mark.parametrize(
    ("action", "stage"),
    [("mark_contacted", "contacted"), ("mark_qualified", "qualified"), ("mark_lost", "lost")],
)
def test_stages_are_marked_from_the_list(action, stage):
    client, lead = signed_in("sales"), make_lead()
    client.post(LIST, {"action": action, "_selected_action": [lead.pk]})
    lead.refresh_from_db()
    assert (lead.stage, lead.expert) == (stage, client.person)


def test_a_suspect_is_released_from_the_list_or_its_page():
    client, one, two = signed_in("sales"), make_lead(quarantined=True), make_lead(quarantined=True)
    client.post(f"{LIST}?box=quarantine", {"action": "release_selected", "_selected_action": [one.pk]})
    client.post(change(two), {**form_of(client, two), "_release": "1"})
    assert list(Lead.objects.quarantined()) == []


def test_a_get_changes_nothing():
    client, lead = signed_in("sales"), make_lead()
    client.get(change(lead) + "?_claim=1&move_to=won")
    client.get(f"{LIST}?action=claim_selected&_selected_action={lead.pk}")
    assert (Lead.objects.get().expert, Lead.objects.get().stage) == (None, "new")


def test_the_story_is_told_with_who_and_what():
    client, lead = signed_in("sales"), make_lead(article=make_article("On backups").slug)
    lead.claim(by=client.person, at=NOW)
    lead.note("Rang <b>twice</b>.", by=client.person, at=NOW)
    lead.move("won", by=client.person, at=NOW, value=Decimal(4800))
    story = [" ".join(item.text_content().split()) for item in find(client.get(change(lead)), "//ol/li")]
    when = "4 May 2026, 10:30"
    assert story == [
        f"{when} The visitor: received",
        f"{when} Sam Doe: taken",
        f"{when} Sam Doe: note Rang <b>twice</b>.",
        f"{when} Sam Doe: moved to Won, worth 4800.00",
    ]


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
    doubts = "//div[contains(@class, 'field-doubts')]//div[@class='readonly']/text()"
    assert find(client.get(change(suspect)), doubts) == ["There is a link in the name or the company."]
    assert find(client.get(change(other)), doubts) == []


def test_the_page_is_headed_by_the_person_and_links_only_to_what_may_be_opened():
    client = signed_in("sales")
    lead = make_lead(name="Ada <b>", company="Quinn & Co", expert=client.person, article=make_article().slug)
    answer = client.get(change(lead))
    assert find(answer, "//h1/text()") == ["Ada <b>, Quinn & Co"]
    who = find(answer, "//div[contains(@class, 'field-who')]//div[@class='readonly']")
    assert [(found.text_content(), found.xpath(".//a")) for found in who] == [("Sam Doe", [])]
    links = find(answer, "//div[@class='readonly']//a/@href[starts-with(., '/')]")
    assert [client.get(link).status_code for link in links] == [200]


def test_other_leads_of_the_same_person_are_shown():
    client, number = signed_in("sales"), "+49301234567"
    lead = make_lead(email="adda@x.example.com", message="A shop.", phone_e164=number)
    same = [
        make_lead(email="ADDA@x.example.com"),
        make_lead(phone_e164=number),
        make_lead(email="ada@x.example.com", message="A shop.", name="<script>pwn()</script>"),
    ]
    stranger = make_lead()
    others = "//div[contains(@class, 'field-others')]//a/text()"
    assert find(client.get(change(lead)), others) == [other.reference for other in reversed(same)]
    assert find(client.get(change(stranger)), others) == []


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
    client.post(change(lead), {**form_of(client, lead), "words": "Marker words"})
    entry = LogEntry.objects.get()
    assert (entry.object_repr, "Marker" in entry.change_message) == (lead.reference, False)
    assert User.objects.count() == 1
