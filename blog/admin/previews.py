"""Drafts as visitors would see them: of unsaved words beside the desk, and for others by a link."""

from datetime import timedelta
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from blog.admin.article_form import ArticleForm, blank_content
from blog.admin.rights import SignedIn
from blog.drafts import as_seen, related_to_draft
from blog.embeds import PLAYERS
from blog.models import PreviewLink

DAYS = [1, 7, 30]
VIEWS = {"page": "blog/article.html", "card": "admin/blog/article/preview_card.html"}


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF], "frame-src": PLAYERS})  # type: ignore[arg-type]  # the admin comes first
def unsaved(admin: Any, request: SignedIn) -> HttpResponse:
    """POST of the desk's form: the public page of these very words; `as=card` shows card, result and social card."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    number = request.POST.get("article", "")
    article = (
        admin.article(request, int(number), to="change") if number.isdecimal() and len(number) < 19 else None
    )
    if article is None and not admin.has_add_permission(request):
        raise PermissionDenied
    content = article.newest_content() if article else blank_content()
    form = ArticleForm(request.POST, article=article, content=content, seen=0)
    if form.is_valid():
        content = form.content()
    now = timezone.now()
    shown = as_seen(content, article=article, at=now)
    related = related_to_draft(content, article=article, at=now)
    template = VIEWS.get(request.POST.get("as", ""), VIEWS["page"])
    return never_kept(render(request, template, {"article": shown, "related": related, "is_preview": True}))


def never_kept(response: HttpResponse) -> HttpResponse:
    """No cache keeps it, no search engine lists it, and no page that is opened from it hears of its address."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def links(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """Makes a link (POST `days`, `which`), or revokes one (POST `revoke`)."""
    article = admin.article(request, pk, to="change")
    now = timezone.now()
    if request.method == "POST" and "revoke" in request.POST:
        asked = request.POST["revoke"]
        link = get_object_or_404(
            article.preview_links, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0
        )
        link.revoke(at=now)
        admin.message_user(request, "Nobody can open that link any more.", messages.SUCCESS)
    elif request.method == "POST":
        days = next((days for days in DAYS if str(days) == request.POST.get("days")), DAYS[1])
        revision = article.newest_revision() if request.POST.get("which") == "this" else None
        PreviewLink.objects.create(
            article=article,
            revision=revision,
            by=request.user,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
    if request.method == "POST":
        return HttpResponseRedirect(reverse("admin:blog_article_links", args=[pk]))
    return admin.page(
        request,
        "links",
        article,
        title=f"Preview links of “{article}”",
        links=article.preview_links.open(at=now).select_related("by", "revision"),
        days=DAYS,
        site_url=settings.SITE_URL,
        newest=article.newest_revision(),
    )
