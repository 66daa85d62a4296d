"""A change to an article that visitors already see, or will see: this text, from that moment on."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from blog.models.revision import Revision


class PlannedChanges(models.QuerySet["PlannedChange"]):
    def waiting(self) -> "PlannedChanges":
        return self.filter(done_at=None, failure="")

    def due(self, *, at: datetime) -> "PlannedChanges":
        return self.waiting().filter(at__lte=at)

    def soonest_first(self) -> "PlannedChanges":
        return self.order_by("at", "pk")


class PlannedChange(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="planned_changes")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True, help_text="Why it did not happen, in words.")

    objects = PlannedChanges.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index("at", condition=Q(done_at=None, failure=""), name="blog_changes_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} at {self.at:%Y-%m-%d %H:%M}"
