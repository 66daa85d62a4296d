"""Places where clients review us."""

from django.db import models

from config.addresses import validate_link


class ReviewLinks(models.QuerySet["ReviewLink"]):
    def shown(self) -> "ReviewLinks":
        return self.filter(is_shown=True)


class ReviewLink(models.Model):
    class Icon(models.TextChoices):
        GOOGLE = "google", "Google"
        TRUSTPILOT = "trustpilot", "Trustpilot"
        CLUTCH = "clutch", "Clutch"
        STAR = "star", "A star"

    platform = models.CharField(max_length=60, unique=True, help_text="Such as Google.")
    label = models.CharField(max_length=80, help_text="The words on the button, such as “Review on Google”.")
    address = models.URLField(
        max_length=500, validators=[validate_link], help_text="The page on which a client writes a review."
    )
    icon = models.CharField(max_length=20, choices=Icon, default=Icon.STAR)
    position = models.PositiveSmallIntegerField("order", default=0)
    is_shown = models.BooleanField("shown", default=True)

    objects = ReviewLinks.as_manager()

    class Meta:
        ordering = ["position", "platform"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address__regex=r"^https?://"),
                name="reviews_address_is_a_web_address",
                violation_error_message="The address must begin with https:// (or http://).",
            )
        ]

    def __str__(self) -> str:
        return self.label
