"""The page behind a preview link, for people without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog import embeds
from blog.drafts import as_seen, related_to_draft
from blog.models import PreviewLink


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The one text that the link names, or the newest draft. Any other token is a page that is not there."""
    now = timezone.now()
    link = PreviewLink.find(token, at=now)
    if link is None:
        raise Http404
    content = link.revision.content if link.revision else link.article.newest_content()
    shown = as_seen(content, article=link.article, at=now)
    related = related_to_draft(content, article=link.article, at=now)
    context = {"article": shown, "related": related, "is_preview": True, "link": link}
    response = render(request, "blog/article.html", context)
    if embeds.has_video(shown.body_html):
        response = embeds.allow_players(response)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
