"""Deleting is putting into the bin; for thirty days it can be taken back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from blog.admin.rights import SignedIn
from blog.models import Article
from blog.models.binning import KEPT_FOR
from blog.touches import touches


def put_in(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """Says on GET what is touched; does it on POST."""
    article = admin.article(request, pk, to="delete")
    now = timezone.now()
    if request.method == "POST":
        bin_one(admin, request, article, at=now)
        return HttpResponseRedirect(reverse("admin:blog_article_changelist"))
    return admin.page(
        request,
        "delete",
        article,
        title="Move this article to the bin?",
        touches=touches(article, at=now),
        state=article.state(at=now),
        days=KEPT_FOR.days,
    )


def bin_one(admin: Any, request: SignedIn, article: Article, *, at: datetime) -> None:
    article.bin(at=at, by=request.user)
    admin.log_deletions(request, Article.objects.filter(pk=article.pk))
    words = format_html(
        "“{}” is in the bin. <a href='{}'>Undo</a>",
        article,
        reverse("admin:blog_article_take_out", args=[article.pk]),
    )
    admin.message_user(request, words, messages.SUCCESS)


def take_out(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """Asks on GET, does it on POST."""
    article = admin.article(request, pk, to="delete")
    if request.method == "POST":
        try:
            article.take_out_of_bin(at=timezone.now(), by=request.user)
            admin.log_change(request, article, "Taken out of the bin.")
            admin.message_user(request, f"“{article}” is back, as it was.", messages.SUCCESS)
        except Article.NotInBin as error:
            admin.message_user(request, str(error), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:blog_article_change", args=[pk]))
    now = timezone.now()
    return admin.page(
        request, "take_out", article, title="Take it out of the bin?", is_seen=article.published_at,
        until=(article.binned_at or now) + KEPT_FOR,
    )  # fmt: skip
