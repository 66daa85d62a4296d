"""Leads in the admin: the inbox (leads/admin/inbox.py) in place of Django's list and form, and who may do what."""

from django.contrib import admin

from leads.admin.inbox import Inbox
from leads.models import Lead


@admin.register(Lead)
class LeadAdmin(Inbox):
    """What the visitor wrote is shown and never changed. Every change is one of a lead's verbs."""

    search_fields = ["reference"]  # Django's own suggestions ask for it

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return Lead.objects.pressing_first()

    def get_ordering(self, request):
        return Lead.objects.pressing_first().query.order_by

    def get_deleted_objects(self, objs, request):
        """Its mails go with a lead: whoever may delete the one need not be allowed to delete the others."""
        deleted, counts, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), protected
