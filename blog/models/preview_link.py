"""A link under which somebody without an account reads a draft: signed, for a time, until it is revoked."""

from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse

from blog.models.revision import Revision

_signer = Signer(salt="blog.preview")  # HMAC-SHA256, 256 bits: nothing to guess, nothing secret in the table


class PreviewLinks(models.QuerySet["PreviewLink"]):
    def open(self, *, at: datetime) -> "PreviewLinks":
        return self.filter(Q(revoked_at=None), expires_at__gt=at)


class PreviewLink(models.Model):
    article = models.ForeignKey("blog.Article", on_delete=models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(
        Revision,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="The one text that it shows; without one, always the newest draft.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinks.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.article_id} until {self.expires_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("preview", args=[_signer.sign(str(self.pk))])

    @classmethod
    def find(cls, token: str, *, at: datetime) -> "PreviewLink | None":
        """The link that this token opens at `at`, with its article; None for any other."""
        try:
            pk = int(_signer.unsign(token))
        except (BadSignature, ValueError):
            return None
        return (
            cls.objects.open(at=at)
            .select_related("article", "revision")
            .filter(pk=pk, article__binned_at=None)
            .first()
        )

    def revoke(self, *, at: datetime) -> None:
        """Nobody can open it any more. Once revoked, it stays so."""
        PreviewLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at)
        self.revoked_at = self.revoked_at or at
