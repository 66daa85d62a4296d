from datetime import timedelta

import pytest
from lxml import html

from leads import flood
from leads.models import Lead
from leads.precedents import precedents
from tests.factories import NOW
from tests.leads.factories import make_enquiry, make_lead, posted

pytestmark = pytest.mark.django_db
TALK = "/talk-to-our-experts/"


@pytest.fixture(autouse=True)
def _few(settings):
    settings.LEADS_PER_NETWORK = 2


def wait(network, *, at):
    return flood.wait(precedents(make_enquiry(network=network), at=at), at=at)


def flooded(client):
    for _ in range(6):
        assert client.post(TALK, posted()).status_code == 303


def test_up_to_three_times_the_limit_is_taken_and_from_then_on_one_waits(client):
    flooded(client)
    sent = posted(message="Please <call> me")
    response = client.post(TALK, sent)
    assert (response.status_code, Lead.objects.count()) == (429, 6)
    assert 3590 < int(response.headers["Retry-After"]) <= 3600
    page = html.document_fromstring(response.content.decode())
    assert "please send it again in 60 minutes" in page.xpath("string(//*[@id='talk-errors'])")
    kept = {field.name: field.value for field in page.xpath("//form//*[@name]")}
    assert {name: kept[name].strip() for name in sent} == sent


def test_a_script_is_told_the_same_sentence(client):
    flooded(client)
    response = client.post(TALK, posted(), HTTP_X_FRAGMENT="1")
    assert (response.status_code, b"data-talk-refused" in response.content, b"<html" in response.content) == (
        *(429, True),
        False,
    )


def test_other_networks_do_not_wait_and_neither_does_one_that_is_unknown(client):
    flooded(client)
    assert client.post(TALK, posted(), REMOTE_ADDR="198.51.100.7").status_code == 303
    assert wait("", at=NOW) == timedelta()


def test_one_waits_until_there_are_fewer_within_the_hour():
    for minutes in range(6):
        make_lead(network="a", at=NOW - timedelta(minutes=10 * minutes))
    assert wait("a", at=NOW) == timedelta(minutes=10)
    assert wait("a", at=NOW + timedelta(minutes=10)) == timedelta()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "in 1 minute."), (60, "in 1 minute."), (61, "in 2 minutes."), (3600, "in 60 minutes.")],
)
def test_the_time_is_told_in_whole_minutes(seconds, words):
    assert flood.in_words(timedelta(seconds=seconds)).endswith(words)
