"""Webhooks in the admin: made, tried, switched; their secret is shown once."""

import pytest
from django.contrib.admin.models import LogEntry

from leads.models import Delivery, Webhook
from tests.factories import NOW
from tests.leads.admin.inbox_page import find, signed_in, told
from tests.leads.admin.test_delivery import told_when_empty
from tests.leads.factories import make_lead, make_webhook
from tests.receiver import receiving

pytestmark = pytest.mark.django_db
LIST = "/admin/leads/webhook/"
TYPED = {
    "name": "CRM",
    "address": "https://crm.example.com/hook",
    "shape": "standard",
    "events": ["lead.received", "lead.won"],
}


def page(webhook):
    return f"{LIST}{webhook.pk}/change/"


def typed(webhook, **pressed):
    return {
        "name": webhook.name,
        "address": webhook.address,
        "shape": webhook.shape,
        "events": webhook.events,
        **pressed,
    }


def shown_secret(response):
    return find(response, "//input[@id='secret']/@value")


def test_a_sales_lead_makes_a_webhook():
    client = signed_in("sales lead")
    assert find(client.get(f"{LIST}add/"), "//input[@name='events'][@checked]/@value") == ["lead.received"]
    response = client.post(f"{LIST}add/", TYPED)
    webhook = Webhook.objects.get()
    assert (webhook.events, webhook.is_active, response["Location"]) == (TYPED["events"], True, page(webhook))
    assert find(client.get(page(webhook)), "//button[@name='_secret']/text()") == ["Show the secret"]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("address", "http://crm.example.com/", "The address must begin with https://."),
        (
            "address",
            "https://[::1]/",
            "The address leads into a private network; only hosts on the internet are asked.",
        ),
        ("events", [], "Tick at least one."),
        ("name", "Taken", "Webhook with this Name already exists."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_keeps_what_was_typed(field, value, why):
    make_webhook(name="Taken")
    response = signed_in("owner").post(f"{LIST}add/", {**TYPED, field: value})
    assert response.context["adminform"].form.errors == {field: [why]}
    assert find(response, "//input[@name='name']/@value") == [value if field == "name" else "CRM"]
    assert Webhook.objects.count() == 1


def test_the_secret_is_shown_once_and_a_new_one_replaces_it():
    client, webhook = signed_in("owner"), make_webhook()
    first = client.post(page(webhook), typed(webhook, _secret="1"))
    [secret] = shown_secret(first)
    assert (secret[:6], "no-store" in first["Cache-Control"]) == ("whsec_", True)
    assert secret not in client.get(page(webhook)).content.decode()
    second = client.post(page(webhook), typed(webhook, _secret="1"))
    assert shown_secret(second) != [secret]
    assert "The former secret signs along until" in second.content.decode()
    assert secret not in str(list(LogEntry.objects.values()))


def test_a_test_goes_out_at_once_and_its_answer_can_be_read(settings):
    settings.OUTBOUND_HTTP = settings.OUTBOUND_LOOPBACK = True
    client = signed_in("owner")
    with receiving() as receiver:
        webhook = make_webhook(address=receiver.address("/token-marker"))
        receiver.status, receiver.body = 403, b"<script>pwn()</script>"
        refused = client.post(page(webhook), typed(webhook, _test="1"), follow=True)
        receiver.status = 200
        arrived = client.post(page(webhook), typed(webhook, _test="1"), follow=True)
    assert told(refused) == [
        "The test did not arrive: The receiver does not let us in (403). "
        "Is the secret, or the address, the present one?"
    ]
    assert told(arrived) == [f"The test arrived at “{webhook}”."]
    assert find(refused, "//pre[contains(., 'pwn')]/text()") == ["<script>pwn()</script>"]
    assert find(refused, "//script[contains(., 'pwn')]") == []
    assert "token-marker" not in arrived.content.decode()
    assert len(receiver.asked) == 2
    assert Webhook.objects.get().failing_since is None  # a test is no lead


def test_it_is_switched_off_and_on_by_hand():
    client, webhook = signed_in("sales lead"), make_webhook()
    make_lead()
    client.post(page(webhook), typed(webhook, _switch_off="1"))
    webhook.refresh_from_db()
    assert (webhook.state(), webhook.why_off) == ("switched off", "")
    assert "1 message waits." in " ".join(client.get(page(webhook)).content.decode().split())
    client.post(page(webhook), typed(webhook, _switch_on="1"))
    assert Webhook.objects.get().state() == "switched on"


def test_what_was_told_goes_with_a_webhook():
    client, webhook = signed_in("owner"), make_webhook()
    lead = make_lead()
    assert client.get(f"{LIST}{webhook.pk}/delete/").status_code == 200
    client.post(f"{LIST}{webhook.pk}/delete/", {"post": "yes"})
    assert list(Webhook.objects.all()) == list(lead.deliveries.filter(kind="webhook")) == []
    assert lead.deliveries.filter(kind="confirmation").exists()


def test_the_list_names_hosts_and_never_a_whole_address():
    client = signed_in("owner")
    assert told_when_empty(client, LIST)[1] == [f"{LIST}add/"]
    make_webhook(address="https://hooks.example.com/token-marker")
    listed = client.get(LIST).content.decode()
    assert ("hooks.example.com" in listed, "token-marker" in listed) == (True, False)


def test_a_delivery_shows_its_attempts_and_is_sent_again_by_those_who_may(settings):
    settings.OUTBOUND_HTTP = settings.OUTBOUND_LOOPBACK = True
    make_webhook(name="CRM")
    call = make_lead().deliveries.get(kind="webhook")
    call.mark_sent(at=NOW)
    address = f"/admin/leads/delivery/{call.pk}"
    sales, lead = signed_in("sales"), signed_in("sales lead")
    assert find(sales.get(f"{address}/change/"), "//button/@formaction") == []
    assert find(lead.get(f"{address}/change/"), "//button/@formaction") == [f"{address}/again/"]
    assert sales.post(f"{address}/again/").status_code == 403
    assert lead.get(f"{address}/again/").status_code == 405
    assert Delivery.objects.get(pk=call.pk).state() == "sent"
    lead.post(f"{address}/again/")
    assert Delivery.objects.get(pk=call.pk).state() == "waiting"
    mail = call.lead.deliveries.get(kind="confirmation")
    mail.mark_sent(at=NOW)
    lead.post(f"/admin/leads/delivery/{mail.pk}/again/")
    assert Delivery.objects.get(pk=mail.pk).state() == "sent"
