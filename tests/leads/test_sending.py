"""The mails through a real server on this machine, in each of its moods."""

import email
import email.policy
import socket
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from leads import emails, sending
from leads.models import Delivery
from leads.models.delivery import LEASE, MAX_ATTEMPTS
from leads.sending import NotSent, attempt, attempt_all, wait
from tests.factories import make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db


class PostOffice:
    """Keeps what it takes; `says` is its answer to a recipient or to the whole mail."""

    def __init__(self):
        self.taken, self.to_recipient, self.to_mail = [], None, None
        self.connections, self.only_to, self.most = set(), "", 100

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.connections.add(session.peer)
        if self.to_recipient and self.only_to in address:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_NOOP(self, server, session, envelope, words):
        return "250 OK" if len(self.taken) % self.most else "421 Enough"

    async def handle_DATA(self, server, session, envelope):
        if self.to_mail:
            return self.to_mail
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def office(settings):
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = "Byline <hello@example.com>"
    yield office
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def confirmation(lead=None):
    return (lead or make_lead()).deliveries.get(kind="confirmation")


def test_a_delivery_reaches_the_server_once(office):
    delivery = confirmation(make_lead(email="ada@client.example.com"))
    attempt(delivery.pk)
    attempt(delivery.pk)
    [(sender, recipients, message)] = office.taken
    assert (sender, recipients) == ("hello@example.com", ["ada@client.example.com"])
    assert message["Message-ID"] == delivery.message_id
    delivery.refresh_from_db()
    assert (delivery.state(), delivery.attempts, delivery.problem) == ("sent", 1, "")


def test_a_server_that_is_busy_is_asked_again_later(office):
    delivery = confirmation()
    office.to_mail = "451 Try again later"
    before = timezone.now()
    with pytest.raises(NotSent) as put_off:
        attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state(), delivery.problem) == (
        "waiting",
        "The mail server refused this mail (code 451).",
    )
    assert delivery.due_at == put_off.value.until >= before + wait(1)
    office.to_mail = None
    attempt(delivery.pk)
    assert len(office.taken) == 1


@pytest.fixture
def four(office):
    """What a new lead is answered with, in the order in which it goes out; the office has a clerk whom it refuses."""
    for name in ["anna", "busy", "carl"]:
        make_user(f"{name}@example.com", role="sales")
    office.only_to = "busy@"
    lead = make_lead(email="ada@client.example.com")
    return [delivery.pk for delivery in lead.deliveries.order_by("pk")]


def recipients(office):
    return [address for _, addresses, _ in office.taken for address in addresses]


OTHERS = ["anna@example.com", "carl@example.com", "ada@client.example.com"]


def test_all_mails_of_a_lead_go_over_one_connection(office, four):
    attempt_all(four)
    assert sorted(recipients(office)) == sorted([*OTHERS, "busy@example.com"])
    assert len(office.connections) == 1
    attempt_all(four)
    assert len(office.taken) == 4


def test_a_server_that_takes_two_over_a_connection_is_called_again(office, four):
    office.most = 2
    attempt_all(four)
    assert (len(office.taken), len(office.connections)) == (4, 2)


def test_one_that_is_put_off_keeps_no_other_from_going_out_and_waits_for_its_turn(office, four):
    office.to_recipient = "451 Try again later"
    with pytest.raises(NotSent) as put_off:
        attempt_all(four)
    assert sorted(recipients(office)) == sorted(OTHERS)
    one = Delivery.objects.waiting().get()
    assert (one.recipient, one.due_at) == ("busy@example.com", put_off.value.until)
    office.to_recipient = None
    with pytest.raises(NotSent) as early:  # as when another of them brought the job back
        attempt_all(four)
    assert (early.value.until, len(office.taken)) == (one.due_at, 3)
    Delivery.objects.filter(pk=one.pk).update(due_at=timezone.now())
    attempt_all(four)
    assert recipients(office)[3:] == ["busy@example.com"]


def test_one_that_is_refused_for_good_ends_alone(office, four):
    office.to_recipient = "550 No such user"
    attempt_all(four)
    assert sorted(recipients(office)) == sorted(OTHERS)
    assert sorted(delivery.state() for delivery in Delivery.objects.all()) == ["given up", *["sent"] * 3]


def test_one_that_fails_as_nobody_foresaw_is_told_and_keeps_no_other_from_going_out(
    office, four, monkeypatch
):
    def compose(delivery):
        if delivery.recipient.startswith("anna"):
            raise ZeroDivisionError
        return emails.compose(delivery)

    monkeypatch.setattr(sending, "compose", compose)
    office.to_recipient = "451 Try again later"
    with pytest.raises(ZeroDivisionError):
        attempt_all(four)
    assert sorted(recipients(office)) == sorted(OTHERS[1:])


def test_a_refusal_for_good_is_written_on_the_row_and_not_repeated(office):
    delivery = confirmation(make_lead(email="marker@client.example.com"))
    office.to_recipient = "550 No such user marker@client.example.com"
    attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state(), delivery.attempts) == ("given up", 1)
    assert delivery.problem == "The mail server does not take mail for this address (code 550)."
    office.to_recipient = None
    attempt(delivery.pk)
    assert office.taken == []
    delivery.try_again(at=timezone.now())
    attempt(delivery.pk)
    assert [message["Message-ID"] for _, _, message in office.taken] == [delivery.message_id]


def test_a_server_that_is_away_is_asked_again_until_it_is_enough(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    delivery = confirmation()
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(NotSent, match="cannot be reached"):
            attempt(delivery.pk)
    attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state(), delivery.attempts) == ("given up", MAX_ATTEMPTS)


def test_a_server_that_says_nothing_ends_in_time(settings):
    silent = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
        "127.0.0.1",
        silent.getsockname()[1],
        0.05,
    )
    with pytest.raises(NotSent, match="did not answer in time"):
        attempt(confirmation().pk)
    silent.close()


def test_a_server_that_hangs_up_is_asked_again(settings):
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=lambda: server.accept()[0].close()).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.getsockname()[1]
    with pytest.raises(NotSent, match="The mail server"):
        attempt(confirmation().pk)
    server.close()


@pytest.fixture
def half_deaf(settings):
    """Takes a mail up to its last line, and hangs up before it says whether it has it."""
    server, heard = socket.create_server(("127.0.0.1", 0)), []

    def listen():
        connection, _ = server.accept()
        with connection, connection.makefile("rwb") as talk:
            answer = {
                b"EHLO": b"250 hello",
                b"MAIL": b"250 go on",
                b"RCPT": b"250 go on",
                b"DATA": b"354 speak",
            }
            talk.write(b"220 half.example.com\r\n")
            talk.flush()
            for line in talk:
                heard.append(line)
                if line == b".\r\n":
                    return
                if line[:4].upper() in answer:
                    talk.write(answer[line[:4].upper()] + b"\r\n")
                    talk.flush()

    threading.Thread(target=listen, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.getsockname()[1]
    yield heard
    server.close()


def test_a_mail_of_which_nobody_knows_whether_it_arrived_is_sent_again_with_its_id(half_deaf, settings):
    delivery = confirmation()
    with pytest.raises(NotSent, match="hung up or did not answer in time"):
        attempt(delivery.pk)
    assert f"Message-ID: {delivery.message_id}\r\n".encode() in half_deaf
    delivery.refresh_from_db()
    assert (delivery.state(), delivery.attempts) == ("waiting", 1)


def test_a_full_disk_is_no_end(settings, tmp_path):
    (tmp_path / "blocked").write_text("a file where the folder should be")
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "blocked"
    with pytest.raises(NotSent, match="cannot be written"):
        attempt(confirmation().pk)


def test_what_goes_wrong_names_nobody(office):
    office.to_recipient = "450 marker@client.example.com is away"
    with pytest.raises(NotSent) as put_off:
        attempt(confirmation(make_lead(email="marker@client.example.com")).pk)
    assert ("marker" in str(put_off.value), put_off.value.__suppress_context__) == (False, True)


def test_a_killed_attempt_is_made_again_after_its_lease(office):
    delivery = confirmation()
    delivery.take(at=timezone.now())  # and the worker dies here
    with pytest.raises(Delivery.InHand):
        attempt(delivery.pk)
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    attempt(delivery.pk)
    assert len(office.taken) == 1


def test_an_attempt_that_always_dies_is_given_up_in_the_end(office):
    delivery = confirmation()
    Delivery.objects.update(attempts=MAX_ATTEMPTS, leased_until=timezone.now() - LEASE)
    attempt(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state(), office.taken) == ("given up", [])


def test_what_is_held_back_or_gone_is_not_sent(office):
    attempt(confirmation(make_lead(quarantined=True)).pk)
    attempt(987654321)
    assert office.taken == []


def test_waiting_grows_to_half_a_day_and_ends_within_a_week():
    waits = [wait(n) for n in range(1, MAX_ATTEMPTS)]
    assert (waits[0], waits[-1]) == (timedelta(seconds=15), timedelta(hours=12))
    assert waits == sorted(waits)
    assert timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=7)


NEWLINES = ["\n", "\r\n", "\r", "%0a", "%0d%0a", "\u2028", "\x0b", "\x0c", "\x85", "\\n"]


@pytest.mark.parametrize("newline", NEWLINES)
def test_a_visitor_cannot_write_a_header(client, office, newline):
    make_user("sales@example.com", role="sales")
    evil = f"Ada{newline}Bcc: victim@evil.example{newline}{newline}Hello"
    sent = {"name": evil, "company": evil, "email": "ada@client.example.com", "message": "Hello"}
    assert client.post("/talk-to-our-experts/", sent).status_code == 303
    for delivery in Delivery.objects.all():
        attempt(delivery.pk)
    assert sorted(recipients for _, recipients, _ in office.taken) == [
        ["ada@client.example.com"],
        ["sales@example.com"],
    ]
    for sender, _, message in office.taken:
        assert (sender, message["Bcc"], message["From"].addresses[0].addr_spec) == (
            "hello@example.com",
            None,
            "hello@example.com",
        )
        reply_to = "ada@client.example.com" if message["To"].addresses[0].domain == "example.com" else None
        assert (message["Reply-To"] and message["Reply-To"].addresses[0].addr_spec) == reply_to
