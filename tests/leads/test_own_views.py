import logging
import re
import uuid
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core import mail

from blog.models import MissingPage
from blog.tally import tally
from brand.models import Company
from leads import own_link
from leads.models import Delivery, Lead
from leads.receiving import receive
from leads.sending import attempt
from tests.factories import NOW, make_user
from tests.leads.factories import make_enquiry, make_lead

pytestmark = pytest.mark.django_db

SALES = "sales@example.com"
NEW = "ada@quinn.example.com"


@pytest.fixture(autouse=True)
def _site(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://www.example.com"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    make_user(SALES, role="sales", name="Sam Sales")
    Company.objects.create(name="Webzworld", email="office@example.com")


@pytest.fixture
def lead():
    lead = make_lead(
        email="ada@quin.example.com", name="Ada <b>Quinn</b>", message="A shop, <script>please</script>."
    )
    send()
    mail.outbox.clear()
    return lead


def send():
    """What the worker does."""
    for pk in Delivery.objects.waiting().order_by("pk").values_list("pk", flat=True):
        attempt(pk)


def sent():
    """To whom, and about what, in the order of sending."""
    send()
    mails = [(parseaddr(letter.to[0])[1], letter.subject) for letter in mail.outbox]
    letters = list(mail.outbox)
    mail.outbox.clear()
    return mails, letters


def link_in(letter):
    return re.search(r"https://www\.example\.com(/talk-to-our-experts/\S+)", letter.body)[1]


def events(lead):
    return [(event.kind, event.text) for event in lead.events.all()]


def state():
    return list(Lead.objects.values()), Delivery.objects.count()


def test_the_confirmation_holds_a_link_to_what_arrived(client):
    lead = make_lead(message="A shop.")
    confirmation = next(letter for letter in sent()[1] if "your message has arrived" in letter.subject)
    page = client.get(link_in(confirmation)).content.decode()
    assert f"Your enquiry {lead.reference}" in page
    assert "<p>A shop.</p>" in page
    assert "It works until 2 August 2026." in confirmation.body


def test_the_page_shows_what_was_typed_as_words_and_who_answers(lead, client):
    lead.claim(by=make_user("erin@example.com", role="sales", name="Erin Expert"), at=NOW)
    page = client.get(own_link.path(lead)).content.decode()
    assert "A shop, &lt;script&gt;please&lt;/script&gt;." in page
    assert "Ada &lt;b&gt;Quinn&lt;/b&gt;" in page
    assert "Erin Expert answers you" in page


def test_nobody_keeps_it_finds_it_or_learns_its_address(lead, client):
    for path in [own_link.path(lead), f"{own_link.path(lead)}erase/", "/talk-to-our-experts/yours/wrong/"]:
        headers = client.get(path).headers
        assert set(headers["Cache-Control"].split(", ")) == {"no-store", "private"}
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
        assert "Set-Cookie" not in headers


def test_looking_changes_nothing(lead, client):
    own_link_path = own_link.path(lead)
    client.post(own_link_path, {"email": NEW, "do": "correct"})
    correction = own_link.correction_address(lead.deliveries.get(kind="correction"))
    before = state()
    for path in [own_link_path, f"{own_link_path}withdraw/", f"{own_link_path}erase/", correction]:
        for ask in (client.get, client.head):
            assert ask(path, {"text": "x", "email": "x@example.com", "done": "erased"}).status_code == 200
    assert state() == before


def test_a_wrong_old_or_other_leads_link_leads_nowhere(lead, client, monkeypatch):
    other = make_lead()
    path = own_link.path(lead)
    token = path.split("/")[-2]
    wrong = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace(lead.reference, other.reference),
        "x",
        ".",
    ]
    before = state()
    for one in wrong:
        for step in ["", "withdraw/", "erase/"]:
            address = f"/talk-to-our-experts/yours/{one}/{step}"
            assert [ask(address, {"text": "x"}).status_code for ask in (client.get, client.post)] == [
                410,
                410,
            ]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=90))
    ended = client.post(path, {"text": "x"})
    assert (ended.status_code, state()) == (410, before)
    assert lead.reference not in ended.content.decode()


def test_the_address_of_an_ended_link_is_neither_logged_nor_counted(lead, client, caplog):
    token = "BL-7777777.wrong"
    with caplog.at_level(logging.DEBUG):
        client.get(f"/talk-to-our-experts/yours/{token}/")
        client.post(own_link.path(lead), {"text": "More"})
    tally.write()
    # Django's own line about a refused request goes to a logger that config/settings.py keeps quiet.
    told = [record for record in caplog.records if record.name != "django.request"]
    assert [record.getMessage() for record in told if "yours" in record.getMessage()] == []
    assert not MissingPage.objects.exists()


def test_what_is_added_stands_on_the_page_in_the_story_and_in_a_mail(lead, client):
    response = client.post(own_link.path(lead), {"text": "We start in May.\r\n\r\n<i>Soon</i>"})
    assert (response.status_code, response["Location"]) == (303, f"{own_link.path(lead)}?done=added")
    page = client.get(response["Location"]).content.decode()
    assert "Thank you. What you added is with us." in page
    assert "&lt;i&gt;Soon&lt;/i&gt;" in page
    assert events(lead)[1:] == [("added", "We start in May.\n\n<i>Soon</i>")]
    mails, letters = sent()
    assert mails == [(SALES, f"{lead.reference}: the visitor wrote more")]
    assert "We start in May." in letters[0].body
    assert letters[0].reply_to == ["ada@quin.example.com"]


def test_each_addition_is_a_mail_of_its_own_to_whoever_has_the_lead(lead, client):
    make_user("others@example.com", role="sales")
    lead.claim(by=make_user("erin@example.com", role="sales"), at=NOW)
    client.post(own_link.path(lead), {"text": "One"})
    client.post(own_link.path(lead), {"text": "Two"})
    assert [to for to, _ in sent()[0]] == ["erin@example.com"] * 2


def test_nothing_is_not_added_and_too_much_is_refused_with_the_words_kept(lead, client):
    assert (
        "Write what you would like to add."
        in client.post(own_link.path(lead), {"text": " "}).content.decode()
    )
    for n in range(20):
        client.post(own_link.path(lead), {"text": f"Number {n}"})
    response = client.post(own_link.path(lead), {"text": "Number 21"})
    assert response.status_code == 422
    assert "You have added a lot already." in response.content.decode()
    assert "Number 21</textarea>" in response.content.decode()
    assert len(events(lead)) == 21


def test_an_address_is_corrected_only_by_its_own_reader(lead, client):
    old = own_link.path(lead)
    assert client.post(old, {"email": "ada@quinn.example.com ", "do": "correct"}).status_code == 303
    lead.refresh_from_db()
    assert lead.email == "ada@quin.example.com"
    mails, letters = sent()
    assert mails == [(NEW, f"Webzworld: is this your address? ({lead.reference})")]
    assert ("shop" in letters[0].body, "Quinn" in letters[0].body) == (False, False)

    path = link_in(letters[0])
    assert NEW in client.get(path).content.decode()
    response = client.post(path)
    lead.refresh_from_db()
    assert (lead.email, response["Location"]) == (NEW, f"{own_link.path(lead)}?done=corrected")
    assert client.get(response["Location"]).status_code == 200
    assert client.get(old).status_code == 410  # whoever has the mistyped address sees it no more
    assert ("corrected", f"ada@quin.example.com → {NEW}") in events(lead)
    assert sorted(sent()[0]) == [
        (NEW, f"Webzworld: your message has arrived ({lead.reference})"),
        (SALES, f"{lead.reference}: the visitor corrected the e-mail address"),
    ]


def test_a_correction_confirmed_twice_is_one(lead, client):
    client.post(own_link.path(lead), {"email": NEW, "do": "correct"})
    path = link_in(sent()[1][0])
    client.post(path)
    before = (state(), len(events(lead)))
    assert client.post(path).status_code == 303
    assert (state(), len(events(lead))) == before


def test_a_correction_that_is_wrong_or_older_than_a_week_changes_nothing(lead, client, monkeypatch):
    client.post(own_link.path(lead), {"email": NEW, "do": "correct"})
    path = link_in(sent()[1][0])
    notification = lead.deliveries.get(kind="notification")
    assert client.post(own_link.correction_address(notification)).status_code == 410
    assert client.post(path[:-2] + "/").status_code == 410
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=8))
    assert client.post(path).status_code == 410
    assert Lead.objects.get().email == "ada@quin.example.com"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ada@", "The part after the @ is missing."),
        ("", "Give us the address that we should answer to."),
        ("ada@quin.example.com", "This is the address that we have already."),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_beside_its_field(typed, words, lead, client):
    response = client.post(own_link.path(lead), {"email": typed, "do": "correct"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert sent()[0] == []


def test_what_is_begun_in_the_other_field_is_kept_and_not_sent(lead, client):
    path = own_link.path(lead)
    for do, said in [
        ("correct", "We have written to the new address."),
        ("add", "What you added is with us."),
    ]:
        response = client.post(path, {"text": "We start in <May>", "email": NEW, "do": do})
        page = response.content.decode()
        assert (response.status_code, said in page) == (200, True)
        assert ("&lt;May&gt;</textarea>" in page, f'value="{NEW}"' in page) == (do == "correct", do == "add")
    assert [kind for kind, _ in events(lead)] == ["received", "correcting", "added"]
    response = client.post(path, {"text": "Half", "email": "ada@", "do": "correct"})
    assert (response.status_code, "Half</textarea>" in response.content.decode()) == (422, True)


def test_what_is_wrong_stands_above_where_the_browser_begins_and_in_the_title(lead, client):
    page = client.post(own_link.path(lead), {"text": " ", "do": "add"}).content.decode()
    assert "<title>Please correct: Your enquiry · " in page
    assert re.search(
        r'id="errors" tabindex="-1" autofocus>.*href="#id_text">Write what you would', page, re.DOTALL
    )


def test_no_more_than_three_new_addresses_are_written_to(lead, client):
    for n in range(4):
        response = client.post(own_link.path(lead), {"email": f"stranger{n}@example.com", "do": "correct"})
    assert "We have written to several new addresses already." in response.content.decode()
    assert len(sent()[0]) == 3


@pytest.mark.parametrize("address", ["ada@quin.example.com", NEW])
def test_a_corrected_lead_sent_once_more_makes_no_second(address, client):
    key = "6a5f0c2e-4e2b-4c57-9c11-0d6a0a6a3c11"
    first = make_enquiry(email="ada@quin.example.com", message="A shop.", client_key=uuid.UUID(key))
    lead = receive(first, at=NOW)
    client.post(own_link.path(lead), {"email": NEW, "do": "correct"})
    client.post(own_link.correction_address(lead.deliveries.get(kind="correction")))
    again = make_enquiry(email=address, message="A shop.", client_key=uuid.UUID(key))
    assert receive(again, at=NOW + timedelta(minutes=5)).pk == lead.pk
    assert Lead.objects.count() == 1


def test_withdrawing_closes_what_is_open_and_asks_to_be_left_alone(lead, client):
    path = f"{own_link.path(lead)}withdraw/"
    assert f"Withdraw {lead.reference}?" in client.get(path).content.decode()
    client.post(path)
    client.post(path)
    lead.refresh_from_db()
    assert (lead.stage, lead.name) == ("lost", "Ada <b>Quinn</b>")
    assert events(lead)[1:] == [("withdrawn", "")]
    assert sent()[0] == [(SALES, f"{lead.reference}: the visitor withdrew the enquiry")]
    page = client.get(own_link.path(lead)).content.decode()
    assert "You have withdrawn it." in page
    assert "Withdraw the enquiry" not in page


def test_a_won_lead_stays_won_when_it_is_withdrawn(lead, client):
    lead.move("won", by=make_user(), at=NOW)
    client.post(f"{own_link.path(lead)}withdraw/")
    lead.refresh_from_db()
    assert lead.stage == "won"


def test_erasing_asks_once_more_and_then_gives_a_receipt_and_ends_the_link(lead, client):
    path = own_link.path(lead)
    assert f"Erase {lead.reference}?" in client.get(f"{path}erase/").content.decode()
    receipt = client.post(f"{path}erase/").content.decode()
    assert f"Everything that you wrote under {lead.reference} was erased on 4 May 2026 at 11:30." in receipt
    assert client.get(path).status_code == 410
    mails, letters = sent()
    assert mails == [(SALES, f"{lead.reference}: the visitor erased everything personal")]
    assert ("quin" in letters[0].body.lower(), letters[0].reply_to) == (False, [])
