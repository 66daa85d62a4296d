"""A plain page, such as the privacy notice."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse

from brand import page_body

RESERVED = ["admin", "blog", "media", "static", "livez", "readyz", "talk-to-our-experts", "brand"]


class Page(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(rf"^(?!({'|'.join(RESERVED)})$)", "This address belongs to a part of the site.")
        ],
    )
    body = models.TextField(blank=True)
    is_in_footer = models.BooleanField("linked at the foot of every page", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Cleans the text on every way in."""
        self.body = page_body.clean(self.body)
        super().save(**kwargs)

    @property
    def shown_body(self) -> str:
        return page_body.shown(self.body)

    def derive_again(self) -> set[str]:
        """After the rules for texts have changed: the newest words, cleaned. Answers the columns that changed."""
        with transaction.atomic():
            newest = Page.objects.select_for_update().get(pk=self.pk)
            cleaned = page_body.clean(newest.body)
            if cleaned == newest.body:
                return set()
            Page.objects.filter(pk=self.pk).update(body=cleaned)  # not `save`: nobody has edited it
        return {"body"}

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])
