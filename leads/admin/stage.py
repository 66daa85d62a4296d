"""The sales lead's own words: for where a lead stands, why it was lost, and what is answered again and again."""

from django.contrib import admin
from django.utils.text import slugify

from leads.models import LostReason, ReplyTemplate, Stage


@admin.register(Stage)
class StageAdmin(admin.ModelAdmin):
    """Steps on the way may be added, renamed and retired; those that always stay are only shown."""

    list_display = ["name", "kind", "position", "is_retired"]
    fields = ["name", "kind", "position", "is_retired"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_our_own)

    def has_delete_permission(self, request, obj=None):
        """Only one where no lead ever came to stand; others are retired."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.slug = _free_slug(obj.name)
        super().save_model(request, obj, form, change)


def _free_slug(name):
    base = slugify(name)[:12].strip("-") or "step"
    taken, slug, number = set(Stage.objects.values_list("slug", flat=True)), base, 2
    while slug in taken:
        slug, number = f"{base[:9]}-{number}", number + 1
    return slug


@admin.register(LostReason)
class LostReasonAdmin(admin.ModelAdmin):
    list_display = ["name", "position", "is_retired"]
    fields = ["name", "position", "is_retired"]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.leads.exists())


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin):
    list_display = ["name", "subject", "position"]
    fields = ["name", "subject", "text", "position"]
