"""Who took leads out as a table: when, which, how many."""

from django.conf import settings
from django.db import models


class ExportRecord(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="who")
    at = models.DateTimeField("when")
    selection = models.CharField("which", max_length=600)  # leads/selection.py; names no person who asked us
    rows = models.PositiveIntegerField(null=True)  # none: it is under way, or was cut off with the server

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"export {self.pk}"
