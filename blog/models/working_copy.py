"""What a person has typed and not saved yet: one for each person and article, outside of the history."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from blog import body as article_body
from blog.models.picture import Picture

if TYPE_CHECKING:
    from blog.models.article import Article
    from staff.models import User


class WorkingCopies(models.QuerySet["WorkingCopy"]):
    def with_words(self) -> "WorkingCopies":
        """Those that hold something which is saved nowhere else."""
        return self.exclude(content=None)

    def of(
        self, person: "User", *, article: "Article | None" = None, key: uuid.UUID | None = None
    ) -> "WorkingCopies":
        """The one of a person for an article, or for a page where a new article is being written."""
        mine = self.filter(person=person)
        return mine.filter(article=article) if article else mine.filter(article=None, key=key)


class WorkingCopy(models.Model):
    class InAnotherTab(ValueError):
        """The person has other unsaved words from another tab; `args[0]` is the working copy that holds them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(
        "blog.Article", on_delete=models.CASCADE, null=True, related_name="working_copies"
    )
    key = models.UUIDField(
        unique=True, help_text="Made by the page; names the text of an article that has no row yet."
    )
    tab = models.UUIDField(help_text="The open page that these words come from.")
    sequence = models.PositiveBigIntegerField(
        default=0, help_text="The page counts its saves; an earlier one never wins."
    )
    based_on = models.PositiveBigIntegerField(
        default=0, help_text="The revision that the page began with, or 0."
    )
    content = models.JSONField(
        null=True, help_text="The form as it was sent; empty once it was saved or discarded."
    )
    typed_at = models.DateTimeField()
    pictures = models.ManyToManyField(
        Picture, related_name="+", help_text="Which it shows: they stay in the library meanwhile."
    )

    objects = WorkingCopies.as_manager()

    class Meta:
        verbose_name_plural = "working copies"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "article"],
                condition=Q(article__isnull=False),
                name="blog_one_working_copy_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.article_id or 'something new'}"

    @classmethod
    def keep(
        cls,
        content: dict[str, Any],
        *,
        at: datetime,
        by: "User",
        article: "Article | None",
        key: uuid.UUID,
        tab: uuid.UUID,
        sequence: int,
        based_on: int = 0,
        takes_over: bool = False,
    ) -> bool:
        """Keep what one tab holds. False when this or a later save of the tab has arrived already.

        Raises `WorkingCopy.InAnotherTab` while another tab's words wait for a decision, unless `takes_over`.
        """
        with transaction.atomic():
            fresh = {"tab": tab, "sequence": 0, "typed_at": at, "key": key}
            lookup = {"person": by, "article": article} if article else {"key": key}
            copy, _ = cls.objects.select_for_update().get_or_create(
                **lookup, defaults={**fresh, "person": by, "article": article}
            )
            if copy.person_id != by.pk:
                return False
            if copy.tab == tab and sequence <= copy.sequence:
                return False
            if copy.tab != tab and copy.content is not None and not takes_over:
                raise cls.InAnotherTab(copy)
            cls.objects.filter(pk=copy.pk).update(
                tab=tab, sequence=sequence, based_on=based_on, content=content, typed_at=at
            )
            copy.pictures.set(Picture.objects.filter(pk__in=_picture_ids(content)))
            return True

    def take_over(self, *, tab: uuid.UUID) -> None:
        """These words go on in that tab; the one that they came from is told, should it be open still.

        Nothing happens when that one has kept more meanwhile: then the new tab is told.
        """
        mine = WorkingCopy.objects.filter(pk=self.pk, tab=self.tab, sequence=self.sequence)
        if mine.update(tab=tab, sequence=0):
            self.tab, self.sequence = tab, 0

    @classmethod
    def settle(
        cls, *, by: "User", article: "Article", key: uuid.UUID, tab: uuid.UUID, sequence: int, at: datetime
    ) -> None:
        """What this tab held is saved, or discarded. Saves of it that are still on their way come too late.

        What another tab holds stays, to be offered. The article's own row is there also where nothing was kept before:
        the browser asks it what has arrived.
        """
        fresh = {"tab": tab, "key": uuid.uuid4(), "typed_at": at}
        cls.objects.get_or_create(person=by, article=article, defaults=fresh)
        here = Q(article=article) | Q(article=None, key=key)
        own = cls.objects.filter(here, Q(tab=tab) | Q(content=None), person=by)
        own.update(content=None, tab=tab, sequence=sequence)
        cls.pictures.through._default_manager.filter(workingcopy__in=own).delete()


def _picture_ids(content: dict[str, Any]) -> set[int]:
    """Those that a form names as it was sent: lists of texts by field."""
    chosen = [text for name in ("hero", "social_picture") for text in content.get(name, [])]
    shown = [number for text in content.get("body", []) for number in article_body.picture_ids(text)]
    return {*shown, *(int(text) for text in chosen if text.isdecimal() and len(text) < 19)}
