from django.contrib import admin
from django.db import models

from reviews.models import ReviewLink


@admin.register(ReviewLink)
class ReviewLinkAdmin(admin.ModelAdmin):
    list_display = ["platform", "label", "address_host", "position", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = ["platform", "label"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ["platform", "label", "address", "icon", "position", "is_shown"]

    @admin.display(description="leads to")
    def address_host(self, link):
        return link.address.split("/")[2]
