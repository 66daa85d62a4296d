import json

import pytest

from leads.models import Delivery, Webhook
from leads.payloads import compose
from tests.factories import NOW, make_article
from tests.leads.factories import make_lead, make_webhook

pytestmark = pytest.mark.django_db


def told(shape, lead, event="lead.received"):
    webhook = make_webhook(shape=shape)
    return json.loads(compose(Delivery.to_webhook(webhook, event, lead=lead, at=NOW), webhook))


def test_the_standard_shape_holds_everything_about_the_lead(settings):
    settings.SITE_URL = "https://www.example.com"
    article = make_article("On backups")
    lead = make_lead(
        name="Ada Quinn",
        email="ada@client.example.com",
        company="Quinn & Daughters",
        message="Hello",
        phone="020 7946 0958",
        phone_e164="+442079460958",
        article=article.slug,
        landing_query={"utm_source": "news"},
        consent_text="Send me news.",
    )
    assert told("standard", lead) == {
        "type": "lead.received",
        "timestamp": "2026-05-04T09:30:00Z",
        "data": {
            "id": lead.pk,
            "reference": lead.reference,
            "address": f"https://www.example.com/admin/leads/lead/{lead.pk}/change/",
            "received_at": "2026-05-04T09:30:00Z",
            "stage": "new",
            "expert": None,
            "value": None,
            "name": "Ada Quinn",
            "email": "ada@client.example.com",
            "phone": "+442079460958",
            "company": "Quinn & Daughters",
            "message": "Hello",
            "consent": {"text": "Send me news.", "at": "2026-05-04T09:30:00Z"},
            "article": {
                "title": "On backups",
                "address": f"https://www.example.com{article.get_absolute_url()}",
            },
            "category": article.category.name,
            "page": "",
            "campaign": {"utm_source": "news"},
            "referrer": "",
        },
    }


def test_a_chat_gets_one_message_that_calls_nobody(settings):
    settings.SITE_URL = "https://www.example.com"
    lead = make_lead(name="Ada", company="<!channel> & sons", message="SECRET", email="secret@x.example.com")
    found = told("slack", lead)
    assert found == {
        "text": f"A new lead came: Ada (&lt;!channel&gt; &amp; sons). {lead.reference}\n"
        f"<https://www.example.com/admin/leads/lead/{lead.pk}/change/|Open it>"
    }


def test_teams_get_a_card_whose_words_are_no_markdown():
    lead = make_lead(name="[Ada](https://evil.example.com)")
    [attachment] = told("teams", lead, "lead.won")["attachments"]
    card = attachment["content"]
    assert card["body"] == [
        {
            "type": "RichTextBlock",
            "inlines": [
                {
                    "type": "TextRun",
                    "text": f"A lead was won: [Ada](https://evil.example.com). {lead.reference}",
                }
            ],
        }
    ]
    assert card["actions"][0]["url"].endswith(f"/leads/lead/{lead.pk}/change/")


@pytest.mark.parametrize("shape", Webhook.Shape)
def test_a_test_names_no_lead(shape):
    make_lead(name="Marker")
    found = json.dumps(told(shape, None, Webhook.TEST))
    assert ("test" in found.lower(), "Marker" in found) == (True, False)
