"""What a webhook is told, in each of its shapes (docs/webhooks.md). As things stand when it is sent."""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from leads.models import Delivery, Lead, Webhook

SAMPLE = {
    "reference": "BL-TEST",
    "name": "Test Person",
    "company": "Example Ltd",
    "message": "This is a test. No such person wrote to you.",
}


def compose(delivery: Delivery, webhook: Webhook) -> str:
    """JSON, the same on every attempt as long as the lead stays as it is."""
    told: dict[str, Any]
    match webhook.shape:
        case Webhook.Shape.SLACK:
            told = {"text": _in_chat(delivery)}
        case Webhook.Shape.TEAMS:
            told = _card(delivery)
        case _:
            data = _everything(delivery.lead) if delivery.lead else SAMPLE
            told = {"type": delivery.event, "timestamp": _moment(delivery.created_at), "data": data}
    return json.dumps(told, ensure_ascii=False)


def _everything(lead: Lead) -> dict[str, Any]:
    article = lead.article.get_absolute_url() if lead.article else ""
    return {
        "id": lead.pk,
        "reference": lead.reference,
        "address": _address(lead),
        "received_at": _moment(lead.received_at),
        "stage": lead.stage,
        "expert": lead.expert.name if lead.expert else None,
        "value": str(lead.value) if lead.value is not None else None,
        "name": lead.name,
        "email": lead.email,
        "phone": lead.phone_e164 or lead.phone,
        "company": lead.company,
        "message": lead.message,
        "consent": {"text": lead.consent_text, "at": _moment(lead.consent_at)} if lead.consent_at else None,
        "article": {"title": lead.article_title, "address": article and settings.SITE_URL + article}
        if lead.article_title
        else None,
        "category": lead.category_name or None,
        "page": lead.page,
        "campaign": lead.landing_query,
        "referrer": lead.referrer,
    }


def _headline(delivery: Delivery) -> str:
    """Who, from where and about what; neither address nor message: a chat is read by many, and kept elsewhere."""
    if delivery.lead is None:
        return "A test: messages about leads will arrive here."
    lead = delivery.lead
    who = f"{lead.name} ({lead.company})" if lead.company else lead.name
    about = f", about “{lead.article_title}”" if lead.article_title else ""
    return f"{Webhook.Event(delivery.event).label}: {who}{about}. {lead.reference}"


def _in_chat(delivery: Delivery) -> str:
    """These three signs begin Slack's commands, such as a call to a whole channel (its manual, “Escaping text”)."""
    text = _headline(delivery)
    for sign, written in [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")]:
        text = text.replace(sign, written)
    return f"{text}\n<{_address(delivery.lead)}|Open it>" if delivery.lead else text


def _card(delivery: Delivery) -> dict[str, Any]:
    """An Adaptive Card 1.4 in the envelope that Workflows wait for (Microsoft's manual, November 2026)."""
    # RichTextBlock shows its words as they are; a TextBlock would read Markdown in a visitor's name.
    runs = [{"type": "TextRun", "text": _headline(delivery)}]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [{"type": "RichTextBlock", "inlines": runs}],
    }
    if delivery.lead:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open it", "url": _address(delivery.lead)}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def _address(lead: Lead) -> str:
    return settings.SITE_URL + reverse("admin:leads_lead_change", args=[lead.pk])


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
