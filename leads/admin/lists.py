"""The lists of leads and deliveries; an empty one says what is true, and what to do (templates/admin/_empty.html)."""

from typing import NamedTuple

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.urls import reverse

from leads.models import Lead


class Empty(NamedTuple):
    words: str
    links: list[tuple[str, str]]  # label and address


INBOX = ("Back to the inbox", "?")
ALL_DELIVERIES = ("Show all deliveries", "?")
BOXES = {
    "new": Empty("Nobody waits to be taken: every open lead has somebody who answers it.", [INBOX]),
    "mine": Empty("No open lead is yours.", [("Take one", "?box=new")]),
    "closed": Empty("No lead is won or lost yet.", [INBOX]),
    "quarantine": Empty("Nothing is in quarantine.", [INBOX]),
}
STATES = {
    "waiting": Empty("No mail waits to be sent.", [ALL_DELIVERIES]),
    "failed": Empty("No mail was given up.", [ALL_DELIVERIES]),
}


class LeadList(ChangeList):
    def get_ordering_field_columns(self):
        """Our own order is no column's, so no heading is marked until somebody presses one."""
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def empty(self):
        """One query, when nothing was asked for."""
        if self.query:
            return _nothing_found(self, "lead", INBOX, "Try fewer words, or the last digits of a number.")
        if set(self.get_filters_params()) - {"box"}:
            return Empty("No lead passes all these filters.", [("Take them away", "?")])
        if box := BOXES.get(self.params.get("box", "")):
            return box
        if Lead.objects.closed().exists():
            return Empty("Nothing is to do: every lead is closed.", [("Look at those", "?box=closed")])
        return Empty(
            "No enquiry has come yet. Each stands here as soon as somebody has sent the form.",
            [("Open the form", reverse("leads:talk"))],
        )


class DeliveryList(ChangeList):
    def empty(self):
        if self.query:
            return _nothing_found(self, "delivery", ALL_DELIVERIES, "A part of the address is enough.")
        if set(self.get_filters_params()) - {"state"}:
            return Empty("No delivery passes all these filters.", [("Take them away", "?")])
        return STATES.get(self.params.get("state", "")) or Empty(
            "No mail yet. With each enquiry one goes to its sender, and one to each person who is to answer it.",
            [],
        )


class WebhookList(ChangeList):
    def empty(self):
        return Empty(
            "No other system is told of leads yet. A webhook posts each new one to your CRM, or a line to a chat.",
            [("Add a webhook", reverse("admin:leads_webhook_add"))],
        )


def _nothing_found(changelist, kind, back, advice):
    words = changelist.query if len(changelist.query) <= 60 else f"{changelist.query[:60]}…"
    if not changelist.get_filters_params():
        return Empty(f"No {kind} holds “{words}”. {advice}", [back])
    everywhere = changelist.get_query_string(remove=changelist.get_filters_params())
    return Empty(f"No {kind} here holds “{words}”.", [("Search without the filters", everywhere), back])
