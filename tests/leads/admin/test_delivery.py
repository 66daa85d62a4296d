import pytest
from django.core.mail import EmailMultiAlternatives
from procrastinate.contrib.django.models import ProcrastinateJob

from config import mail
from leads.models import Delivery
from tests.factories import NOW
from tests.leads.admin.inbox_page import find, signed_in
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db
LIST, OUTBOX = "/admin/leads/delivery/", "/admin/leads/delivery/outbox/"


def write(subject="Hello", text="Some words.", page="<p>Some words.</p>"):
    message = EmailMultiAlternatives(subject, text, "Us <us@example.com>", ["you@example.com"])
    message.attach_alternative(page, "text/html")
    mail.FolderBackend().send_messages([message])
    return mail.names()[0]


def test_sales_people_see_what_was_sent_and_change_nothing():
    delivery, client = make_lead().deliveries.get(), signed_in("sales")
    assert client.get(LIST).status_code == 200
    assert find(client.get(f"{LIST}{delivery.pk}/change/"), "//input[@type='submit']/@name") == []
    client.post(f"{LIST}{delivery.pk}/change/", {"recipient": "x@y.example", "sent_at": "2026-01-01"})
    assert Delivery.objects.get().recipient == delivery.recipient
    for address in [f"{LIST}add/", f"{LIST}{delivery.pk}/delete/"]:
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(("role", "state"), [("sales lead", "waiting"), ("sales", "given up")])
def test_what_was_given_up_is_tried_again_by_those_who_may(role, state):
    delivery = make_lead().deliveries.get()
    delivery.give_up("No such mailbox.", at=NOW)
    client = signed_in(role)
    assert "No such mailbox." in client.get(f"{LIST}?state=failed").content.decode()
    client.post(LIST, {"action": "try_again", "_selected_action": [delivery.pk]})
    assert Delivery.objects.get().state() == state
    assert ProcrastinateJob.objects.count() == (2 if state == "waiting" else 1)


def test_the_list_takes_the_same_queries_however_many(django_assert_num_queries):
    client = signed_in("sales")
    client.get(LIST)
    for count in (1, 3):
        while Delivery.objects.count() < count:
            make_lead()
        with django_assert_num_queries(8):
            client.get(LIST)


def test_the_owner_reads_the_mails_that_were_written_to_files():
    client, name = signed_in("owner"), write("A “subject”", "Line one\nLine two")
    assert find(client.get(LIST), f"//a[@href='{OUTBOX}']")
    assert find(client.get(OUTBOX), "//table//a/@href") == [f"{OUTBOX}{name}/"]
    letter = client.get(f"{OUTBOX}{name}/")
    assert find(letter, "//pre/text()") == ["Line one\nLine two"]
    assert dict(zip(find(letter, "//th/text()"), find(letter, "//td/text()"), strict=True)) | {
        "Date": "",
        "Message-ID": "",
    } == {
        "Subject": "A “subject”",
        "From": "Us <us@example.com>",
        "To": "you@example.com",
        "Date": "",
        "Message-ID": "",
    }


def told_when_empty(client, address):
    (empty,) = find(client.get(address), "//*[@class='empty']")
    return " ".join(empty.text_content().split()), [link.get("href") for link in empty.iter("a")]


def test_an_empty_outbox_says_why_and_what_to_do(settings):
    client = signed_in("owner")
    assert told_when_empty(client, OUTBOX) == (
        "No mail was written to a file yet. Those about an enquiry are, within a minute after the form was sent, "
        "as long as the worker runs (bin/start starts it). Open the form",
        ["/talk-to-our-experts/"],
    )
    settings.EMAIL_URL = "smtp://mail.example.com"
    assert told_when_empty(client, OUTBOX) == (
        "No mail is written to a file: they all go out through the mail server that EMAIL_URL names. "
        "Look what became of each",
        [LIST],
    )


def test_an_empty_list_says_what_is_true():
    client = signed_in("sales")
    assert told_when_empty(client, LIST)[0].startswith(
        "No mail yet. With each enquiry one goes to its sender"
    )
    for delivery in make_lead().deliveries.all():
        delivery.mark_sent(at=NOW)
    assert (
        told_when_empty(client, f"{LIST}?state=waiting")[0] == "No mail waits to be sent. Show all deliveries"
    )
    assert told_when_empty(client, f"{LIST}?state=failed")[0] == "No mail was given up. Show all deliveries"
    assert told_when_empty(client, f"{LIST}?q=zzz") == (
        "No delivery holds “zzz”. A part of the address is enough. Show all deliveries",
        ["?"],
    )
    assert told_when_empty(client, f"{LIST}?kind__exact=nothing")[0] == (
        "No delivery passes all these filters. Take them away"
    )


@pytest.mark.parametrize("role", [None, "author", "editor", "sales", "sales lead"])
def test_nobody_else_reads_them(role):
    name, client = write("Marker"), signed_in(role)
    for address in [OUTBOX, f"{OUTBOX}{name}/"]:
        answer = client.get(address)
        assert (answer.status_code, b"Marker" in answer.content) == (403, False)


def test_a_mail_is_shown_as_inert_text():
    payload = "<script>pwn()</script><img src=x onerror=pwn()>"
    name = write(payload, payload, payload)
    for address in [OUTBOX, f"{OUTBOX}{name}/"]:
        answer = signed_in("owner").get(address)
        assert find(answer, "//script[contains(., 'pwn')] | //@onerror | //img[@src='x']") == []
        assert payload in find(answer, "string(//body)")


@pytest.mark.parametrize(
    "name",
    ["secret-key", "..%2fsecret-key", "%2e%2e/secret-key", "x.eml", "20260101T000000000000-00000000.eml"],
)
def test_no_other_file_is_read(name, settings):
    write()
    (settings.MAIL_FOLDER.parent / "secret-key").write_text("MARKER")
    answer = signed_in("owner").get(f"{OUTBOX}{name}/", follow=True)
    assert (b"MARKER" in answer.content, b"<pre" in answer.content) == (False, False)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_any_page_number_is_answered(number):
    write()
    assert signed_in("owner").get(OUTBOX, {"p": number}).status_code == 200
