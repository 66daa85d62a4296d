"""Who an article is by, with or without an account in the admin."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Author(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=120, unique=True)
    role = models.CharField(max_length=120, blank=True, help_text="Such as “Lead developer”.")
    biography = models.TextField(max_length=600, blank=True)
    portrait = models.ForeignKey(
        "blog.Picture", on_delete=models.PROTECT, null=True, blank=True, related_name="portrait_of"
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        help_text="The person in the admin who writes under this name, if any.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])


class Authorship(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="authorships")
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "author"
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="blog_author_once_an_article")
        ]

    def __str__(self) -> str:
        return str(self.author)
