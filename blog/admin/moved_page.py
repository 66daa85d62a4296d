from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from blog import exchange, leading
from blog.models import Article, MissingPage, MovedPage
from blog.models.moved_page import normalise
from blog.tally import tally
from config.long_lists import LongListPaginator

LONG_UNUSED = timedelta(days=180)


class MovedPageForm(forms.ModelForm):
    class Meta:
        model = MovedPage
        fields = ["old_path", "article", "new_path"]

    def clean_old_path(self):
        try:
            return leading.old_place(self.cleaned_data["old_path"])
        except MovedPage.Refused as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        """A chain is collapsed: what is kept is where it leads in the end. A loop is refused."""
        super().clean()
        old, article = self.cleaned_data.get("old_path"), self.cleaned_data.get("article")
        new = self.cleaned_data.get("new_path") or ""
        if old and (article is None) != (new == "") and (article or new.startswith("/")):
            try:
                settled = leading.settled(old, article, new)
            except MovedPage.Refused as error:
                self.add_error("new_path" if new else "old_path", str(error))
            else:
                self.cleaned_data["article"], self.cleaned_data["new_path"] = settled
        return self.cleaned_data


class TargetFilter(admin.SimpleListFilter):
    title = "leads to"
    parameter_name = "to"

    def lookups(self, request, model_admin):
        return [("article", "An article"), ("path", "Another page"), ("nothing", "What nobody can read")]

    def queryset(self, request, queryset):
        if self.value() == "nothing":
            live = Article.objects.published(at=timezone.now())
            return queryset.filter(article__isnull=False).exclude(article__in=live)
        shown = {"article": Q(article__isnull=False), "path": Q(article=None)}
        return queryset.filter(shown.get(self.value() or "", Q()))


class UseFilter(admin.SimpleListFilter):
    title = "asked for"
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("lately", "In the last half year"), ("long", "Not for half a year"), ("never", "Never")]

    def queryset(self, request, queryset):
        since = timezone.now() - LONG_UNUSED
        shown = {
            "lately": Q(hits__last_at__gte=since),
            "long": Q(hits__last_at__lt=since),
            "never": Q(hits=None),
        }
        return queryset.filter(shown.get(self.value() or "", Q()))


@admin.register(MovedPage)
class MovedPageAdmin(admin.ModelAdmin):
    form = MovedPageForm
    list_display = ["old_path", "leads_to", "hit_count", "last_hit", "created_at"]
    list_select_related = ["article", "hits"]
    list_filter = [TargetFilter, UseFilter]
    search_fields = ["old_path", "new_path", "article__title", "article__slug"]
    search_help_text = "A part of the old or new address, or of the article’s title."
    autocomplete_fields = ["article"]
    show_full_result_count = False
    paginator = LongListPaginator
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    @admin.display(description="leads to")
    def leads_to(self, page):
        return page.target()

    @admin.display(description="asked for", ordering=F("hits__count").desc(nulls_last=True))
    def hit_count(self, page):
        return page.hits.count if hasattr(page, "hits") else "–"

    @admin.display(description="last time", ordering=F("hits__last_at").desc(nulls_last=True))
    def last_hit(self, page):
        return page.hits.last_at if hasattr(page, "hits") else None

    def changelist_view(self, request, extra_context=None):
        """With what this process counted in the last seconds."""
        tally.write()
        may = {"may_exchange": self.may_exchange(request)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        leading.settle_others(obj)

    def may_exchange(self, request):
        return request.user.has_perm("blog.exchange_movedpage")

    def get_urls(self):
        own = self.admin_site.admin_view
        return [
            path("import/", own(self.take_in), name="blog_movedpage_take_in"),
            path("export/", own(self.write_out), name="blog_movedpage_write_out"),
            *super().get_urls(),
        ]

    def take_in(self, request):
        """A look ahead at what a table would do, then, on the second button, the doing."""
        if not (self.may_exchange(request) and self.has_add_permission(request)):
            raise PermissionDenied
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        context = {**self.admin_site.each_context(request), "title": "Import moved pages", "form": form}
        context |= {"opts": self.opts, "outcomes": [], "is_done": False, "text": ""}
        if request.method == "POST" and form.is_valid():
            done = "_keep" in request.POST
            try:
                outcomes = exchange.take_in(form.cleaned_data["table"], keep=done)
            except exchange.Unreadable as error:
                form.add_error(None, str(error))
            else:
                context |= {"outcomes": outcomes, "is_done": done, "text": form.cleaned_data["table"]}
                context["counts"] = exchange.counted(outcomes)
                context["nowhere"] = sum(one.leads_nowhere for one in outcomes)
        return render(request, "admin/blog/movedpage/import.html", context)

    def write_out(self, request):
        if not (self.may_exchange(request) and self.has_view_permission(request)):
            raise PermissionDenied
        response = HttpResponse(exchange.write_out(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="moved-pages.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


class TableForm(forms.Form):
    """A file, or its lines pasted; the second time round the lines that were looked at."""

    file = forms.FileField(required=False, label="A file")
    lines = forms.CharField(
        required=False,
        label="Or its lines",
        max_length=exchange.MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "/2016/03/01/a-post/,/blog/a-post/"}),
    )

    def clean(self):
        super().clean()
        file = self.cleaned_data.get("file")
        try:
            table = (
                exchange.read(file.read(exchange.MAX_BYTES + 1))
                if file
                else self.cleaned_data.get("lines", "")
            )
        except exchange.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if not table.strip():
            raise forms.ValidationError("Choose a file, or paste its lines.")
        self.cleaned_data["table"] = table
        return self.cleaned_data


@admin.register(MissingPage)
class MissingPageAdmin(admin.ModelAdmin):
    list_display = ["path", "redirect", "count", "last_seen_at", "first_seen_at", "referrer_host"]
    list_display_links = None
    list_filter = ["last_seen_at"]
    search_fields = ["path", "referrer_host"]
    search_help_text = "A part of the address, or of the site that links to it."
    show_full_result_count = False
    paginator = LongListPaginator
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        tally.write()
        return super().changelist_view(request, extra_context)

    @admin.display(description="what to do")
    def redirect(self, page):
        address = reverse("admin:blog_movedpage_add", query={"old_path": normalise(page.path)})
        return format_html('<a href="{}" aria-label="Lead it on: {}">Lead it on</a>', address, page.path)
