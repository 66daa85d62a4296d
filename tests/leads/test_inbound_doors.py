"""The two doors by which mails come in: a mailbox that is asked over IMAP, and signed posts. Both against real sockets."""

import base64
import hashlib
import hmac
import logging
import socket
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse

from config import environment
from leads import mailbox, tasks
from leads.emails import compose
from leads.models import InboundMail, Lead, Mailbox
from leads.raw_mail import MAX_BYTES
from tests.factories import NOW, make_user
from tests.imap import CERTIFICATE, PASSWORD, USER, imap_server, secured
from tests.leads.factories import make_lead
from tests.leads.mails import mail_file, plain
from tests.signed_in import sign_in  # noqa: F401 - fixtures

ADA = "ada@client.example.com"
LATER = NOW + timedelta(hours=3)


@pytest.fixture(scope="module")
def running():
    with imap_server("--no-tls") as server:
        yield server


@pytest.fixture
def imap(running, db):
    running.empty()
    return running


@pytest.fixture
def sent(db):
    """The Message-ID of what Ada was sent."""
    return make_lead(email=ADA).deliveries.get(kind="confirmation").message_id


def poll(imap, **other):
    return mailbox.poll(imap.account(**other), at=LATER)


def texts():
    return list(InboundMail.objects.exclude(kind="stray").order_by("pk").values_list("text", flat=True))


def numbered(sent, *numbers):
    return [plain(f"Number {n}.", sent=sent, Message_ID=f"<{n}@client.example.com>") for n in numbers]


# -- the mailbox ----------------------------------------------------------------------------------------


def test_an_answer_in_the_mailbox_is_attached_and_marked_as_read(imap, sent):
    imap.deliver(
        mail_file("gmail", sent=sent), plain("Lunch?", sender="eve@example.org", Message_ID="<eve@x>")
    )
    assert poll(imap) == 2
    assert texts() == ["Thursday at ten suits us – thank you!\n\nAda"]
    assert len(imap.unread()) == 1  # Eve's, which is for somebody else
    assert (Mailbox.current().read_at, Mailbox.failing()) == (LATER, None)
    assert poll(imap) == 0


def test_at_first_only_what_nobody_has_read_later_all_that_comes(imap, sent):
    old, first, opened = numbered(sent, 1, 2, 3)
    imap.deliver(old, flags=r"\Seen")
    imap.deliver(first)
    poll(imap)
    imap.deliver(opened, flags=r"\Seen")  # by somebody who looks into the mailbox, too
    poll(imap)
    assert texts() == ["Number 2.", "Number 3."]


def test_a_few_each_time_in_the_order_in_which_they_came(imap, sent, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_AT_ONCE", 2)
    imap.deliver(*numbered(sent, 1, 2, 3))
    assert [poll(imap), texts()] == [2, ["Number 1.", "Number 2."]]
    assert [poll(imap), poll(imap), texts()[2:]] == [1, 0, ["Number 3."]]


def test_it_ends_in_time(imap, sent, monkeypatch):
    monkeypatch.setattr(mailbox, "LONGEST", 0)
    imap.deliver(*numbered(sent, 1))
    assert [poll(imap), texts()] == [0, []]


def test_one_that_cannot_be_stored_holds_up_nobody_and_is_tried_again(imap, sent, caplog):
    imap.deliver(*numbered(sent, 1, 2))
    with connection.cursor() as cursor:  # the database refuses the first
        cursor.execute(
            "ALTER TABLE leads_inboundmail ADD CONSTRAINT not_one CHECK (text <> 'Number 1.') NOT VALID"
        )
    poll(imap)
    stuck = Mailbox.failing().put_aside
    assert (texts(), stuck, imap.unread()) == (["Number 2."], stuck, stuck)
    assert (
        f"The mail {stuck[0]} in the mailbox for answers could not be stored: IntegrityError" in caplog.text
    )
    assert "Number 1" not in caplog.text
    poll(imap)
    assert Mailbox.current().put_aside == stuck
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE leads_inboundmail DROP CONSTRAINT not_one")
    poll(imap)
    assert (texts(), imap.unread(), Mailbox.failing()) == (["Number 2.", "Number 1."], [], None)


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning_and_nothing_doubles(imap, sent):
    imap.deliver(*numbered(sent, 1))
    poll(imap)
    Mailbox.objects.update(validity=1, last_uid=10_000)  # as from another life of it
    imap.deliver(*numbered(sent, 2))
    imap.deliver(*numbered(sent, 1))
    poll(imap)
    assert texts() == ["Number 1.", "Number 2."]
    assert imap.unread() == []


def test_a_mail_beyond_the_limit_is_read_up_to_it(imap, sent, monkeypatch):
    monkeypatch.setattr("leads.raw_mail.MAX_BYTES", 400)
    monkeypatch.setattr(mailbox, "MAX_BYTES", 400)
    imap.deliver(plain("x" * 5000, sent=sent))
    poll(imap)
    came = InboundMail.objects.get()
    assert (came.is_cut, 0 < len(came.text) < 400) == (True, True)


def test_another_folder_is_read(imap, sent):
    with imap.opened() as server:
        server.create("Answers")
        server.append("Answers", "()", None, plain("In there.", sent=sent))
    poll(imap, FOLDER="Answers")
    assert texts() == ["In there."]


def refused(imap, **other):
    """What is said of it, and to the log."""
    assert poll(imap, **other) == 0
    return Mailbox.current().problem


def test_what_is_wrong_is_said_without_the_password_and_ends(imap, sent, caplog):
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    assert refused(imap, PASSWORD="secret-and-wrong") == (
        "The mail server does not accept our user name or password. Check INBOUND_IMAP_URL."
    )
    assert refused(imap, FOLDER="Nowhere").startswith("The mail server does not open this folder.")
    assert Mailbox.failing() is None  # two minutes are no alarm
    assert refused(imap, PORT=port) == "The mail server cannot be reached (ConnectionRefusedError)."
    assert (Mailbox.failing().failures, Mailbox.failing().failing_since) == (3, LATER)
    assert not {"secret-and-wrong", USER, PASSWORD} & set(caplog.text.split())
    assert "secret" not in caplog.text
    poll(imap)
    assert Mailbox.failing() is None


def test_a_server_that_says_nothing_is_given_up(imap, monkeypatch):
    monkeypatch.setattr(mailbox, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert refused(imap, PORT=silent.getsockname()[1]) == "The mail server did not answer in time."


def test_a_certificate_has_to_be_right(imap, sent, monkeypatch):
    imap.deliver(*numbered(sent, 1))
    with secured(imap) as port:
        there = {"PORT": port, "IS_SECURE": True}
        assert refused(imap, HOST="localhost", **there) == (
            "The mail server’s certificate is not valid for its name, so nothing was told to it."
        )
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))  # its maker is believed now
        assert "certificate" in refused(imap, HOST="127.0.0.1", **there)  # but it is another's
        assert (poll(imap, HOST="localhost", **there), texts()) == (1, ["Number 1."])


def test_the_worker_asks_only_where_a_mailbox_is_set(imap, sent, settings):
    imap.deliver(*numbered(sent, 1))
    settings.INBOUND_IMAP = None
    tasks.read_mailbox.func(0)
    assert texts() == []
    settings.INBOUND_IMAP = imap.account()
    tasks.read_mailbox.func(0)
    assert texts() == ["Number 1."]


def test_strays_are_forgotten_after_a_month(imap):
    imap.deliver(plain("Lunch?"))
    poll(imap)
    assert InboundMail.objects.strays().count() == 1
    tasks.forget_strays.func(0)
    assert InboundMail.objects.strays().count() == 0  # it came in NOW's year


def test_whoever_works_here_reads_on_the_first_page_that_it_fails(client, db, settings, sign_in):  # noqa: F811
    sign_in("sales")
    box = Mailbox.current()
    for _ in range(3):
        box.note_failure("The mail server did not answer in time.", at=NOW)
    settings.INBOUND_IMAP = None
    assert "Answers by e-mail may not arrive" not in client.get("/admin/").content.decode()
    settings.INBOUND_IMAP = {"HOST": "x"}
    page = client.get("/admin/").content.decode()
    assert "Answers by e-mail may not arrive here" in page
    assert "The mail server did not answer in time." in page


# -- the address of the mailbox -------------------------------------------------------------------------


def test_odd_signs_in_the_address_of_the_mailbox_are_percent_encoded():
    odd = "imaps://me%40x.example:a%40b%3Ac%2Fd%3Fe%23f%25@mail.example.com/Answers%20in"
    assert environment.imap(odd) == {
        "HOST": "mail.example.com",
        "PORT": 993,
        "IS_SECURE": True,
        "USER": "me@x.example",
        "PASSWORD": "a@b:c/d?e#f%",
        "FOLDER": "Answers in",
    }
    local = environment.imap("imap://me:secret@127.0.0.1:1143")
    assert (local["PORT"], local["IS_SECURE"], local["FOLDER"]) == (1143, False, "INBOX")


@pytest.mark.parametrize(
    "url",
    [
        "imap://me:secret@mail.example.com/INBOX",  # without TLS, away from here
        "imaps://mail.example.com/INBOX",
        "imaps://me@mail.example.com",
        "imaps://me:secret@",
        "imaps://me:secret@mail.example.com:no",
        "pop3://me:secret@mail.example.com",
        "imaps://me:secret%0D%0AX@mail.example.com",
        "imaps://me:secret@mail.example.com/%22%20x",
    ],
)
def test_an_address_that_cannot_be_stops_the_start_and_is_not_repeated(url):
    with pytest.raises(ImproperlyConfigured, match="INBOUND_IMAP_URL must look like") as caught:
        environment.imap(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_short", "aGVsbG8=", "whsec_" + "é" * 40, "whsec_QUJD"])
def test_a_secret_that_cannot_be_stops_the_start(monkeypatch, secret):
    monkeypatch.setenv("INBOUND_WEBHOOK_SECRET", secret)
    with pytest.raises(ImproperlyConfigured, match="INBOUND_WEBHOOK_SECRET must be whsec_"):
        environment.webhook_secret("INBOUND_WEBHOOK_SECRET")


def test_where_answers_go_to_is_an_address_alone(monkeypatch):
    for wrong in ("Answers <answers@example.com>", "answers", "a@b@c", "a@b, c@d"):
        monkeypatch.setenv("INBOUND_ADDRESS", wrong)
        with pytest.raises(ImproperlyConfigured, match="INBOUND_ADDRESS must be an e-mail address"):
            environment.address("INBOUND_ADDRESS")


def test_visitors_answer_to_where_answers_are_taken_in(db, settings):
    lead, sam = make_lead(email=ADA), make_user(name="Sam Sales")
    lead.reply("Shop", "When?", by=sam, at=NOW)
    mails = [lead.deliveries.get(kind=kind) for kind in ("reply", "confirmation")]
    assert [compose(one).reply_to for one in mails] == [[f"Sam Sales <{sam.email}>"], []]
    settings.INBOUND_ADDRESS = "answers@example.com"
    answers = [["Sam Sales <answers@example.com>"], ["answers@example.com"]]
    assert [compose(one).reply_to for one in mails] == answers


def test_both_doors_are_shut_at_first(client, db, sent):
    assert (settings.INBOUND_IMAP, settings.INBOUND_WEBHOOK_SECRET, settings.INBOUND_ADDRESS) == (
        None,
        b"",
        "",
    )
    assert client.post(reverse("leads:inbound"), plain(sent=sent), "message/rfc822").status_code == 404


# -- posts ----------------------------------------------------------------------------------------------

KEY = b"thirty-two-bytes-of-a-secret-key"


@pytest.fixture
def post(client, settings, monkeypatch, db):
    monkeypatch.setenv("INBOUND_WEBHOOK_SECRET", f"whsec_{base64.b64encode(KEY).decode()}")
    settings.INBOUND_WEBHOOK_SECRET = environment.webhook_secret("INBOUND_WEBHOOK_SECRET")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)

    def post(raw, *, late=0, key=KEY, name="msg_1", signed=None, **headers):
        seconds = int(LATER.timestamp()) - late
        text = b".".join([name.encode(), str(seconds).encode(), raw if signed is None else signed])
        code = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        given = {
            "webhook-id": name,
            "webhook-timestamp": str(seconds),
            "webhook-signature": f"v1a,x v1,{code}",
        }
        given = {name: value for name, value in (given | headers).items() if value is not None}
        return client.post(reverse("leads:inbound"), raw, "message/rfc822", headers=given)

    return post


def test_a_signed_post_is_attached_without_a_session_and_again_it_changes_nothing(post, sent):
    raw = mail_file("gmail", sent=sent)
    first, again, replayed = post(raw), post(raw), post(raw, name="msg_2", late=299)
    assert (first.status_code, first.json()) == (200, {"kind": "answer", "why": ""})
    assert [one.json()["kind"] for one in (again, replayed)] == ["known", "known"]
    assert InboundMail.objects.count() == 1
    assert Lead.objects.get().wrote_at == LATER
    assert (dict(first.cookies), first.headers["Cache-Control"]) == ({}, "private, no-store")


def test_one_that_belongs_to_no_lead_is_taken_and_says_so(post):
    assert post(plain()).json() == {"kind": "stray", "why": "It answers no mail of ours."}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": b"another-secret-of-thirty-two-byt"},
        {"signed": b"another mail"},
        {"late": 301},
        {"late": -301},
        {"webhook-id": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": None},
        {"webhook-timestamp": "²"},
        {"webhook-timestamp": "now"},
        {"webhook-signature": None},
        {"webhook-signature": "v1,é v1, ,"},
    ],
)
def test_what_is_not_signed_by_us_now_is_refused(post, sent, wrong):
    answer = post(mail_file("gmail", sent=sent), **wrong)
    assert (answer.status_code, InboundMail.objects.count()) == (401, 0)


def test_no_more_than_the_limit_is_read(post, client):
    assert post(b"x" * (MAX_BYTES + 1)).status_code == 413
    assert post(b"").status_code == 400
    assert client.get(reverse("leads:inbound")).status_code == 405


def test_what_cannot_be_read_is_answered_all_the_same(post, caplog):
    with caplog.at_level(logging.INFO):
        answer = post(b"Content-Type: message/rfc822\n\n" * 3000)
    assert answer.json() == {"kind": "stray", "why": "It cannot be read (RecursionError)."}
