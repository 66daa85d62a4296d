"""The one shelf an article stands on, with its own words for the call to action."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Categories(models.QuerySet["Category"]):
    def in_use(self, *, at) -> "Categories":  # noqa: ANN001 - aware datetime
        """Those with at least one article that a visitor can read at `at`."""
        from blog.models.article import Article

        return self.filter(
            models.Exists(Article.objects.published(at=at).filter(category=models.OuterRef("pk")))
        )


class Category(models.Model):
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
