"""What colleagues say about a draft."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from blog import mentions
from blog.admin.rights import SignedIn
from blog.models import Comment
from blog.tasks import tell_mentioned
from staff.models import User


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": "Your comment"}
        help_texts = {"text": "@Name tells a colleague by e-mail."}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


def comments(admin: Any, request: SignedIn, pk: int) -> HttpResponse:
    """The thread. POST `text` adds to it; POST `settle` marks one as settled, or opens it again."""
    article = admin.article(request, pk)
    form = CommentForm(request.POST if "text" in request.POST else None)
    here = reverse("admin:blog_article_comments", args=[pk])
    if request.method == "POST" and "settle" in request.POST:
        asked = request.POST["settle"]
        comment = get_object_or_404(
            article.comments, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0
        )
        settled: dict[str, Any] = {"settled_at": None, "settled_by": None}
        if comment.settled_at is None:
            settled = {"settled_at": timezone.now(), "settled_by": request.user}
        article.comments.filter(pk=comment.pk).update(**settled)
        return HttpResponseRedirect(here)
    if request.method == "POST" and form.is_valid():
        _add(form, article.pk, request)
        return HttpResponseRedirect(f"{here}#last")
    return admin.page(
        request,
        "comments",
        article,
        title=f"Comments on “{article}”",
        form=form,
        comments=article.comments.select_related("by", "settled_by"),
        people=User.objects.filter(is_active=True, is_staff=True).exclude(name=""),
    )


@transaction.atomic
def _add(form: CommentForm, article_id: int, request: SignedIn) -> None:
    """The comment, and a mail to each who is meant, deferred with it."""
    comment = form.save(commit=False)
    comment.article_id, comment.by, comment.at = article_id, request.user, timezone.now()
    comment.save()
    people = [person for person in mentions.mentioned(comment.text) if person != request.user]
    comment.mentions.set(people)
    for person in people:
        tell_mentioned.defer(comment_id=comment.pk, person_id=person.pk)
