"""What was done to an article's visibility, when and by whom. Rows are only ever added."""

from django.conf import settings
from django.db import models


class Publication(models.Model):
    class Kind(models.TextChoices):
        PUBLISHED = "published"
        UPDATED = "updated"
        WITHDRAWN = "withdrawn"

    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(help_text="The moment from which it holds.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
