"""What an article said, when and by whom; any two compared; one brought back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from blog.admin.conflict import NAMES, in_words
from blog.admin.rights import SignedIn
from blog.comparison import compare as compare_bodies
from blog.drafts import as_seen
from blog.models import Article, Revision
from blog.models.snapshot import differences

SHOWN = 200
NAME_LENGTH = 80


def revisions(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """Milestones, newest first; every save with `?all=1`."""
    article = admin.article(request, pk)
    rows = article.revisions.select_related("by").defer("content")
    shows_all = "all" in request.GET
    shown = list((rows if shows_all else rows.milestones()).newest_first()[:SHOWN])
    newest = rows.newest_first().first()
    if newest and newest not in shown:
        shown.insert(0, newest)
    return admin.page(
        request,
        "history",
        article,
        title=f"History of “{article}”",
        revisions=shown,
        shows_all=shows_all,
        newest=newest,
        may_change=admin.has_change_permission(request, article),
        publications=article.publications.select_related("by")[:50],
    )


@dataclass(frozen=True)
class Side:
    """One side of a field in a comparison."""

    label: str
    old: str
    new: str


def compare(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """`?old=12&new=15`, in either order; without them, what is live (or was first) beside the newest."""
    article = admin.article(request, pk)
    newest = article.newest_revision()
    if newest is None:
        raise Http404
    first = article.revisions.order_by("pk").first()
    old = _chosen(article, request.GET.get("old"), article.live_revision or first)
    new = _chosen(article, request.GET.get("new"), newest)
    if old.pk > new.pk:
        old, new = new, old
    now = timezone.now()
    bodies = [as_seen(side.content, article=article, at=now).body for side in (old, new)]
    fields = [
        Side(NAMES[name], in_words(name, old.content.get(name)), in_words(name, new.content.get(name)))
        for name in differences(old.content, new.content)
        if name != "body"
    ]
    return admin.page(
        request,
        "compare",
        article,
        title=f"Changes in “{article}”",
        old=old,
        new=new,
        fields=fields,
        body_differs=bodies[0] != bodies[1],
        body=mark_safe(compare_bodies(*bodies)),  # both cleaned by as_seen
        revisions=article.revisions.select_related("by").defer("content").newest_first()[:SHOWN],
        may_change=admin.has_change_permission(request, article),
    )


def _chosen(article: Article, asked: str | None, otherwise: Revision) -> Revision:
    if not asked:
        return otherwise
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(article.revisions.select_related("by"), pk=int(asked))


def restore(admin: Any, request: SignedIn, pk: int, revision: int) -> HttpResponse:
    """POST: what it said then becomes the newest draft."""
    article = admin.article(request, pk, to="change")
    chosen = get_object_or_404(article.revisions, pk=revision)
    if request.method == "POST":
        article.restore(chosen, at=timezone.now(), by=request.user)
        admin.log_change(request, article, "Restored an earlier text as a draft.")
        words = "That text is the newest draft again. Visitors see it when you publish it."
        admin.message_user(request, words, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:blog_article_change", args=[pk]))


def name(admin: Any, request: SignedIn, pk: int, revision: int) -> HttpResponse:
    """POST `name`: a name for a revision, or none."""
    article = admin.article(request, pk, to="change")
    chosen = get_object_or_404(article.revisions, pk=revision)
    if request.method == "POST":
        chosen.call(" ".join(request.POST.get("name", "").split())[:NAME_LENGTH])
    return HttpResponseRedirect(f"{reverse('admin:blog_article_revisions', args=[pk])}#revision-{revision}")
