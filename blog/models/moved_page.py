"""Old addresses that lead to where their page is now."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q

if TYPE_CHECKING:
    from blog.models.article import Article

MAX_PATH_LENGTH = 400
MAX_HOPS = 20  # more than any chain that grew before chains were collapsed


class MovedPage(models.Model):
    class Refused(ValueError):
        """Why an old address cannot lead there, in words."""

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
        permissions = [("exchange_movedpage", "Can import and export moved pages")]
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
            cls.gather(path, article, "")

    @classmethod
    def leave_path(cls, old_path: str, new_path: str) -> None:
        """The same for a page that is no article, such as a category's. What leads back to where it is now is gone."""
        old, new = normalise(old_path), normalise(new_path)
        with transaction.atomic():
            cls.objects.filter(old_path=new).delete()
            if old != new:
                cls.objects.update_or_create(old_path=old, defaults={"article": None, "new_path": new_path})
                cls.gather(old, None, new_path)

    @classmethod
    def gather(cls, path: str, article: "Article | None", new_path: str) -> int:
        """What led to `path` leads on to where that leads now, so that nobody is sent on twice. How many."""
        leading = cls.objects.filter(new_path__in=[path, f"{path}/"])
        return leading.exclude(old_path=normalise(new_path)).update(article=article, new_path=new_path)

    @classmethod
    def end_of(cls, old_path: str, article: "Article | None", new_path: str) -> "tuple[Article | None, str]":
        """Where `old_path` would lead in the end: an article, or a path. Raises `Refused` for a loop.

        A query, and one more where the new page has moved itself.
        """
        old = normalise(old_path)
        for _ in range(MAX_HOPS):
            place = normalise(article.get_absolute_url() if article else new_path)
            if place == old:
                raise cls.Refused("The page would lead to itself.")
            other = None if article else cls.find(new_path)
            if other is None:
                return article, new_path
            article, new_path = other.article, other.new_path
        raise cls.Refused("This leads from page to page without an end.")

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


class MovedPageHits(models.Model):
    """How often an old address was asked for. Beside the row, which every request reads and nobody should wait for."""

    moved_page = models.OneToOneField(
        MovedPage, on_delete=models.CASCADE, primary_key=True, related_name="hits"
    )
    count = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.count)


def normalise(path: str) -> str:
    """One spelling for a path: a slash in front, none at the end but for `/` itself, no query or fragment."""
    path = "/" + path.split("?")[0].split("#")[0].strip().strip("/")
    return path[:MAX_PATH_LENGTH]
