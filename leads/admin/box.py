"""The list shows what is to do unless asked for more. Closed leads and suspects stand apart; none is thrown away."""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR

from leads.models import Lead


class BoxFilter(admin.SimpleListFilter):
    """A search looks into all boxes unless one is chosen: who asks for a reference need not know where it lies. So
    does the question for a stage that no lead in the inbox has.
    """

    title = "box"
    parameter_name = "box"

    def __init__(self, request, params, model, model_admin):
        is_search = bool(request.GET.get(SEARCH_VAR, "").strip())
        self.looks_everywhere = is_search or request.GET.get("stage__exact") in Lead.CLOSED
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [
            ("new", "To be taken"),
            ("mine", "Mine"),
            ("closed", "Closed"),
            ("quarantine", "Quarantine"),
            ("all", "All"),
        ]

    def value(self):
        chosen = super().value()
        known = chosen in {str(name) for name, _ in self.lookup_choices}
        return chosen if known else "all" if self.looks_everywhere else None

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return others if self.looks_everywhere else [{**first, "display": "Inbox"}, *others]

    def queryset(self, request, queryset):
        chosen = {
            "new": queryset.awaiting_triage(),
            "mine": queryset.open().filter(expert=request.user),
            "closed": queryset.closed(),
            "quarantine": queryset.quarantined(),
            "all": queryset,
        }
        return chosen.get(self.value() or "", queryset.open())
