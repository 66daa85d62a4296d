"""What the desk's scripts keep while somebody writes: the working copy, and who else is there."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from blog import checklist
from blog.admin.article_form import ArticleForm, blank_content, typed
from blog.admin.rights import SignedIn
from blog.models import Article, Presence, WorkingCopy

MAX_BYTES = 900_000


class Page(forms.Form):
    """Which open page is telling, and what it began with."""

    article = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    key = forms.UUIDField()
    tab = forms.UUIDField()
    sequence = forms.IntegerField(min_value=0, max_value=10**12)
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1)


def keep(admin: Any, request: SignedIn) -> HttpResponse:
    """POST from an open desk: `typed` keeps the words, without it the page only tells that it is there.

    Answers JSON: `saved_at`, `others` (a sentence or ""), `newer` (a sentence), `checklist` (HTML). 409 with
    `words` and `copy` when other unsaved words of the same person wait for a decision.
    """
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    page = Page(request.POST)
    if not page.is_valid():
        return JsonResponse({"words": "This page is too old: open the article again."}, status=400)
    given, now = page.cleaned_data, timezone.now()
    article = _article(admin, request, given["article"])
    if "leaving" in request.POST and article:
        Presence.leave(article, tab=given["tab"])
    answer: dict[str, Any] = {}
    copies = WorkingCopy.objects.of(request.user, article=article, key=given["key"])
    if "typed" in request.POST:
        try:
            _keep(request, article, given, at=now)
        except WorkingCopy.InAnotherTab as error:
            return JsonResponse(_told(error.args[0]), status=409)
        answer |= {"saved_at": now.isoformat(), "checklist": _checklist(admin, request, article)}
        answer["copy"] = copies.values_list("pk", flat=True).first()
    if article and "leaving" not in request.POST:
        others = Presence.tell(article, by=request.user, tab=given["tab"], at=now)
        answer |= {"others": _sentence(others, request), **_newest(article, given["seen"])}
    return JsonResponse(answer)


def _article(admin: Any, request: SignedIn, pk: int | None) -> Article | None:
    if pk:
        return admin.article(request, pk, to="change")
    if not admin.has_add_permission(request):
        raise PermissionDenied
    return None


def _keep(request: SignedIn, article: Article | None, given: dict[str, Any], *, at: datetime) -> None:
    WorkingCopy.keep(
        typed(request.POST),
        at=at,
        by=request.user,
        article=article,
        key=given["key"],
        tab=given["tab"],
        sequence=given["sequence"],
        based_on=given["seen"],
        takes_over="takes_over" in request.POST,
    )


def _told(copy: WorkingCopy) -> dict[str, str]:
    time = timezone.localtime(copy.typed_at).strftime("%H:%M")
    return {
        "words": f"There is unsaved text of yours from {time}, from another tab. What you write here stays in this "
        "browser until you choose: open that text, or go on with this one.",
        "copy": str(copy.pk),
    }


def _sentence(others: list[Presence], request: SignedIn) -> str:
    """“Mia is editing since 14:01”, or that you are, in another tab: each person once, since their first tab."""
    tabs = Counter(other.person_id for other in others)
    firsts = {pk: next(other for other in others if other.person_id == pk) for pk in tabs}
    parts: list[str] = []
    for other in firsts.values():
        who, verb = str(other.person), "is"
        if other.person_id == request.user.pk:
            who, verb = f"You, in {'other tabs' if tabs[other.person_id] > 1 else 'another tab'},", "are"
        editing = "" if parts else f"{verb} editing "
        parts.append(f"{who} {editing}since {timezone.localtime(other.since):%H:%M}")
    return " and ".join(parts)


def _newest(article: Article, seen: int) -> dict[str, Any]:
    newest = article.newest_revision()
    if newest is None or newest.pk <= seen:
        return {}
    time = timezone.localtime(newest.at).strftime("%H:%M")
    who = newest.by or "Somebody"
    return {"newer": f"{who} saved this article at {time}. When you save, you will see both and choose."}


def _checklist(admin: Any, request: SignedIn, article: Article | None) -> str:
    content = article.newest_content() if article else blank_content()
    form = ArticleForm(request.POST, article=article, content=content, seen=0)
    written = form.content() if form.is_valid() else content
    findings = checklist.findings(written, article=article)
    return render_to_string("admin/blog/article/_checklist.html", {"findings": findings})


def discard(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """POST: the unsaved text of this person for this article is no longer wanted."""
    article = admin.article(request, pk, to="change")
    if request.method == "POST":
        WorkingCopy.objects.filter(article=article, person=request.user).update(content=None)
    return HttpResponseRedirect(reverse("admin:blog_article_change", args=[pk]))


def discard_begun(admin: Any, request: SignedIn, key: UUID) -> HttpResponse:
    """POST: the same for an article that was begun and never saved."""
    if request.method == "POST":
        WorkingCopy.objects.filter(article=None, key=key, person=request.user).update(content=None)
    return HttpResponseRedirect(reverse("admin:blog_article_add"))
