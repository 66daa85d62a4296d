"""How strict each rule of the checklist is, where the company has chosen otherwise than we ship it."""

from django.db import models


class Rule(models.Model):
    class Level(models.TextChoices):
        OFF = "off", "Is not looked at"
        WARN = "warn", "Warns"
        BLOCK = "block", "Must be met to publish"

    key = models.CharField(max_length=40, unique=True, editable=False)
    level = models.CharField(max_length=5, choices=Level)

    class Meta:
        ordering = ["pk"]
        verbose_name = "rule for publishing"
        verbose_name_plural = "rules for publishing"

    def __str__(self) -> str:
        return self.key
