"""The many labels of an article, by django-taggit on tables of our own."""

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase


class Tag(TagBase):
    class Meta:
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", args=[self.slug])


class Tagging(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    content_object = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="blog_tag_once_an_article")
        ]
