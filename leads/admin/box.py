"""The list shows the inbox unless asked for more: suspects stand apart, and are never thrown away."""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR


class BoxFilter(admin.SimpleListFilter):
    """A search looks into all boxes unless one is chosen: who asks for a reference need not know where it lies."""

    title = "box"
    parameter_name = "box"

    def __init__(self, request, params, model, model_admin):
        self.is_search = bool(request.GET.get(SEARCH_VAR, "").strip())
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [("new", "To be taken"), ("open", "Open"), ("quarantine", "Quarantine"), ("all", "All")]

    def value(self):
        return super().value() or ("all" if self.is_search else None)

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return others if self.is_search else [{**first, "display": "Inbox"}, *others]

    def queryset(self, request, queryset):
        chosen = {
            "new": queryset.awaiting_triage,
            "open": queryset.open,
            "quarantine": queryset.quarantined,
            "all": queryset.all,
        }
        return chosen.get(self.value() or "", queryset.trusted)()
