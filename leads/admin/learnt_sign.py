from django.contrib import admin

from leads.learning import named
from leads.models import LearntSign


@admin.register(LearntSign)
class LearntSignAdmin(admin.ModelAdmin):
    """What was learnt from decisions, to read: it follows from them, so there is nothing to edit."""

    list_display = ["in_words", "spam", "good"]
    list_per_page = 100
    search_fields = ["sign"]
    show_full_result_count = False
    readonly_fields = ("in_words", "spam", "good")
    fields = readonly_fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="enquiries with", ordering="sign")
    def in_words(self, learnt):
        return named(learnt.sign) if learnt.sign else "anything: all that were decided about"
