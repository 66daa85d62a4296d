from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from config import mail
from leads.admin.lists import DeliveryList
from leads.models import Delivery, Webhook

A_PAGE = 50


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", "Waiting"), ("failed", "Given up")]

    def queryset(self, request, queryset):
        chosen = {"waiting": queryset.waiting, "failed": queryset.failed}
        return chosen.get(self.value() or "", queryset.all)()


class OfWebhook(admin.RelatedOnlyFieldListFilter):
    include_empty_choice = False  # that is what “What” says


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What was sent, what waits and what was given up. Nothing here is edited; given up may be tried again."""

    class Media:
        css = {"all": ["admin_theme/deliveries.css"]}

    change_list_template = "leads/admin/deliveries.html"
    change_form_template = "leads/admin/delivery.html"
    list_display = ["about", "kind", "recipient", "state", "created_at", "problem"]
    list_filter = [StateFilter, "kind", ("webhook", OfWebhook)]
    list_select_related = ["lead", "webhook"]
    list_per_page = 50
    search_fields = ["lead__reference", "recipient"]
    search_help_text = "The lead’s reference or an address."
    show_full_result_count = False
    actions = ["try_again"]
    readonly_fields = (
        "about",
        "kind",
        "recipient",
        "event",
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

    def get_fields(self, request, obj=None):
        of_webhooks = {"event"} if obj is None or obj.kind != Delivery.Kind.WEBHOOK else set()
        return [field for field in self.fields if field not in of_webhooks]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(lead__is_canary=True).select_related("lead", "webhook")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="about", ordering="lead")
    def about(self, delivery):
        if delivery.listed is not None:
            return f"{len(delivery.listed)} lead" + ("s" if len(delivery.listed) != 1 else "")
        if delivery.lead is None:
            return "a test" if delivery.event == Webhook.TEST else delivery.webhook
        return delivery.lead

    @admin.action(description="Send again", permissions=["change"])
    def try_again(self, request, queryset):
        for delivery in queryset:
            delivery.try_again(at=timezone.now())
        self.message_user(
            request,
            "What was given up is sent again within a minute, and so is what a webhook had already. "
            "A mail that was sent is not sent twice.",
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        delivery = self.get_object(request, object_id)
        shown = {
            "log": list(delivery.log.all()) if delivery else [],
            "may_send_again": bool(delivery) and self._may_send_again(request, delivery),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def _may_send_again(self, request, delivery):
        is_test = delivery.event == Webhook.TEST
        return super().has_change_permission(request) and delivery.can_be_tried_again() and not is_test

    def again(self, request, object_id):
        """POST alone: send this one once more."""
        if not super().has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        delivery = get_object_or_404(Delivery, pk=object_id)
        if self._may_send_again(request, delivery):
            delivery.try_again(at=timezone.now())
            self.message_user(request, "It is sent again within a minute.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_delivery_change", args=[object_id]))

    # -- the folder of mails, for a site without a mail server -------------------------------------------

    def get_urls(self):
        protected = self.admin_site.admin_view
        return [
            path("outbox/", protected(self.outbox), name="leads_outbox"),
            path("outbox/<str:name>/", protected(self.letter), name="leads_letter"),
            path("<int:object_id>/again/", protected(self.again), name="leads_delivery_again"),
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
