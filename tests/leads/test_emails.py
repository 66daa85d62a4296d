from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from brand.models import Company
from leads.emails import compose
from leads.giving import give
from leads.models import Delivery, Reply
from tests.factories import NOW, make_article, make_user
from tests.leads.factories import make_lead, make_rule, make_webhook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _company(settings):
    settings.SITE_URL = "https://www.example.com"
    settings.DEFAULT_FROM_EMAIL = "Byline <hello@example.com>"
    Company.objects.create(name="Webz, “World”", email="office@example.com")


def mails(lead):
    """The notification and the confirmation, as they go over the wire."""
    return [compose(delivery) for delivery in lead.deliveries.order_by("-kind")]


def decoded(header):
    """Name and address as a mail program shows them."""
    name, address = parseaddr(header)
    return str(make_header(decode_header(name))), address


def a_lead(**fields):
    make_user("sales@example.com", role="sales")
    return make_lead(**{"name": "Ada Quinn", "email": "ada@client.example.com", **fields})


def test_the_notification_comes_from_us_and_answers_go_to_the_visitor():
    lead = a_lead(company="Quinn & Daughters", article=make_article("On backups").slug, phone="020 7946 0958")
    mail = mails(lead)[0]
    headers = mail.message()
    assert decoded(headers["From"]) == ("Webz, “World”", "hello@example.com")
    assert headers["To"] == "sales@example.com"
    assert headers["Reply-To"] == "Ada Quinn <ada@client.example.com>"
    assert mail.subject == f"New lead {lead.reference}: Quinn & Daughters about “On backups”"
    assert f"https://www.example.com/admin/leads/lead/{lead.pk}/change/" in mail.body
    assert "Auto-Submitted" not in headers


def test_the_confirmation_is_marked_as_automatic_and_answers_go_to_the_company():
    lead = a_lead()
    headers = mails(lead)[1].message()
    assert (headers["To"], headers["Reply-To"]) == ("ada@client.example.com", "office@example.com")
    assert (headers["Auto-Submitted"], headers["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert lead.reference in mails(lead)[1].body


def test_the_confirmation_names_the_address_that_the_answer_goes_to():
    mail = mails(a_lead(email="o'neil&co@client.example.com"))[1]
    assert "A person will read it and answer you at o'neil&co@client.example.com.\n" in mail.body
    assert "answer you at o&#x27;neil&amp;co@client.example.com.<br>" in mail.alternatives[0].content


def test_the_confirmation_holds_no_word_of_the_visitor():
    lead = a_lead(name="MARKER", company="MARKER", message="MARKER https://spam.example.com", phone="MARKER")
    whole = mails(lead)[1].message().as_string()
    assert ("MARKER" in whole, "spam" in whole) == (False, False)


def test_a_mail_has_the_same_message_id_on_every_attempt():
    lead = a_lead()
    first, second = mails(lead)[0].message(), mails(lead)[0].message()
    assert first["Message-ID"] == second["Message-ID"] == lead.deliveries.get(kind="notification").message_id
    assert len({mail.message()["Message-ID"] for mail in mails(lead)}) == 2


@pytest.mark.parametrize("kind", [kind for kind in Delivery.Kind if kind != Delivery.Kind.WEBHOOK])
def test_every_kind_of_mail_can_be_written(kind):
    lead = make_lead(name="Ada\r\nBcc: x@evil.example")
    webhook = make_webhook(name="CRM\r\nBcc: x@evil.example")
    delivery = Delivery.about(
        lead, kind, recipient="to@example.com", at=NOW, webhook=webhook, listed=[lead.pk]
    )
    if kind == Delivery.Kind.REPLY:
        delivery.save()
        writer = make_user(name="Ada\r\nBcc: x@evil.example")
        Reply.objects.create(delivery=delivery, subject="A\r\nBcc: x@evil.example", text="Yes.", by=writer)
    headers = compose(delivery).message()
    assert (headers["To"], headers["Bcc"], headers["Message-ID"]) == (
        "to@example.com",
        None,
        delivery.message_id,
    )
    assert headers["Message-ID"].endswith("@www.example.com>")


def test_both_mails_are_text_with_a_plain_page_beside_it():
    for mail in mails(a_lead(message="Two\nlines")):
        text, page = mail.message().get_payload()
        assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
        assert "<" not in mail.body
        assert ("<script" in mail.alternatives[0].content, "<img" in mail.alternatives[0].content) == (
            False,
            False,
        )


def test_what_visitors_type_is_text_in_the_page_of_a_mail():
    payload = '<script>pwn()</script><img src="https://evil.example/x.png">'
    lead = a_lead(name=payload, company=payload, message=payload, phone=payload)
    mail = mails(lead)[0]
    assert mail.body.count(payload) == 5  # as text: name twice, company, message, phone
    assert ("<script" in mail.alternatives[0].content, "<img" in mail.alternatives[0].content) == (
        False,
        False,
    )


def test_an_address_that_only_newer_servers_can_carry_is_no_reply_to():
    mail = mails(a_lead(email="用户@例え.jp"))[0]
    assert (mail.reply_to, "用户@例え.jp" in mail.body) == ([], True)


def test_a_name_in_any_script_can_be_answered():
    mail = mails(a_lead(name='李 "小龍", <x@y.example>'))[0].message()
    assert decoded(mail["Reply-To"]) == ('李 "小龍", <x@y.example>', "ada@client.example.com")


def test_who_is_given_a_lead_by_a_rule_reads_why():
    make_rule(make_user("mia@example.com", name="Mia <b>", role="sales"), name="All", minutes=1)
    boss, lead = make_user("boss@example.com", role="sales lead"), make_lead(name="Ada Quinn")
    give(at=NOW)
    mail = compose(lead.deliveries.get(kind=Delivery.Kind.GIVEN))
    assert mail.subject == f"Given to you {lead.reference}: Ada Quinn"
    assert "Why you get this: By the rule “All” (every lead). Mia <b> is next" in mail.body
    assert "Mia &lt;b&gt; is next" in mail.alternatives[0].content
    give(at=NOW + timedelta(hours=1))
    mail = compose(lead.deliveries.get(kind=Delivery.Kind.LEFT))
    assert (mail.to, mail.subject) == ([boss.email], f"Nobody took {lead.reference}: Ada Quinn")
    assert mail.body.startswith("Ada Quinn waits, and nobody has taken it.\n")
    assert "Why you get this: Not taken within 1 business minute by Mia <b>." in mail.body


def test_who_is_given_a_lead_by_a_colleague_reads_no_empty_reason():
    mia = make_user("mia@example.com", role="sales")
    lead = make_lead()
    lead.assign(mia, by=make_user(), at=NOW)
    assert "Why" not in compose(lead.deliveries.get(kind=Delivery.Kind.GIVEN)).body
