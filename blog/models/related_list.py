"""Which articles go best with one, best first: worked out by a job (blog/related.py), so that no reader waits."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

LENGTH = 8  # more than a page shows: some of them may be withdrawn meanwhile


class RelatedList(models.Model):
    article = models.OneToOneField(
        "blog.Article", on_delete=models.CASCADE, primary_key=True, related_name="related_list"
    )
    others = ArrayField(models.BigIntegerField())
    scores = ArrayField(models.FloatField(), help_text="Of `others`, in their order.")
    renewed_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["others"], name="blog_listed_as_related"),
            models.Index("renewed_at", name="blog_related_renewed"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.others}"
