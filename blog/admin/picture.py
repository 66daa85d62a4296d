from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from blog import picture_uses
from blog.admin import picture_uses as uses_shown
from blog.admin import rights
from blog.admin.picture_field import change_details
from blog.admin.picture_form import PictureForm, UploadForm
from blog.admin.picture_library import pictures
from blog.admin.picture_upload import upload
from blog.admin.thumbnail import thumbnail
from blog.models import Picture

MOVING = (
    "This file is an animation. Its first picture was kept, and it stands still: readers could not stop the movement. "
    "If another moment says more, save that one as a PNG and upload it."
)


class AltFilter(admin.SimpleListFilter):
    title = "alternative text"
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("missing", "Missing"), ("written", "Written")]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.filter(alt="")
        return queryset.exclude(alt="") if self.value() == "written" else queryset


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ["preview", "name", "alt_words", "pixels", "uses", "uploaded_at"]
    list_display_links = ["name"]
    list_filter = [AltFilter, "uploaded_at"]
    search_fields = ["name", "alt", "caption", "credit"]
    search_help_text = "Words of the name, alternative text, caption or credit."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    readonly_fields = ["large_preview", "pixels", "uploaded_at", "uploaded_by"]
    fieldsets = [
        (None, {"fields": ["large_preview", "alt", "caption", "credit"]}),
        (
            "Focal point",
            {
                "fields": [("focal_x", "focal_y")],
                "description": "What stays in view when a card crops the picture. Click into it above, or type.",
            },
        ),
        ("File", {"fields": ["name", "pixels", "uploaded_at", "uploaded_by"]}),
    ]
    add_fieldsets = [(None, {"fields": ["file", "alt", "caption", "credit"]})]

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

    def get_urls(self):
        """With what the text editor asks (static/admin_theme/editor/)."""
        own = self.admin_site.admin_view
        return [
            path("upload/", own(upload), name="blog_picture_upload"),
            path("library/", own(pictures), name="blog_picture_library"),
            path("<int:pk>/details/", own(change_details), name="blog_picture_change_details"),
            *super().get_urls(),
        ]

    # -- the list -------------------------------------------------------------------------------------------

    @admin.display(description="picture")
    def preview(self, picture):
        return thumbnail(picture)

    @admin.display(description="picture")
    def large_preview(self, picture):
        return format_html(
            '<img class="large-preview" src="{}" alt="{}" width="{}" height="{}">',
            picture.rendition_url(800),
            picture.alt,
            picture.width,
            picture.height,
        )

    @admin.display(description="alternative text", ordering="alt")
    def alt_words(self, picture):
        return picture.alt or format_html('<span class="state is-missing">{}</span>', "Missing")

    @admin.display(description="size")
    def pixels(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description="used")
    def uses(self, picture):
        return uses_shown.count_in_words(picture.uses)

    # -- upload, change, delete -----------------------------------------------------------------------------

    def save_form(self, request, form, change):
        picture = super().save_form(request, form, change)
        picture.was_there = getattr(form, "was_there", False)
        return picture

    def save_model(self, request, obj, form, change):
        if not change:
            return  # `Picture.receive` kept it
        super().save_model(request, obj, form, change)
        if "alt" in form.changed_data:
            for article in obj.shown_in.all():
                article.derive_again()

    def log_addition(self, request, obj, message):
        if not obj.was_there:
            super().log_addition(request, obj, message)

    def response_add(self, request, obj, post_url_continue=None):
        if obj.was_there and "_popup" not in request.POST:
            words = f"This picture was in the library already, as “{obj}”. Nothing was added."
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:blog_picture_change", args=[obj.pk]))
        if obj.was_moving:
            self.message_user(request, MOVING, messages.WARNING)
        return super().response_add(request, obj, post_url_continue)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        picture = self.get_object(request, object_id)
        uses = uses_shown.of(request, [picture])[0] if picture else None
        return super().change_view(request, object_id, form_url, {"uses": uses, **(extra_context or {})})

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
