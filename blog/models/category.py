"""The one shelf an article stands on, with its own words for the call to action."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from blog.models.shelf import Shelf


class Categories(models.QuerySet["Category"]):
    def in_use(self, *, at) -> "Categories":  # noqa: ANN001 - aware datetime
        """Those with at least one article that a visitor can read at `at`."""
        from blog.models.article import Article

        return self.filter(
            models.Exists(Article.objects.published(at=at).filter(category=models.OuterRef("pk")))
        )


class Category(Shelf):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField("address", max_length=80, unique=True)
    description = models.TextField(max_length=400, blank=True, help_text="Shown above the category’s list.")
    talk_label = models.CharField(
        "call to action", max_length=60, blank=True, help_text="Instead of the company’s words on the button."
    )
    talk_text = models.TextField(
        "sentence at the call to action",
        max_length=300,
        blank=True,
        help_text="Instead of the company’s sentence.",
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who answers leads from this category first.",
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    objects = Categories.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:category", args=[self.slug])

    def _hand_over(self, other: "Category") -> None:
        """Whatever points here, articles and what other apps keep alike."""
        relations: Any = self._meta.get_fields(include_hidden=True)
        for relation in relations:
            if relation.auto_created and relation.one_to_many:
                rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
                rows.update(**{relation.field.name: other})
        FormerCategory.objects.create(former_id=self.pk, category=other)


class FormerCategory(models.Model):
    """The number of a category that was merged into another: drafts may name it still."""

    former_id = models.BigIntegerField(unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="former")

    def __str__(self) -> str:
        return str(self.former_id)

    @classmethod
    def replace(cls, pk: int | None) -> int | None:
        """The number as it is now. One query, none for none."""
        now = cls.objects.filter(former_id=pk).values_list("category", flat=True).first() if pk else None
        return now or pk
