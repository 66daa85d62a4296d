from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from brand.forms import BusinessHoursForm, CompanyForm, PageForm
from brand.models import BusinessHours, Company, Holiday, KeptPromise, Page
from brand.models.business_hours import DAYS
from config.rich_text import RichTextAdmin


class OneRowAdmin(admin.ModelAdmin):
    """One row: its list is its form, and nobody adds or deletes it."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse(f"admin:brand_{self.opts.model_name}_change", args=[1]))

    def get_object(self, request, object_id, from_field=None):
        """Also while nothing was saved yet: the defaults."""
        return self.model.current() if str(object_id) == "1" else None


@admin.register(Company)
class CompanyAdmin(OneRowAdmin):
    form = CompanyForm
    readonly_fields = ["promise_so_far"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description", "logo", "accent", "accent_dark"]}),
        ("Contact", {"fields": ["email", "phone", "address", "legal_line"]}),
        (
            "Home page and blog",
            {"fields": ["home_title", "home_text", "blog_title", "blog_text", "back_to_blog"]},
        ),
        (
            "Talk to our experts",
            {"fields": ["talk_label", "talk_text", "thanks_title", "thanks_text", "consent_text"]},
        ),
        (
            "Promise by the form",
            {"fields": ["promise_is_shown", "promise_minutes", "promise_from", "promise_so_far"]},
        ),
        ("Under an article", {"fields": ["reviews_title", "reviews_text", "related_title", "read_label"]}),
        ("Closing band", {"fields": ["band_title", "band_text", "band_button"]}),
    ]

    @admin.display(description="kept so far")
    def promise_so_far(self, company):
        """In words, whether it is shown or not: who does not see the sentence wants to know why."""
        measured = KeptPromise.objects.filter(pk=1).first()
        if not measured or measured.within_minutes != company.promise_minutes:
            return "Counted within an hour of saving."
        share = f" ({100 * measured.kept // measured.asked} %)" if measured.asked else ""
        return (
            f"{measured.kept} of {measured.asked}{share} in the 90 days "
            f"until {timezone.localtime(measured.measured_at):%-d %B, %H:%M}."
        )


@admin.register(BusinessHours)
class BusinessHoursAdmin(OneRowAdmin):
    form = BusinessHoursForm
    fieldsets = [(None, {"fields": [*DAYS, "time_zone"]})]


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ["on", "name"]
    list_display_links = ["on", "name"]
    search_fields = ["name"]
    show_full_result_count = False
    ordering = ["-on"]


@admin.register(Page)
class PageAdmin(RichTextAdmin):
    form = PageForm
    list_display = ["title", "slug", "is_in_footer", "position", "updated_at"]
    search_fields = ["title"]
    show_full_result_count = False
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "body"], "classes": ["writing"]}),
        ("Place", {"fields": ["slug", "is_in_footer", "position"], "classes": ["aside"]}),
    ]
