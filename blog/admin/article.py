from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import date
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from blog import checklist
from blog.admin import autosave, bin, calendar, comments, history, previews, state
from blog.admin.desk import Desk
from blog.admin.period import period_of
from blog.admin.tag_names import tags
from blog.admin.thumbnail import thumbnail
from blog.models import Article
from blog.reading_time import minutes
from blog.touches import touches
from config.long_lists import LongListPaginator
from config.rich_text import POLICY


class ArticleList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        articles: Any = super().get_queryset(*args, **kwargs)
        try:
            str(articles.query)  # only now Django notices a year of five digits in the address
        except ValueError as error:
            raise IncorrectLookupParameters from error
        except EmptyResultSet:
            pass
        return articles.for_cards()


@admin.register(Article)
class ArticleAdmin(Desk):
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
    list_filter = [
        state.StateFilter,
        "category",
        "authors",
        period_of("published_at", "month of publication"),
    ]
    search_fields = ["title", "summary"]
    search_help_text = "Words of the title or summary."
    list_per_page = 50
    show_full_result_count = False
    paginator = LongListPaginator
    show_facets = admin.ShowFacets.NEVER
    actions = ["publish_selected", "withdraw_selected", "bin_selected"]

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

    def get_search_results(self, request, queryset, search_term):
        """Also what the search for related articles offers: nothing out of the bin, and not the article itself."""
        found: Any
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if "autocomplete" in request.path:
            itself = request.GET.get("but", "")
            found = found.out_of_bin().exclude(pk=itself if itself.isdecimal() and len(itself) < 19 else None)
        return found, may_repeat

    @admin.display(description="published", ordering="published_at")
    def published_on(self, article):
        return _moment(article.published_at) if article.published_at else "–"

    @admin.display(description="reading time", ordering="reading_seconds")
    def reading_time(self, article):
        return f"{minutes(article.reading_seconds)} min"

    # -- the desk -------------------------------------------------------------------------------------------

    @method_decorator(csp_update({**POLICY, "frame-src": [SELF]}))  # the preview stands in a frame
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_urls(self):
        """What belongs to one article, beside Django's own addresses of the list, the desk, history and deletion."""
        names = {
            "autosave/": autosave.keep,
            "<int:pk>/discard/": autosave.discard,
            "discard/<uuid:key>/": autosave.discard_begun,
            "<int:pk>/revisions/": history.revisions,
            "<int:pk>/compare/": history.compare,
            "<int:pk>/restore/<int:revision>/": history.restore,
            "<int:pk>/name/<int:revision>/": history.name,
            "tags/": tags,
            "preview/": previews.unsaved,
            "<int:pk>/links/": previews.links,
            "<int:pk>/comments/": comments.comments,
            "<int:pk>/plans/": calendar.change_plan,
            "calendar/": calendar.month,
            "<int:pk>/withdraw/": withdraw,
            "<int:pk>/bin/": bin.put_in,
            "<int:pk>/take-out/": bin.take_out,
        }
        return [*(self._path(route, view) for route, view in names.items()), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        return self._instead(request, object_id, "revisions")

    def delete_view(self, request, object_id, extra_context=None):
        """Never Django's own, which deletes for good."""
        return self._instead(request, object_id, "put_in")

    def _instead(self, request, object_id, name):
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        return HttpResponseRedirect(reverse(f"admin:blog_article_{name}", args=[article.pk]))

    def get_actions(self, request):
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def _path(self, route, view):
        def bound(request, **kwargs):
            return view(self, request, **kwargs)

        name = f"blog_article_{view.__name__}"
        return path(route, self.admin_site.admin_view(bound), name=name)

    def article(self, request, pk, *, to="view"):
        """For the views above: the article, if this person may do with it what they ask. 404 or 403 otherwise."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        may = {
            "view": lambda: self.has_view_or_change_permission(request, article),
            "change": lambda: self.has_change_permission(request, article),
            "publish": lambda: self.has_publish_permission(request),
            "delete": lambda: self.has_delete_permission(request, article),
        }
        if not may[to]():
            raise PermissionDenied
        return article

    def page(self, request, template, article=None, *, title, **context):
        """A page of the admin about one article, or about all."""
        common = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "article": article,
        }
        return render(request, f"admin/blog/article/{template}.html", {**common, "title": title, **context})

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.state(at=timezone.now()) == "published" else None

    # -- the verbs ------------------------------------------------------------------------------------------

    def publish(self, request, article, revision, *, at, otherwise=""):
        """With the checklist's consent. What happened, or why not, is told; answers whether it did."""
        try:
            checklist.refuse_if_blocked(article.newest_content(), article=article)
            article.publish(at=at, by=request.user, revision=revision)
        except (Article.NotReady, Article.AlreadyPublished) as error:
            self.message_user(request, f"{otherwise}{error}", messages.WARNING)
            return False
        self.log_change(request, article, words := f"“{article}” is live.")
        self.message_user(request, words, messages.SUCCESS)
        return True

    def withdraw(self, request, article, *, at):
        try:
            article.withdraw(at=at, by=request.user)
        except Article.NotPublished as error:
            self.message_user(request, str(error), messages.WARNING)
            return False
        self.log_change(request, article, "Withdrawn.")
        self.message_user(request, f"“{article}” is no longer visible to visitors.", messages.SUCCESS)
        return True

    @admin.action(description="Publish selected articles now", permissions=["publish"])
    def publish_selected(self, request, queryset):
        """What is live with nothing new to show says so; a change of it goes live with the others."""
        for article in queryset.out_of_bin():
            newest = (
                article.newest_revision() if article.unpublished_changes() or article.published_at else None
            )
            if newest and newest.pk == article.live_revision_id and article.withdrawn_at is None:
                newest = None
            self.publish(request, article, newest, at=timezone.now())

    @admin.action(description="Withdraw selected articles", permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        for article in queryset:
            self.withdraw(request, article, at=timezone.now())

    @admin.action(description="Move selected articles to the bin", permissions=["delete"])
    def bin_selected(self, request, queryset):
        for article in queryset:
            bin.bin_one(self, request, article, at=timezone.now())


def withdraw(admin, request, pk):
    """Asks on GET, does it on POST."""
    article = admin.article(request, pk, to="publish")
    if request.method == "POST":
        admin.withdraw(request, article, at=timezone.now())
        return HttpResponseRedirect(reverse("admin:blog_article_change", args=[article.pk]))
    return admin.page(
        request,
        "withdraw",
        article,
        title="Withdraw this article?",
        touches=touches(article, at=timezone.now()),
    )


def _moment(at):
    return date(timezone.localtime(at), "j M Y, H:i")
