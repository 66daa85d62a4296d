"""The list shows the inbox unless asked for more: suspects stand apart, and are never thrown away."""

from django.contrib import admin


class BoxFilter(admin.SimpleListFilter):
    title = "box"
    parameter_name = "box"

    def lookups(self, request, model_admin):
        return [("new", "To be taken"), ("open", "Open"), ("quarantine", "Quarantine"), ("all", "All")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "Inbox"}, *others]

    def queryset(self, request, queryset):
        chosen = {
            "new": queryset.awaiting_triage,
            "open": queryset.open,
            "quarantine": queryset.quarantined,
            "all": queryset.all,
        }
        return chosen.get(self.value() or "", queryset.trusted)()
