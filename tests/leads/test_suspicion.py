from datetime import timedelta

import pytest

from leads.precedents import precedents
from leads.suspicion import QUARANTINE_FROM, suspicions, unrecognisable
from tests.factories import NOW
from tests.leads.factories import make_enquiry, make_lead

pytestmark = pytest.mark.django_db


def found(at=NOW, **fields):
    enquiry = make_enquiry(**fields)
    return suspicions(enquiry, precedents(enquiry, at=at))


def score(**fields):
    return sum(weight for weight, _ in found(**fields))


def test_a_plain_enquiry_raises_no_doubt(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found(network="a") == []


@pytest.mark.parametrize(
    "honest",
    [
        {"trap": "filled by the browser"},
        {"is_instant": True},
        {
            "message": "Like https://a.example.com, www.b.example.com, http://c.example.com and https://d.example.com"
        },
        {"message": "Our site is [url=https://x.example.com]here[/url]"},
        {"message": "Our old agency promised the first page of Google. Can you do better?"},
        {"email": "ada@inbox.mailinator.com"},
    ],
)
def test_no_single_weak_sign_condemns(honest):
    assert score(**honest) == 1 < QUARANTINE_FROM


@pytest.mark.parametrize(
    "doubtful",
    [
        {"trap": "x", "is_instant": True},
        {"name": "https://spam.example.com"},
        {"message": "We offer Link Building and a guest post on sites with a high domain authority."},
        {"message": "Cheap backlinks for you", "email": "joe@yopmail.com"},
        {"company": "www.spam.example.com"},
        {"message": "http://a.example.com " * 12},
        {"trap": "x", "message": '<a href="https://spam.example.com">buy</a>'},
    ],
)
def test_two_signs_or_a_strong_one_put_a_lead_in_quarantine(doubtful):
    assert score(**doubtful) >= QUARANTINE_FROM


@pytest.mark.parametrize(
    "honest", ["A casino-like look?", "Our emailing list", "rebacklinked", "mailinator.com is ours"]
)
def test_parts_of_other_words_are_no_sign(honest):
    assert score(message=honest) <= 1


def test_a_reason_names_what_it_found():
    (reason,) = [words for _, words in found(message="Backlinks! Casino! casino")]
    assert reason == "The message has phrases of advertisers: backlinks, casino."


def test_the_same_words_from_many_addresses_are_looked_at():
    for _ in range(3):
        make_lead(message="Dear owner, I visited your site.")
    assert score(message="Dear owner, I visited your site.") == 2
    assert score(message="Dear owner, I visited your site today.") == 0
    assert score(message="Dear owner, I visited your site.", at=NOW + timedelta(hours=25)) == 0


def test_the_fifth_enquiry_within_the_hour_for_one_address_is_looked_at():
    for _ in range(4):
        make_lead(email="victim@x.example.com")
    assert score(email="Victim@x.example.com") == 2
    assert score(email="other@x.example.com") == 0
    assert score(email="victim@x.example.com", at=NOW + timedelta(minutes=61)) == 0


def test_more_enquiries_from_one_network_than_allowed_within_the_hour_are_looked_at(settings):
    settings.LEADS_PER_NETWORK = 3
    for _ in range(3):
        make_lead(network="a")
    assert (score(network="a"), score(network="b"), score(network="")) == (2, 0, 0)


def test_a_network_is_compared_within_a_day_and_not_beyond():
    today = unrecognisable("192.0.2.7", at=NOW)
    assert today == unrecognisable("192.0.2.7", at=NOW + timedelta(hours=1))
    assert today != unrecognisable("192.0.2.8", at=NOW)
    assert today != unrecognisable("192.0.2.7", at=NOW + timedelta(days=1))
    assert "192.0" not in today
