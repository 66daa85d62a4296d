from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Lead, SavedView
from tests.factories import NOW, make_article, make_user
from tests.leads.admin.inbox_page import LIST, change, find, rows, signed_in
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


def test_each_view_shows_its_own_and_counts_them():
    client = signed_in("sales")
    make_lead(name="Ada Quinn")
    make_lead(name="Mine", expert=client.person)
    make_lead(name="Lost Person", stage="lost", expert=client.person)
    make_lead(name="https://spam.example.com")
    make_lead(name="Real Spam").condemn(by=client.person, at=NOW)
    make_lead(name="Put Off", expert=client.person).snooze(
        timezone.now() + timedelta(days=1), by=client.person, at=NOW
    )
    make_lead(name="Part").merge_into(Lead.objects.get(name="Mine"), by=client.person, at=NOW)
    shown = {
        "": ["Ada Quinn", "Mine"],
        "?box=new": ["Ada Quinn"],
        "?box=mine": ["Mine"],
        "?box=later": ["Put Off"],
        "?box=all": ["Put Off", "Real Spam", "https://spam.example.com", "Lost Person", "Mine", "Ada Quinn"],
        "?box=quarantine": ["https://spam.example.com", "Real Spam"],
        "?box=nonsense": ["Ada Quinn", "Mine"],
        "?stage=lost": ["Lost Person"],
        "?stage=new": ["Ada Quinn", "Mine"],
    }
    assert {query: rows(client.get(LIST + query)) for query in shown} == shown
    counts = [one.text_content() for one in find(client.get(LIST), "//*[@data-count]")]
    assert counts == ["1", "1", "2", "1", "6", "1"]


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


def test_fewer_rows_stand_beside_an_open_lead_and_the_others_follow():
    client, leads = signed_in("sales"), [make_lead() for _ in range(27)]
    beside = client.get(f"{LIST}{leads[0].pk}/change/")
    more = find(beside, "//a[@data-more]/@href")[0]
    assert (len(rows(beside)), len(rows(client.get(LIST)))) == (25, 27)
    assert len(rows(client.get(f"{LIST}{more}" if more.startswith("?") else more))) == 2


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
