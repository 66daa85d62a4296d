"""Addresses that visitors asked for and nobody answered: what a redirect may be wanted for. No row about a person."""

from datetime import datetime

from django.db import models

from blog.models.moved_page import MAX_PATH_LENGTH


class MissingPages(models.QuerySet["MissingPage"]):
    def long_unseen(self, *, since: datetime) -> "MissingPages":
        return self.filter(last_seen_at__lt=since)

    def beyond(self, most: int) -> "MissingPages":
        """Those asked for least, when there are more than `most`."""
        kept = self.order_by("-count", "-last_seen_at").values("pk")[:most]
        return self.exclude(pk__in=list(kept.values_list("pk", flat=True)))


class MissingPage(models.Model):
    path = models.CharField(max_length=MAX_PATH_LENGTH, unique=True)
    count = models.PositiveBigIntegerField("times asked for", default=0)
    first_seen_at = models.DateTimeField("first asked for")
    last_seen_at = models.DateTimeField("last asked for")
    referrer_host = models.CharField(
        "linked from",
        max_length=253,
        blank=True,
        help_text="The site on which the link stood last; never more.",
    )

    objects = MissingPages.as_manager()

    class Meta:
        ordering = ["-count", "-last_seen_at"]

    def __str__(self) -> str:
        return self.path
