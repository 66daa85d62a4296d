"""The admin: Django's own, under our theme, with the wider policy that the rich text editor needs."""

from django.contrib.admin import AdminSite


class BylineAdminSite(AdminSite):
    site_title = "Byline"
    site_header = "Byline"
    index_title = "Overview"
