"""What an article said, when and by whom. Written once; only a name may be given later (a trigger sees to it)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from blog.models.picture import Picture
from blog.models.snapshot import SCHEMA, Content, picture_ids


class Revisions(models.QuerySet["Revision"]):
    def newest_first(self) -> "Revisions":
        return self.order_by("-pk")

    def milestones(self) -> "Revisions":
        """Those that stand for more than a save: something was done with them, or they bear a name."""
        return self.exclude(kind=Revision.Kind.SAVED, name="")

    def standing_returns(self) -> "Revisions":
        """With which an editor gave an article back that was neither handed in again nor approved since."""
        since = Revision.objects.filter(
            article=models.OuterRef("article"), pk__gt=models.OuterRef("pk"), kind__in=Revision.ANSWERS
        )
        return self.filter(~models.Exists(since), kind=Revision.Kind.RETURNED)


class Revision(models.Model):
    class Kind(models.TextChoices):
        SAVED = "saved", "Saved"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        IMPORTED = "imported", "Imported"
        RESTORED = "restored", "Restored"

    ANSWERS = [
        Kind.SUBMITTED,
        Kind.RETURNED,
        Kind.SCHEDULED,
        Kind.PUBLISHED,
    ]  # each ends what was returned before

    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=12, choices=Kind)
    content = models.JSONField(help_text="See blog/models/snapshot.py.")
    schema = models.PositiveSmallIntegerField(default=SCHEMA)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=600, blank=True)
    name = models.CharField(max_length=80, blank=True, help_text="Given by an editor, to find it again.")
    pictures = models.ManyToManyField(Picture, through="RevisionPicture", related_name="revisions")

    objects = Revisions.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index("article", models.F("id").desc(), name="blog_newest_revision")]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, article: models.Model, content: Content, *, at: datetime, **fields: Any) -> "Revision":
        """Write one, with the pictures that it shows: none of them can be deleted from now on."""
        revision = cls.objects.create(article_id=article.pk, content=content, at=at, **fields)
        there = Picture.objects.filter(pk__in=picture_ids(content)).values_list("pk", flat=True)
        RevisionPicture.objects.bulk_create(
            RevisionPicture(revision=revision, picture_id=picture) for picture in there
        )
        return revision

    def call(self, name: str) -> None:
        """Give it a name, or take the name away."""
        Revision.objects.filter(pk=self.pk).update(name=name)
        self.name = name


class RevisionPicture(models.Model):
    """A picture that a revision shows; it stays in the library as long as the revision does."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "picture"], name="blog_picture_once_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.picture_id}"
