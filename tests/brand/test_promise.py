import pytest
from django.db import IntegrityError

from brand.context import with_footer
from brand.models import Company, KeptPromise
from brand.promise import Promise, in_words
from staff.roles import OWNER
from tests.factories import NOW
from tests.signed_in import form_of

pytestmark = pytest.mark.django_db


def company(*, asked=40, kept=38, measured=60, **fields):
    KeptPromise.record(within_minutes=measured, asked=asked, kept=kept, at=NOW)
    Company.objects.create(**{"promise_is_shown": True, **fields})
    return with_footer()


def test_it_is_said_with_the_share_that_was_kept():
    assert company().promise == Promise("one working hour", 95)


@pytest.mark.parametrize(
    "not_yet",
    [
        {"promise_is_shown": False},
        {"asked": 19, "kept": 19},
        {"kept": 31},  # 77 %
        {"promise_minutes": 30},  # not what was measured
        {"promise_from": 96},
    ],
)
def test_it_is_not_said_while_it_is_not_true(not_yet):
    assert company(**not_yet).promise is None


def test_it_is_not_said_before_anything_was_measured():
    Company.objects.create(promise_is_shown=True)
    assert (with_footer().promise, Company(promise_is_shown=True).promise) == (None, None)


def test_the_share_is_never_rounded_up():
    assert company(asked=200, kept=199).promise.share == 99


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (60, "one working hour"),
        (120, "two working hours"),
        (90, "90 working minutes"),
        (30, "30 working minutes"),
        (1500, "25 working hours"),
    ],
)
def test_a_length_in_words(minutes, words):
    assert in_words(minutes) == words


def test_more_kept_than_asked_is_refused():
    with pytest.raises(IntegrityError, match="brand_kept_of_asked"):
        KeptPromise.record(within_minutes=60, asked=1, kept=2, at=NOW)


def test_every_page_with_the_form_says_it_to_everybody(client):
    company()
    page = client.get("/talk-to-our-experts/").content.decode()
    assert (
        "<strong>We answer within one working hour.</strong> In the last three months we did so 95 times out of 100."
        in page
    )


def test_the_owner_sets_it_and_sees_how_it_is_kept(sign_in, client):
    sign_in(OWNER)
    form = "/admin/brand/company/1/change/"
    page = client.get(form)
    assert "Counted within an hour of saving." in page.content.decode()
    client.post(form, {**form_of(page), "promise_is_shown": "on", "promise_minutes": "120"})
    KeptPromise.record(within_minutes=120, asked=8, kept=6, at=NOW)
    assert "6 of 8 (75 %) in the 90 days until 4 May, 10:30." in client.get(form).content.decode()
    refused = client.post(form, {**form_of(page), "promise_minutes": "1", "promise_from": "101"})
    assert set(refused.context["adminform"].form.errors) == {"promise_minutes", "promise_from"}
