"""Who is meant by an @name in a comment, and the mail that tells them."""

import re
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.models import Comment
from staff.models import User


def mentioned(text: str) -> list[User]:
    """Active people whose whole name, or first name where only one bears it, stands after an @. One query."""
    if "@" not in text:
        return []
    people = list(User.objects.filter(is_active=True, is_staff=True).exclude(name=""))
    first_names = [person.get_short_name().lower() for person in people]
    found = []
    for person in people:
        names = [person.name]
        if first_names.count(person.get_short_name().lower()) == 1:
            names.append(person.get_short_name())
        if any(re.search(rf"(?i)(?<!\w)@{re.escape(name)}(?!\w)", text) for name in names):
            found.append(person)
    return found


def tell(comment: Comment, person: User) -> None:
    """One mail to one person. Raises what the mail server says."""
    address = settings.SITE_URL + reverse("admin:blog_article_comments", args=[comment.article_id])
    body = render_to_string(
        "blog/mail/mention.txt",
        {"comment": comment, "article": comment.article, "person": person, "address": address},
    )
    name = " ".join(str(comment.by or "A colleague").split())
    EmailMessage(
        subject=" ".join(f"{name} mentioned you: {comment.article}".split())[:200],
        body=body,
        to=[formataddr((person.name, person.email))],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<comment-{comment.pk}-{person.pk}@byline>",
        },
    ).send()


def not_told() -> list[tuple[Comment, User]]:
    """Whose mail was tried as often as it is, in vain; the last one first. Three queries."""
    told = [(job.args["comment_id"], job.args["person_id"]) for job in _failed().order_by("-id")]
    comments = Comment.objects.select_related("article").in_bulk([comment for comment, _ in told])
    people = User.objects.filter(is_active=True).in_bulk([person for _, person in told])
    return [(comments[c], people[p]) for c, p in told if c in comments and p in people]


def try_again(*, at: datetime) -> None:
    """One more attempt for each of them."""
    for job in _failed():
        app.job_manager.retry_job_by_id(job.pk, retry_at=at)


def _failed() -> "QuerySet[ProcrastinateJob]":
    return ProcrastinateJob.objects.filter(task_name="blog.tell_mentioned", status="failed")
