"""The list of deliveries; an empty one says what is true, and what to do (templates/admin/_empty.html)."""

from django.contrib.admin.views.main import ChangeList
from django.urls import reverse

from leads.admin.empty import Empty

ALL_DELIVERIES = ("Show all deliveries", "?")
STATES = {
    "waiting": Empty("No mail waits to be sent.", [ALL_DELIVERIES]),
    "failed": Empty("No mail was given up.", [ALL_DELIVERIES]),
}


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


class RuleList(ChangeList):
    def empty(self):
        return Empty(
            "No rule yet: all of you are told of each lead, as each chose, and whoever takes it first has it. A rule "
            "gives leads to one of you in turn, by category, language or country.",
            [("Add a rule", reverse("admin:leads_assignmentrule_add"))],
        )


def _nothing_found(changelist, kind, back, advice):
    words = changelist.query if len(changelist.query) <= 60 else f"{changelist.query[:60]}…"
    if not changelist.get_filters_params():
        return Empty(f"No {kind} holds “{words}”. {advice}", [back])
    everywhere = changelist.get_query_string(remove=changelist.get_filters_params())
    return Empty(f"No {kind} here holds “{words}”.", [("Search without the filters", everywhere), back])
