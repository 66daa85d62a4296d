"""Where an imported article came from, so that a second run finds it again."""

from django.db import models


class ImportRecord(models.Model):
    source = models.CharField(max_length=40, help_text="The reader, such as “markdown”.")
    key = models.CharField(
        max_length=300, help_text="What the source calls the article, such as its file’s name."
    )
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of all that was read.")
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="import_records")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="blog_import_once_a_source")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"
