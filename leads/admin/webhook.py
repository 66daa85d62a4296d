from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from leads.admin.lists import WebhookList
from leads.models import Delivery, Webhook
from leads.sending import attempt

BUTTONS = ["_test", "_secret", "_switch_off", "_switch_on"]


class WebhookForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        label="Sent when",
        choices=Webhook.Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one."},
    )

    class Meta:
        model = Webhook
        fields = ["name", "address", "shape", "events"]
        widgets = {"address": forms.URLInput(attrs={"class": "vTextField", "autocomplete": "off"})}


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """Other systems that are told of leads. Sales leads and owners alone: an address is as good as a password."""

    class Media:
        css = {"all": ["admin_theme/deliveries.css"]}

    form = WebhookForm
    change_form_template = "leads/admin/webhook.html"
    list_display = ["name", "state", "host", "succeeded_at", "shape"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["name", "address", "shape", "events"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and "events" in form.base_fields:
            form.base_fields["events"].initial = [Webhook.Event.RECEIVED]
        return form

    def get_changelist(self, request, **kwargs):
        return WebhookList

    def get_deleted_objects(self, objs, request):
        """What it was told goes with it: too much to list, and nobody needs a right of their own for that."""
        _, counts, _, _ = super().get_deleted_objects(objs, request)
        return [str(one) for one in objs], counts, set(), []

    @admin.display(description="host")
    def host(self, webhook):
        return webhook.host

    @admin.display(description="state")
    def state(self, webhook):
        return webhook.state()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        webhook = self.get_object(request, object_id)
        told = {
            "waiting": webhook.deliveries.waiting().filter(kind=Delivery.Kind.WEBHOOK).count()
            if webhook
            else 0,
            "list": f"{reverse('admin:leads_delivery_changelist')}?webhook__id__exact={object_id}",
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's is one transaction, which is over before anybody else is asked."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        tested = getattr(request, "webhook_to_test", None)
        return self._test(request, tested) if tested else response

    # -- verbs ------------------------------------------------------------------------------------------

    def response_add(self, request, obj, post_url_continue=None):
        """To its own page: the secret is there to be looked at."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, f"“{obj}” is kept. Look at its secret, and send a test.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_webhook_change", args=[obj.pk]))

    def response_change(self, request, obj):
        pressed = next((button for button in BUTTONS if button in request.POST), None)
        press = {
            "_test": self._test_later,
            "_secret": self._secret,
            "_switch_off": self._switch_off,
            "_switch_on": self._switch_on,
        }
        return press[pressed](request, obj) if pressed else super().response_change(request, obj)

    def _test_later(self, request, webhook):
        request.webhook_to_test = webhook
        return HttpResponseRedirect(request.path)

    def _test(self, request, webhook):
        """At once, so that the answer can be read: at most as long as config/outbound.py waits."""
        delivery = Delivery.to_webhook(webhook, Webhook.TEST, lead=None, at=timezone.now())
        delivery.save()
        attempt(delivery.pk, is_test=True)
        delivery.refresh_from_db()
        if delivery.sent_at:
            self.message_user(request, f"The test arrived at “{webhook}”.", messages.SUCCESS)
        else:
            self.message_user(request, f"The test did not arrive: {delivery.problem}", messages.ERROR)
        return HttpResponseRedirect(reverse("admin:leads_delivery_change", args=[delivery.pk]))

    def _secret(self, request, webhook):
        secret = webhook.new_secret(at=timezone.now())
        self.log_change(request, webhook, "Made a new secret.")
        return never_cache(self._show)(request, webhook, secret)

    def _show(self, request, webhook, secret):
        context = {"title": f"The secret of “{webhook}”", "webhook": webhook, "secret": secret}
        return render(
            request, "leads/admin/secret.html", {**self.admin_site.each_context(request), **context}
        )

    def _switch_off(self, request, webhook):
        webhook.switch_off(at=timezone.now())
        return self._switched(
            request, webhook, "Switched off.", "What waits goes out when it is switched on again."
        )

    def _switch_on(self, request, webhook):
        webhook.switch_on(at=timezone.now())
        return self._switched(request, webhook, "Switched on.", "What waited goes out within a minute.")

    def _switched(self, request, webhook, done, what_follows):
        self.log_change(request, webhook, done)
        self.message_user(request, f"{done} {what_follows}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_webhook_change", args=[webhook.pk]))
