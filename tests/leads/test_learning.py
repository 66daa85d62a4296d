import pytest
from django.db.models import Q

from leads.erasure import forget
from leads.learning import doubts, learn, signs
from leads.models import Lead, LearntSign
from leads.precedents import precedents
from leads.suspicion import QUARANTINE_FROM, suspicions
from tests.factories import NOW, make_user
from tests.leads.factories import make_enquiry

pytestmark = pytest.mark.django_db

OFFER = "We can build quality backlinks to boost your ranking."


@pytest.fixture
def decide():
    """Puts so many enquiries with these words in the tables, each with what staff decided about it."""
    somebody = make_user()
    count = iter(range(10_000))

    def decide(message, kind, times=1, **event):
        leads = Lead.objects.bulk_create(
            Lead(name="A", email=f"a{next(count)}@example.com", message=message, received_at=NOW)
            for _ in range(times)
        )
        for lead in leads:
            lead.events.create(kind=kind, by=somebody, at=NOW, **event)
        return leads

    return decide


@pytest.fixture
def taught(decide):
    decide(OFFER, "condemned", 16)
    decide("Rank higher, casino friends", "condemned", 5)
    decide("Our agency asks you for backlinks advice on hosting", "released", 4)
    decide("We need a new shop for our bakery", "moved", 18, stage="qualified")
    learn()


def reasons(message=OFFER, email="new@elsewhere.example.net"):
    return list(doubts(precedents(make_enquiry(message=message, email=email), at=NOW).learnt))


def counted(sign):
    return LearntSign.objects.filter(sign=sign).values_list("spam", "good").get()


def test_it_says_what_was_decided_before(taught, django_assert_num_queries):
    with django_assert_num_queries(1):
        (reason,) = reasons()
    assert reason == (
        1,
        "You decided before: 16 of 16 enquiries with “quality”, 16 of 16 enquiries with “ranking” were spam.",
    )
    assert counted("backlinks") == (16, 4)


def test_a_reason_fits_into_its_column(decide):
    decide(f"{'x' * 24} {'y' * 24}", "condemned", 20)
    decide("We need a new shop", "released", 20)
    LearntSign.objects.all().delete()
    learn()
    LearntSign.objects.filter(spam=20).update(spam=2000)
    ((_, words),) = reasons(f"{'x' * 24} {'y' * 24}")
    assert len(words) <= 200


def test_alone_it_never_condemns(taught):
    enquiry = make_enquiry(message="We can boost your ranking with quality, build more")
    found = suspicions(enquiry, precedents(enquiry, at=NOW))
    assert sum(weight for weight, _ in found) == 1 < QUARANTINE_FROM


@pytest.mark.parametrize(
    "honest",
    ["We need a new bakery shop", "Backlinks?", "Words that nobody wrote before", "", "can"],
)
def test_it_keeps_quiet_about_others(honest, taught):
    assert reasons(honest) == []


@pytest.mark.parametrize(("spam", "good"), [(19, 40), (40, 19), (0, 0)])
def test_it_keeps_quiet_while_too_little_was_decided(spam, good, decide):
    decide(OFFER, "condemned", spam)
    decide("We need a new shop", "released", good)
    learn()
    assert reasons() == []


def test_a_decision_that_is_taken_back_leaves_no_trace(taught, decide):
    before = sorted(LearntSign.objects.values_list("sign", "spam", "good"))
    (lead,) = decide(OFFER, "condemned")
    assert learn()
    assert counted("backlinks") == (17, 4)
    lead.events.create(kind="undone", by=make_user(), at=NOW)
    assert learn()
    assert sorted(LearntSign.objects.values_list("sign", "spam", "good")) == before


def test_the_last_decision_about_an_enquiry_counts(taught, decide):
    (lead,) = decide(OFFER, "condemned")
    lead.events.create(kind="released", by=make_user(), at=NOW)
    learn()
    assert counted("backlinks") == (16, 5)


def test_the_words_of_an_erased_person_are_forgotten(taught, decide):
    (lead,) = decide(OFFER, "condemned")
    learn()
    forget(lead, at=NOW)
    learn()
    assert counted("backlinks") == (16, 4)


def test_nothing_is_counted_while_nothing_new_was_decided(taught, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert learn() is False


def test_a_lost_lead_decides_nothing(decide):
    decide(OFFER, "moved", 5, stage="lost")
    learn()
    assert LearntSign.objects.filter(Q(spam__gt=0) | Q(good__gt=0)).count() == 0


def test_rare_words_are_not_kept_and_the_vocabulary_is_bounded(decide, monkeypatch):
    monkeypatch.setattr("leads.learning.VOCABULARY", 5)
    decide("alpha beta gamma delta epsilon zeta eta theta", "condemned", 6)
    decide("Mister Rarename", "condemned", 3)
    learn()
    assert LearntSign.objects.count() == 6
    assert not LearntSign.objects.filter(sign="rarename").exists()


def test_signs_hold_no_numbers_and_no_addresses():
    found = signs(
        message="Call +44 20 7946 or a1b2 ada@x.example.com, see https://x.example.com",
        email="ada@Firm.example.com",
    )
    assert found == {"call", "ada", "example", "com", "see", "https", "[a link]", "[@firm.example.com]"}
