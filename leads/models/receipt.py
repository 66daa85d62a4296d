"""What was found and erased when somebody asked to be forgotten, or when the rules said so. Nothing about the person:
who knows the address finds the receipt again, and nobody finds the address from it.
"""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac


class Receipt(models.Model):
    class Kind(models.TextChoices):
        EXPORTED = "exported", "given a copy"
        ERASED = "erased", "erased"
        RETENTION = "retention", "forgotten by the rules"

    kind = models.CharField("what", max_length=12, choices=Kind)
    person = models.CharField(max_length=32, blank=True, db_index=True)  # `name_of` the address
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="who"
    )  # none: the nightly rules
    counts = models.JSONField(default=dict)  # what → how many

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "receipt"
        verbose_name_plural = "personal data"
        default_permissions = ["view", "change"]

    def __str__(self) -> str:
        return f"receipt {self.pk}"

    @staticmethod
    def name_of(address: str) -> str:
        """The same for the same address; computed with the site's secret, so that addresses cannot be tried out."""
        return salted_hmac("leads.receipt", address.strip().lower(), algorithm="sha256").hexdigest()[:32]
