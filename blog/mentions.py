"""Who is meant by an @name in a comment, and the mail that tells them."""

import re
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

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
