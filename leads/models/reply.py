"""An answer that is written in the inbox, and the sentences that are written again and again."""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from leads.models.delivery import Delivery

if TYPE_CHECKING:
    from leads.models.lead import Lead
    from staff.models import User

MARK = re.compile(r"\{[^{}\n]{0,40}\}")
PLACEHOLDERS = ["{name}", "{reference}", "{article}", "{expert}"]


class ReplyTemplate(models.Model):
    name = models.CharField(max_length=40, unique=True)
    subject = models.CharField(max_length=120, default="Your message to us ({reference})")
    text = models.TextField(
        max_length=5000, help_text="{name}, {reference}, {article} and {expert} become those of the lead."
    )
    position = models.PositiveSmallIntegerField("order", default=50)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for name in ["subject", "text"]:
            if unknown := [mark for mark in MARK.findall(getattr(self, name)) if mark not in PLACEHOLDERS]:
                known = f"{', '.join(PLACEHOLDERS[:-1])} and {PLACEHOLDERS[-1]}"
                raise ValidationError({name: f"{unknown[0]} would be sent as it stands: there are {known}."})

    def filled(self, lead: "Lead", *, by: "User") -> tuple[str, str]:
        """Subject and text for this lead; what is in braces and is no placeholder stays as it is."""
        words = [lead.name, lead.reference, lead.article_title or "our blog", by.name or by.email]
        return _fill(self.subject, words), _fill(self.text, words)


def _fill(text: str, words: list[str]) -> str:
    """In one pass: braces that a visitor typed as their name are nobody's placeholder."""
    parts = [text]
    for mark, word in zip(PLACEHOLDERS, words, strict=True):
        parts = [piece for part in parts for piece in _between(part, mark, word)]
    return "".join(parts)


def _between(part: str, mark: str, word: str) -> list[str]:
    if isinstance(part, Filled):
        return [part]
    first, *others = part.split(mark)
    return [first, *(piece for other in others for piece in (Filled(word), other))]


class Filled(str):
    """What has taken a placeholder's place."""


class Reply(models.Model):
    """What a delivery of this kind says: written once, sent as it is, in the thread of the mails before it."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="reply")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    thread = models.TextField(blank=True, help_text="Message-IDs of the mails before it, the oldest first.")

    def __str__(self) -> str:
        return str(self.delivery_id)
