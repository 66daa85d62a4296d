from datetime import timedelta

import pytest
from django.conf import settings
from django.test import RequestFactory

from blog import readers
from blog.readers import PER_NETWORK, WINDOW, counts_as_read, counts_as_visit
from tests.factories import NOW
from tests.readers import BEACON, PERSON, WENT


def beacon(address="192.0.2.7", **headers):
    kept = {name: value for name, value in (BEACON | headers).items() if value is not None}
    return RequestFactory(REMOTE_ADDR=address).post("/blog/a/read/", headers=kept)


@pytest.mark.parametrize(
    "agent",
    [
        PERSON,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/26.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile",
    ],
)
def test_browsers_of_people_are_counted(agent):
    assert counts_as_read(beacon(**{"User-Agent": agent}), at=NOW)


@pytest.mark.parametrize(
    "agent",
    [
        *("", "curl/8.5.0", "python-requests/2.32.5", "Mozilla/5.0", "Go-http-client/1.1"),
        PERSON.replace("Chrome", "HeadlessChrome"),
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (Linux; Android 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Chrome-Lighthouse",
        "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15 (Applebot/0.1)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
        "facebookexternalhit/1.1",
    ],
)
def test_robots_are_not_counted(agent):
    assert not counts_as_read(beacon(**{"User-Agent": agent}), at=NOW)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": None}, {"Origin": "null"}, {"Origin": "https://a.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_what_no_page_of_ours_sent_is_not_counted(headers):
    assert not counts_as_read(beacon(**headers), at=NOW)


def test_whoever_works_here_is_not_counted():
    request = beacon()
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "anything"
    assert not counts_as_read(request, at=NOW)


def test_a_network_counts_so_often_in_ten_minutes_and_others_still_do():
    counted = [counts_as_read(beacon(), at=NOW) for _ in range(PER_NETWORK + 5)]
    assert counted.count(True) == PER_NETWORK
    assert counts_as_read(beacon("192.0.2.8"), at=NOW)
    assert counts_as_read(beacon(), at=NOW + WINDOW)


def test_networks_are_remembered_without_their_addresses_and_forgotten_with_the_window():
    counts_as_read(beacon(), at=NOW)
    ((name, times),) = readers.networks._counts.items()
    assert (len(name), times) == (8, 1)
    counts_as_read(beacon(), at=NOW + WINDOW)
    ((other, _),) = readers.networks._counts.items()
    assert other != name  # the salt went, too


def test_more_networks_than_fit_are_not_counted(monkeypatch):
    monkeypatch.setattr(readers, "MOST_NETWORKS", 1)
    counted = [counts_as_read(beacon(f"192.0.2.{last}"), at=NOW) for last in (1, 2, 1)]
    assert counted == [True, False, True]


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        (WENT, True),
        (WENT | {"Sec-Purpose": "prefetch"}, False),
        (WENT | {"Sec-Fetch-Mode": "cors"}, False),
        ({"User-Agent": PERSON}, False),
        (WENT | {"User-Agent": "curl/8.5.0"}, False),
    ],
)
def test_a_page_of_its_own_is_visited_by_whoever_goes_there(headers, counts):
    request = RequestFactory().get("/talk-to-our-experts/", headers=headers)
    assert counts_as_visit(request, at=NOW + timedelta(minutes=1)) == counts
