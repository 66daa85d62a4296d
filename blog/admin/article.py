from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import date
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from blog.admin import rights, state
from blog.admin.article_form import ArticleForm
from blog.admin.thumbnail import thumbnail
from blog.models import Article, Authorship, Pin
from blog.reading_time import minutes
from config.rich_text import RichTextAdmin

BUTTONS = ["_publish", "_schedule"]
READING: Any = (None, {"fields": ["title", "summary", "body_as_read"], "classes": ["writing"]})


class AuthorshipFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        left = [
            form
            for form in self.forms
            if form.cleaned_data.get("author") and not form.cleaned_data.get("DELETE")
        ]
        if self.instance.published_at and not left:
            raise ValidationError("A published article needs at least one author.")


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    formset = AuthorshipFormSet
    autocomplete_fields = ["author"]
    extra = 0
    verbose_name_plural = "authors"

    def has_view_permission(self, request, obj=None):
        return rights.may(request, "view") or rights.may(request, "write")

    def _may(self, request, obj=None):
        return rights.may(request, "change") or rights.may_write(request, obj)

    has_add_permission = has_change_permission = has_delete_permission = _may


class PinInline(admin.TabularInline):
    """An editor's choice; authors do not see it, since its lists would show them other people's drafts."""

    model = Pin
    fk_name = "article"
    autocomplete_fields = ["other"]
    extra = 0
    verbose_name_plural = "related articles chosen by hand (they come before the best matches)"

    def _may(self, request, obj=None):
        return rights.may(request, "change")

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may


class ArticleList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        articles: Any = super().get_queryset(*args, **kwargs)
        return articles.for_cards()


@admin.register(Article)
class ArticleAdmin(rights.OwnArticles, RichTextAdmin):
    form = ArticleForm
    list_display = [
        "hero_thumbnail",
        "title",
        "state_word",
        "category",
        "author_names",
        "published_on",
        "reading_time",
    ]
    list_display_links = ["title"]
    list_filter = [state.StateFilter, "category", "authors"]
    search_fields = ["title", "summary"]
    search_help_text = "Words of the title or summary."
    date_hierarchy = "published_at"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ["publish_selected", "withdraw_selected"]
    autocomplete_fields = ["hero"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["body_as_read"]
    inlines = [AuthorshipInline, PinInline]
    fieldsets = [
        (None, {"fields": ["title", "summary", "body"], "classes": ["writing"]}),
        ("Shelf", {"fields": ["category", "tags"], "classes": ["aside"]}),
        ("Hero picture", {"fields": ["hero", "hero_is_shown"], "classes": ["aside"]}),
        (
            "Address and search engines",
            {
                "fields": ["slug", "language", "search_title", "search_description"],
                "classes": ["aside", "collapse"],
            },
        ),
    ]

    # -- the list -------------------------------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return ArticleList

    @admin.display(description="hero")
    def hero_thumbnail(self, article):
        return thumbnail(article.hero)

    @admin.display(description="state")
    def state_word(self, article):
        return state.label(article.state(at=timezone.now()))

    @admin.display(description="authors")
    def author_names(self, article):
        return ", ".join(byline["name"] for byline in article.bylines) or "–"

    @admin.display(description="published", ordering="published_at")
    def published_on(self, article):
        return _moment(article.published_at) if article.published_at else "–"

    @admin.display(description="reading time", ordering="reading_seconds")
    def reading_time(self, article):
        return f"{minutes(article.reading_seconds)} min"

    # -- the form -------------------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            fieldsets = [READING, *fieldsets[1:]]
        return fieldsets

    @admin.display(description="body")
    def body_as_read(self, article):
        return format_html('<div class="reading">{}</div>', mark_safe(article.body_html))  # cleaned at save

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if any(button in request.POST for button in BUTTONS) and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        now = timezone.now()
        context |= {
            "may_publish": self.has_publish_permission(request),
            "state": obj.state(at=now) if obj else "draft",
            "state_label": state.label(obj.state(at=now) if obj else "draft"),
            "time_zone": timezone.get_current_timezone_name(),
            "show_save_and_add_another": False,
            "publications": obj.publications.select_related("by")[:5] if obj else [],
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.wanted_at = form.cleaned_data.get("publish_at")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            form.instance.mark_edited(at=timezone.now())
        if not rights.may(request, "change") and not rights.is_own(request, form.instance):
            Authorship.objects.create(article=form.instance, author=rights.author_of(request))

    def response_add(self, request, obj, post_url_continue=None):
        return self._press_button(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._press_button(request, obj) or super().response_change(request, obj)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.state(at=timezone.now()) == "published" else None

    # -- the verbs ------------------------------------------------------------------------------------------

    def _press_button(self, request, article):
        """Publish or schedule what was just saved, and stay with it."""
        if "_publish" in request.POST:
            self._publish(request, article, otherwise="Saved, not published: ")
        elif "_schedule" in request.POST:
            self._publish(request, article, live_from=article.wanted_at, otherwise="Saved, not scheduled: ")
        else:
            return None
        return HttpResponseRedirect(reverse("admin:blog_article_change", args=[article.pk]))

    def _publish(self, request, article, *, live_from=None, otherwise=""):
        try:
            article.publish(at=timezone.now(), by=request.user, live_from=live_from)
        except (Article.NotReady, Article.AlreadyPublished) as error:
            self.message_user(request, f"{otherwise}{error}", messages.WARNING)
            return False
        if article.state(at=timezone.now()) == "scheduled":
            words = f"“{article}” goes live on {_moment(article.published_at)}."
        else:
            words = f"“{article}” is live."
        self.log_change(request, article, words)
        self.message_user(request, words, messages.SUCCESS)
        return True

    def _withdraw(self, request, article):
        try:
            article.withdraw(at=timezone.now(), by=request.user)
        except Article.NotPublished as error:
            self.message_user(request, str(error), messages.WARNING)
            return False
        self.log_change(request, article, "Withdrawn.")
        self.message_user(request, f"“{article}” is no longer visible to visitors.", messages.SUCCESS)
        return True

    @admin.action(description="Publish selected articles now", permissions=["publish"])
    def publish_selected(self, request, queryset):
        for article in queryset:
            self._publish(request, article)

    @admin.action(description="Withdraw selected articles", permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        for article in queryset:
            self._withdraw(request, article)

    def get_urls(self):
        withdraw = path(
            "<int:pk>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name="blog_article_withdraw"
        )
        return [withdraw, *super().get_urls()]

    def withdraw_view(self, request, pk):
        """Asks on GET, does it on POST."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._withdraw(request, article)
            return HttpResponseRedirect(reverse("admin:blog_article_change", args=[article.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Withdraw this article?",
            "article": article,
            "opts": self.opts,
        }
        return render(request, "admin/blog/article/withdraw.html", context)


def _moment(at):
    return date(timezone.localtime(at), "j M Y, H:i")
