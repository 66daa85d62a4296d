import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from leads import own_link
from leads.correcting import mark_of
from leads.models import Lead, LeadEvent
from leads.sending import attempt
from tests.factories import make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db
TALK = "/talk-to-our-experts/"
SENT = {"name": "Ada Quinn", "email": "ada@outlok.example.com", "message": "A shop"}
RIGHT = "ada@outlook.example.com"


@pytest.fixture
def sales():
    return make_user("sales@example.com", role="sales")


def send(client, **fields):
    return client.post(TALK, SENT | fields, headers={"X-Fragment": "form"})


def mark_in(response):
    return re.search(r'data-talk-instead="([^"]+)"', response.content.decode())[1]


def addresses():
    return list(Lead.objects.order_by("pk").values_list("email", flat=True))


def test_the_same_words_with_another_address_are_the_same_lead(client, sales):
    first = send(client)
    lead = Lead.objects.get()
    for _ in range(2):  # the first answer may not have come
        again = send(client, email=RIGHT, instead=mark_in(first))
        assert (again.status_code, lead.reference in again.content.decode()) == (201, True)
    assert addresses() == [RIGHT]
    assert list(lead.events.values_list("kind", "text")) == [
        ("received", ""),
        ("corrected", f"{SENT['email']} → {RIGHT}"),
    ]
    assert sorted(lead.deliveries.values_list("kind", "recipient")) == [
        ("addition", sales.email),
        ("confirmation", RIGHT),  # the one to the wrong address had not gone yet
        ("notification", sales.email),
    ]


@pytest.mark.parametrize(
    "change", [{"message": "Another shop"}, {"instead": "BL-3333333.1.x"}, {"instead": ""}]
)
def test_other_words_and_marks_that_are_not_ours_are_enquiries_of_their_own(change, client):
    first = send(client)
    assert send(client, **{"email": RIGHT, "instead": mark_in(first)} | change).status_code == 201
    assert addresses() == [SENT["email"], RIGHT]


def test_a_mark_ends_after_ten_minutes_and_after_three_corrections(client, monkeypatch):
    mark = mark_in(send(client))
    for number in range(5):
        assert send(client, email=f"ada{number}@client.example.com", instead=mark).status_code == 201
    assert addresses()[0] == "ada2@client.example.com"
    assert LeadEvent.objects.filter(kind="corrected").count() == 3
    number = Lead.objects.count()
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("time.time", lambda: later.timestamp())
    assert send(client, email=RIGHT, instead=mark).status_code == 201
    assert Lead.objects.count() == number + 1


def test_of_one_in_quarantine_no_mail_goes_to_the_new_address(client, sales):
    message = (
        "Casino https://a.example https://b.example https://c.example https://d.example https://e.example"
    )
    mark = mark_in(send(client, message=message, subject_line="filled in"))
    assert send(client, message=message, email=RIGHT, instead=mark).status_code == 201
    lead = Lead.objects.get()
    assert (lead.email, lead.quarantined_at is None) == (RIGHT, False)
    for delivery in lead.deliveries.all():
        attempt(delivery.pk)
    assert mail.outbox == []


def test_the_own_link_is_no_mark(client):
    lead = make_lead(email=SENT["email"], message=SENT["message"])
    token = own_link.path(lead).rstrip("/").rpartition("/")[2]
    send(client, email=RIGHT, instead=token)
    assert addresses() == [SENT["email"], RIGHT]
    assert mark_of(lead) != token
