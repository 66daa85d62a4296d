"""Who has an article open for writing. It informs; it never blocks."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    import uuid

    from blog.models.article import Article
    from staff.models import User

GONE_AFTER = timedelta(seconds=50)  # an open page tells of itself every 20 seconds


class Presences(models.QuerySet["Presence"]):
    def there(self, *, at: datetime) -> "Presences":
        return self.filter(seen_at__gt=at - GONE_AFTER)

    def gone(self, *, at: datetime) -> "Presences":
        return self.filter(seen_at__lte=at - GONE_AFTER)


class Presence(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.UUIDField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = Presences.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["article", "tab"], name="blog_presence_once_a_tab")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.article_id}"

    @classmethod
    def tell(cls, article: "Article", *, by: "User", tab: "uuid.UUID", at: datetime) -> list["Presence"]:
        """This tab is there; answers the others that are, first come first. Three queries."""
        cls.objects.update_or_create(
            article=article,
            tab=tab,
            defaults={"person": by, "seen_at": at},
            create_defaults={"person": by, "seen_at": at, "since": at},
        )
        others = cls.objects.there(at=at).filter(article=article).exclude(tab=tab)
        return list(others.select_related("person"))

    @classmethod
    def leave(cls, article: "Article", *, tab: "uuid.UUID") -> None:
        cls.objects.filter(article=article, tab=tab).delete()
