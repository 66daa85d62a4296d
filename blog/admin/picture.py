from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from blog import picture_uses
from blog.admin import picture_uses as uses_shown
from blog.admin import rights
from blog.admin.period import period_of
from blog.admin.picture_field import change_details
from blog.admin.picture_filters import WIDE_ENOUGH, AltFilter, SizeFilter, UseFilter
from blog.admin.picture_form import MOVING, PictureForm, UploadForm
from blog.admin.picture_library import pictures
from blog.admin.picture_replace import replace
from blog.admin.picture_upload import upload
from blog.models import Picture
from config.long_lists import LongListPaginator


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_filter = [UseFilter, AltFilter, SizeFilter, period_of("uploaded_at")]
    search_fields = ["name", "alt", "caption", "credit", "licence"]
    show_full_result_count = False
    paginator = LongListPaginator
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 48  # whole rows of two, three, four and six
    readonly_fields = ["large_preview", "pixels", "uploaded_at", "uploaded_by"]
    fieldsets = [
        (None, {"fields": ["large_preview", "alt", "caption", "credit", "licence"]}),
        (
            "Focal point",
            {
                "fields": [("focal_x", "focal_y")],
                "description": "What stays in view when a card crops the picture. Click into it above, or type.",
            },
        ),
        ("File", {"fields": ["name", "pixels", "uploaded_at", "uploaded_by"]}),
    ]
    add_fieldsets = [(None, {"fields": ["file", "alt", "caption", "credit", "licence"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("renditions")

    def get_changelist(self, request, **kwargs):
        return PictureList

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None and not change:
            form: Any = super().get_form(request, obj, change, form=UploadForm, **kwargs)
            form.by = request.user
            return form
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request, obj=None):
        """An author only what they uploaded themselves: the others may be on live pages."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or rights.may(request, "change") or obj.uploaded_by_id == request.user.pk

    def has_replace_permission(self, request, picture):
        """An author only what no editor has judged yet: it would change live pages otherwise."""
        if not self.has_change_permission(request, picture):
            return False
        return rights.may(request, "change") or not picture_uses.is_public(picture)

    def get_urls(self):
        """With what scripts ask (static/admin_theme/), and the page for another file."""
        own = self.admin_site.admin_view
        return [
            path("<int:pk>/replace/", own(partial(replace, self)), name="blog_picture_replace"),
            path("upload/", own(upload), name="blog_picture_upload"),
            path("library/", own(pictures), name="blog_picture_library"),
            path("<int:pk>/details/", own(partial(change_details, self)), name="blog_picture_change_details"),
            *super().get_urls(),
        ]

    # -- the list and the form ------------------------------------------------------------------------------

    @admin.display(description="picture")
    def large_preview(self, picture):
        return format_html(
            '<img class="large-preview" src="{}" alt="{}" width="{}" height="{}">',
            picture.rendition_url(800),
            picture.alt,
            picture.width,
            picture.height,
        )

    @admin.display(description="size")
    def pixels(self, picture):
        return f"{picture.width} × {picture.height}"

    # -- upload, change, delete -----------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not change:
            return  # `Picture.receive` kept it
        super().save_model(request, obj, form, change)
        if "alt" in form.changed_data:
            for article in obj.shown_in.all():
                article.derive_again()

    def log_addition(self, request, obj, message):
        if not obj.was_known:
            super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if obj.was_known and "_popup" not in request.POST:
            words = f"This picture was in the library already, as “{obj}”. Nothing was added."
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:blog_picture_change", args=[obj.pk]))
        if obj.was_moving:
            self.message_user(request, MOVING, messages.WARNING)
        return super().response_add(request, obj, post_url_continue)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        picture = self.get_object(request, object_id)
        context = {}
        if picture:
            context["uses"] = uses_shown.of(request, [picture])[0]
            context["may_replace"] = self.has_replace_permission(request, picture)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """What is in use stays, and is told with what uses it: also the bodies, which no foreign key protects."""
        deleted, counts, needed, _ = super().get_deleted_objects(objs, request)
        return deleted, counts, needed, [uses for uses in uses_shown.of(request, list(objs)) if uses]


class PictureList(ChangeList):
    def get_results(self, request):
        """With `uses` on each picture of the page: one query, whatever the size of the library."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        counts = picture_uses.counts(self.result_list)
        for picture in self.result_list:
            picture.uses = counts[picture.pk]
            picture.uses_in_words = uses_shown.count_in_words(picture.uses)
            picture.is_small = picture.width < WIDE_ENOUGH
            picture.thumbnail = picture.rendition_url(480)
