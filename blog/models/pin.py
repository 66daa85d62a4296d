"""A related article that an editor chose by hand. Pins come before the best matches."""

from django.db import models
from django.db.models import F, Q


class Pin(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="pins")
    other = models.ForeignKey(
        "blog.Article", on_delete=models.CASCADE, related_name="pinned_by", verbose_name="related article"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "pinned related article"
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="blog_pin_once_an_article"),
            models.CheckConstraint(
                condition=~Q(article=F("other")),
                name="blog_pin_is_another_article",
                violation_error_message="An article cannot be related to itself.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)
