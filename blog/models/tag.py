"""The many labels of an article, by django-taggit on tables of our own."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from blog.models.shelf import Shelf


class Tag(Shelf, TagBase):  # type: ignore[django-manager-missing]  # two bases, each with a manager made at run time
    class Meta:
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", args=[self.slug])

    def save(self, **kwargs: Any) -> None:
        """Who makes a tag of a name that was merged away wants it back."""
        super().save(**kwargs)
        TagSynonym.objects.filter(name__iexact=self.name).delete()

    def _hand_over(self, other: "Tag") -> None:
        twice = Tagging.objects.filter(tag=other).values("content_object")
        self.taggings.exclude(content_object__in=twice).update(tag=other)
        self.synonyms.update(tag=other)
        TagSynonym.objects.create(name=self.name, tag=other)


class TagSynonym(models.Model):
    """The name of a tag that was merged into another: drafts may name it still."""

    name = models.CharField(max_length=100)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="blog_one_meaning_a_synonym")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def replace(cls, names: list[str]) -> list[str]:
        """The names as they are now, each once, however it is typed. One query, none for none."""
        if not names:
            return []
        lowered = [name.lower() for name in names]
        known = cls.objects.alias(lowered=Lower("name")).filter(lowered__in=lowered)
        now = {old.lower(): new for old, new in known.values_list("name", "tag__name")}
        meant = [now.get(name.lower(), name) for name in names]
        once = {name.lower(): name for name in reversed(meant)} | {new.lower(): new for new in now.values()}
        return [once[lower] for lower in dict.fromkeys(name.lower() for name in meant)]


class Tagging(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    content_object = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="blog_tag_once_an_article")
        ]
