"""Old addresses that lead to where their page is now."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from blog.models.article import Article

MAX_PATH_LENGTH = 400


class MovedPage(models.Model):
    old_path = models.CharField(
        max_length=MAX_PATH_LENGTH, unique=True, help_text="Begins with a slash, such as /2016/03/01/a-post/."
    )
    article = models.ForeignKey(
        "blog.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="moved_pages"
    )
    new_path = models.CharField(
        max_length=MAX_PATH_LENGTH, blank=True, help_text="Where no article is meant: a path on this site."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["old_path"]
        verbose_name = "moved page"
        constraints = [
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="blog_old_path_begins_with_a_slash",
                violation_error_message="The old address begins with a slash.",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, new_path="")
                | Q(article__isnull=True, new_path__regex=r"^/([^/\\]|$)"),
                name="blog_moved_page_leads_to_one_place",
                violation_error_message="Choose an article or write a path on this site, not both.",
            ),
            models.CheckConstraint(
                condition=~Q(old_path=models.F("new_path")),
                name="blog_moved_page_leads_elsewhere",
                violation_error_message="The page would lead to itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.old_path

    @classmethod
    def leave(cls, old_path: str, article: "Article") -> None:
        """From now on `old_path` leads to `article`, also if it led elsewhere before.

        It knows the article, not its address, so a chain cannot grow and a loop cannot close.
        """
        path = normalise(old_path)
        if path != normalise(article.get_absolute_url()):
            cls.objects.update_or_create(old_path=path, defaults={"article": article, "new_path": ""})

    @classmethod
    def find(cls, path: str) -> Self | None:
        """The entry for a requested path, with its article, whoever may read that. One query."""
        if len(path) > MAX_PATH_LENGTH:
            return None
        return cls.objects.filter(old_path=normalise(path)).select_related("article").first()

    def is_open(self, *, at: datetime) -> bool:
        """Whether a visitor may be sent on: the new address of a draft would tell what is to come."""
        return self.article is None or self.article.state(at=at) == "published"

    def target(self) -> str:
        return self.article.get_absolute_url() if self.article else self.new_path


def normalise(path: str) -> str:
    """One spelling for a path: a slash in front, none at the end but for `/` itself, no query or fragment."""
    path = "/" + path.split("?")[0].split("#")[0].strip().strip("/")
    return path[:MAX_PATH_LENGTH]
