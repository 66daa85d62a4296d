from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from config import mail
from leads.admin.lists import DeliveryList
from leads.models import Delivery

A_PAGE = 50


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("failed", "Given up")]

    def queryset(self, request, queryset):
        chosen = {"waiting": queryset.waiting, "failed": queryset.failed}
        return chosen.get(self.value() or "", queryset.all)()


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What was sent, what waits and what was given up. Nothing here is edited; given up may be tried again."""

    change_list_template = "leads/admin/deliveries.html"
    list_display = ["lead", "kind", "recipient", "state", "created_at", "problem"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["lead"]
    list_per_page = 50
    search_fields = ["lead__reference", "recipient"]
    search_help_text = "The lead’s reference or an address."
    show_full_result_count = False
    actions = ["try_again"]
    readonly_fields = (
        "lead",
        "kind",
        "recipient",
        "state",
        "problem",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
        "failed_at",
        "message_id",
    )
    fields = readonly_fields

    def get_queryset(self, request):
        return super().get_queryset(request).filter(lead__is_canary=False)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Try again", permissions=["change"])
    def try_again(self, request, queryset):
        for delivery in queryset:
            delivery.try_again(at=timezone.now())
        self.message_user(request, "Those that were given up are sent again within a minute.")

    # -- the folder of mails, for a site without a mail server -------------------------------------------

    def get_urls(self):
        protected = self.admin_site.admin_view
        return [
            path("outbox/", protected(self.outbox), name="leads_outbox"),
            path("outbox/<str:name>/", protected(self.letter), name="leads_letter"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may_read = {"may_read_outbox": may_read_outbox(request)}
        return super().changelist_view(request, {**(extra_context or {}), **may_read})

    def get_changelist(self, request, **kwargs):
        return DeliveryList

    def outbox(self, request):
        """The newest first. Only the mails of one page are opened."""
        if not may_read_outbox(request):
            raise PermissionDenied
        page = Paginator(mail.names(), A_PAGE).get_page(request.GET.get("p"))
        letters = [{"name": name, "at": mail.written_at(name), "mail": mail.read(name)} for name in page]
        return self._render(
            request,
            "leads/admin/outbox.html",
            title="Outbox",
            page=page,
            letters=letters,
            has_mail_server=bool(settings.EMAIL_URL),
        )

    def letter(self, request, name):
        if not may_read_outbox(request):
            raise PermissionDenied
        if (found := mail.read(name)) is None:
            raise Http404
        headers = [(key, value) for key, value in found.items() if key in SHOWN_HEADERS]
        text = found.get_body(("plain",))
        return self._render(
            request,
            "leads/admin/letter.html",
            title=found["Subject"] or "Without a subject",
            headers=headers,
            text=text.get_content() if text else "",
        )

    def _render(self, request, template, **context):
        return render(request, template, {**self.admin_site.each_context(request), **context})


SHOWN_HEADERS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted"}


def may_read_outbox(request):
    return request.user.has_perm("leads.read_delivery")
