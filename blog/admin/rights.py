"""What an author may do, where a permission alone cannot tell: their own articles, and only while nobody sees them.

Once an article is scheduled or published its words were judged by an editor, so its author may read it, not change it.
"""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from blog.models import Article, Author
from staff.models import User


class SignedIn(HttpRequest):
    """A request behind the admin's door: its user is one of ours."""

    user: User  # type: ignore[assignment]


OPEN = {"draft", "withdrawn"}  # states in which an author may write on
# Not the first part of the e-mail address: that is private, and would stand on a public page.
NAMELESS = (
    "Your login has no name yet, which stands above what you write. Ask an owner to fill it in under People."
)


def author_of(request):
    """The byline under which this person writes; made when they first save something."""
    return Author.of(request.user)


def may(request: HttpRequest, verb: str) -> bool:
    return request.user.has_perm(f"blog.{verb}_article")


def own(request: HttpRequest, articles: QuerySet) -> QuerySet:
    return articles.filter(authors__account=request.user.pk)


def is_own(request: HttpRequest, article: Article) -> bool:
    return article.authorships.filter(author__account=request.user.pk).exists()


def may_write(request: HttpRequest, article: Article | None = None) -> bool:
    """May this author begin an article, or go on with this one?"""
    if not may(request, "write"):
        return False
    return article is None or (is_own(request, article) and article.state(at=timezone.now()) in OPEN)


class OwnArticles(ModelAdmin):
    """Articles in the admin: editors by their permissions, authors by the rule above."""

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        return articles if may(request, "view") else own(request, articles)

    def has_view_permission(self, request, obj=None):
        if super().has_view_permission(request, obj):
            return True
        return may(request, "write") and (obj is None or is_own(request, obj))

    def has_add_permission(self, request):
        return super().has_add_permission(request) or may_write(request)

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.binned_at is not None:
            return False  # first it is taken out of the bin
        return super().has_change_permission(request, obj) or may_write(request, obj)

    def has_publish_permission(self, request):
        return may(request, "publish")

    def add_view(self, request, form_url="", extra_context=None):
        if (
            not may(request, "change")
            and not request.user.name.strip()
            and not hasattr(request.user, "author")
        ):
            self.message_user(request, NAMELESS, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:index"))
        return super().add_view(request, form_url, extra_context)
