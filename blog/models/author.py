"""Who an article is by, with or without an account in the admin."""

import itertools
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.text import slugify

if TYPE_CHECKING:
    from staff.models import User


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

    @classmethod
    def of(cls, account: "User") -> "Author":
        """This person's byline; made from their name, at a free address, when there is none yet.

        Two requests at once get the same one. A byline that an import brought under the same name is not taken over:
        its drafts may be another person's; an editor can set its account.
        """
        stem = slugify(account.name)[:110] or "author"
        for number in itertools.count(1):
            if found := cls.objects.filter(account=account).first():
                return found
            try:
                with transaction.atomic():
                    slug = stem if number == 1 else f"{stem}-{number}"
                    return cls.objects.create(name=account.name, slug=slug, account=account)
            except IntegrityError:
                continue  # the address is taken, or another request of theirs was first
        raise AssertionError("itertools.count ended")


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
