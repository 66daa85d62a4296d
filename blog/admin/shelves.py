"""Where articles stand and whom they are by: categories, tags, authors."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from blog.admin.merging import Merging
from blog.admin.thumbnail import thumbnail
from blog.models import Author, Category, Tag
from config.long_lists import LongListPaginator


class CountedArticles(admin.ModelAdmin):
    """A list with a column of how many articles each row has, by `counted`."""

    counted = "articles"
    ordering = ["name"]  # a counting query does not take the model's own
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False
    paginator = LongListPaginator
    names_people = ""  # a field that lists who works here, for those who may see them

    def get_queryset(self, request):
        # Row by row, so that only those of the page shown are counted; in the index alone.
        relation: Any = self.model._meta.get_field(self.counted)
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        counted = rows.values(relation.field.name).annotate(count=Count("*")).values("count")
        return super().get_queryset(request).annotate(article_count=Coalesce(Subquery(counted), 0))

    def get_exclude(self, request, obj=None):
        may_see = not self.names_people or request.user.has_perm("staff.view_user")
        return [] if may_see else [self.names_people]

    @admin.display(description="articles", ordering="article_count")
    def article_count(self, row):
        return row.article_count


@admin.register(Category)
class CategoryAdmin(Merging, CountedArticles):
    change_form_template = "admin/blog/shelf_change_form.html"
    carried_by = "category"
    list_display = ["name", "article_count", "talk_label", "position"]
    ordering = ["position", "name"]
    search_fields = ["name"]
    autocomplete_fields = ["expert"]
    names_people = "expert"


@admin.register(Tag)
class TagAdmin(Merging, CountedArticles):
    change_form_template = "admin/blog/shelf_change_form.html"
    carried_by = "taggings__tag"
    counted = "taggings"
    list_display = ["name", "slug", "article_count"]
    search_fields = ["name"]
    list_per_page = 100


@admin.register(Author)
class AuthorAdmin(CountedArticles):
    list_display = ["face", "name", "role", "article_count"]
    list_display_links = ["name"]
    list_select_related = ["portrait"]
    counted = "authorships"
    search_fields = ["name"]
    autocomplete_fields = ["portrait", "account"]
    names_people = "account"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("portrait__renditions")

    @admin.display(description="portrait")
    def face(self, author):
        return thumbnail(author.portrait)
