from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from blog.admin import rights
from blog.admin.picture_field import change_details
from blog.admin.picture_form import PictureForm, UploadForm
from blog.admin.picture_library import pictures
from blog.admin.picture_upload import upload
from blog.admin.thumbnail import thumbnail
from blog.models import Article, Author, Picture

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

    @admin.display(description="used", ordering="uses")
    def uses(self, picture):
        return {0: "not used", 1: "once"}.get(picture.uses, f"{picture.uses} times")

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

    def get_deleted_objects(self, objs, request):
        """Also what no foreign key protects: the bodies that show a picture."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        shown = Article.objects.filter(pictures__in=objs).distinct()
        return deleted, counts, needed, [*protected, *(f"The body of “{article}”" for article in shown)]


def _count(rows, key):
    counted = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


class PictureList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        heroes, bodies = _count(Article.objects, "hero"), _count(Article.objects, "pictures")
        uses = heroes + bodies + _count(Author.objects, "portrait")
        return super().get_queryset(*args, **kwargs).annotate(uses=uses)
