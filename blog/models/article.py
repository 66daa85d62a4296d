"""A page of the blog in any state. What visitors may see is decided here, once, by `published`."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from taggit.managers import TaggableManager

from blog import body as article_body
from blog.derivation import derive
from blog.models.author import Authorship
from blog.models.moved_page import MovedPage, normalise
from blog.models.picture import Picture
from blog.models.publication import Publication
from blog.models.tag import Tagging

if TYPE_CHECKING:
    from staff.models import User

RESERVED_SLUGS = ["author", "category", "feed", "page", "tag"]
DERIVED = ["body_html", "contents", "plain_text", "reading_seconds"]


class Articles(models.QuerySet["Article"]):
    def published(self, *, at: datetime) -> "Articles":
        """Those that a visitor can read at `at`."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), published_at__lte=at)

    def newest_first(self) -> "Articles":
        return self.order_by("-published_at", "-pk")

    def with_bylines(self) -> "Articles":
        """Adds `bylines`, a list of `{"name", "slug"}` in the authors' order, without a further query."""
        authors = Authorship.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            bylines=ArraySubquery(authors.values(json=JSONObject(name="author__name", slug="author__slug")))
        )

    def with_labels(self) -> "Articles":
        """Adds `labels`, a list of the tags' `{"name", "slug"}` by name, without a further query."""
        tags = Tagging.objects.filter(content_object=OuterRef("pk")).order_by("tag__name")
        return self.annotate(
            labels=ArraySubquery(tags.values(json=JSONObject(name="tag__name", slug="tag__slug")))
        )

    def for_cards(self) -> "Articles":
        """What a card shows, without the long texts: two queries however many (articles; renditions)."""
        return (
            self.select_related("category", "hero")
            .prefetch_related("hero__renditions")
            .defer("body", "body_html", "plain_text", "contents")
            .with_bylines()
        )


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit makes `taggings` at run time
    class NotReady(ValueError):
        """What is missing before this article may be published, in words."""

    class AlreadyPublished(ValueError):
        """Visitors can read it at that moment, in words."""

    class NotPublished(ValueError):
        """There is nothing to withdraw, in words."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(
        "address",
        max_length=200,
        unique=True,
        help_text="The last part of the address. A changed one leaves a redirect.",
        validators=[
            RegexValidator(rf"^(?!({'|'.join(RESERVED_SLUGS)})$)", "This word is used by the blog itself.")
        ],
    )
    summary = models.TextField(
        "summary (dek)", max_length=600, blank=True, help_text="Two sentences that say who should read on."
    )
    body = models.TextField(blank=True)

    category = models.ForeignKey(
        "blog.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    authors = models.ManyToManyField("blog.Author", through=Authorship, related_name="articles")
    tags = TaggableManager(through=Tagging, blank=True, help_text="Separated by commas.")
    pinned = models.ManyToManyField(
        "self", through="blog.Pin", through_fields=("article", "other"), symmetrical=False, related_name="+"
    )

    hero = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="hero_of")
    hero_is_shown = models.BooleanField(
        "show the hero above the text",
        default=True,
        help_text="Unticked, it is used in lists and for sharing only.",
    )
    language = models.CharField(max_length=12, default="en", help_text="Such as en or es-PR.")
    search_title = models.CharField(
        max_length=200, blank=True, help_text="Instead of the title in search results."
    )
    search_description = models.TextField(
        max_length=400,
        blank=True,
        help_text="Instead of the summary in search results; about 155 characters are shown.",
    )

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField("last change that readers see", null=True, blank=True, editable=False)
    edited_at = models.DateTimeField("last saved by a person", null=True, blank=True, editable=False)
    feed_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    # Derived from `body` at every save (blog/body.py); written nowhere else.
    body_html = models.TextField(editable=False, blank=True)
    contents = models.JSONField("table of contents", editable=False, default=list)
    plain_text = models.TextField(editable=False, blank=True)
    reading_seconds = models.PositiveIntegerField(editable=False, default=0)
    pictures = models.ManyToManyField(Picture, editable=False, related_name="shown_in")

    objects = Articles.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_article", "Can publish and withdraw articles"),
            ("write_article", "Can write articles of their own"),
        ]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="blog_newest_first"),
            models.Index("category", F("published_at").desc(), name="blog_newest_in_category"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (~Q(title="") & ~Q(summary="") & ~Q(body="") & Q(category__isnull=False)),
                name="blog_published_is_complete",
                violation_error_message="A published article needs a title, a summary, a body and a category.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(published_at__isnull=False, withdrawn_at__gte=F("published_at")),
                name="blog_withdrawn_was_published",
                violation_error_message="Only a published article can be withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    # -- what it says -----------------------------------------------------------------------------------

    def save(self, **kwargs: Any) -> None:
        """Sanitises and derives on every way in; a changed address leaves a redirect in the same transaction."""
        with transaction.atomic():
            # The row is locked before its pictures are read: `derive_again` waits, and then finds the newer words.
            rows = Article.objects.select_for_update(of=("self",)).filter(pk=self.pk) if self.pk else None
            old_slug = rows.values_list("slug", flat=True).first() if rows is not None else None
            shown = self._derive()
            if (fields := kwargs.get("update_fields")) is not None and "body" in fields:
                kwargs["update_fields"] = [*fields, *DERIVED]
            super().save(**kwargs)
            self.pictures.set(shown)
            self._leave_redirect(old_slug)

    def mark_edited(self, *, at: datetime) -> None:
        """A person has saved it, whatever part. Readers hear of it (`updated_at`) only when they can read it."""
        self.edited_at = at
        if self.state(at=at) == "published":
            self.updated_at = at
        Article.objects.filter(pk=self.pk).update(edited_at=self.edited_at, updated_at=self.updated_at)

    def _derive(self) -> list[Picture]:
        self.body = article_body.clean(self.body)
        pictures = Picture.objects.with_renditions().in_bulk(article_body.picture_ids(self.body))
        derived = derive(self.body, pictures)
        self.body_html, self.contents = derived.html, derived.contents
        self.plain_text, self.reading_seconds = derived.plain_text, derived.reading_seconds
        return list(pictures.values())

    def derive_again(self) -> set[str]:
        """After a rendition was made, or the rules for texts have changed: the newest words, whoever saved them
        meanwhile, cleaned and with newer pictures. Answers the names of the columns that changed.
        """
        with transaction.atomic():
            newest = Article.objects.select_for_update(of=("self",)).get(pk=self.pk)
            before = {name: getattr(newest, name) for name in ["body", *DERIVED]}
            newest.pictures.set(newest._derive())
            changed = {
                name: getattr(newest, name) for name in before if getattr(newest, name) != before[name]
            }
            if changed:
                Article.objects.filter(pk=self.pk).update(**changed)
        return set(changed)

    def _leave_redirect(self, old_slug: str | None) -> None:
        MovedPage.objects.filter(old_path=normalise(self.get_absolute_url())).delete()
        if old_slug and old_slug != self.slug:
            MovedPage.leave(reverse("blog:article", args=[old_slug]), self)

    # -- who sees it ------------------------------------------------------------------------------------

    def state(self, *, at: datetime) -> str:
        """`draft`, `scheduled`, `published` or `withdrawn`."""
        if self.published_at is None:
            return "draft"
        if self.withdrawn_at is not None and self.withdrawn_at <= at:
            return "withdrawn"
        return "scheduled" if self.published_at > at else "published"

    def missing(self) -> list[str]:
        """What a visitor would miss, in words; empty when it may be published."""
        return [
            words
            for is_there, words in [
                (self.title.strip(), "a title"),
                (self.summary.strip(), "a summary"),
                (self.body, "a body"),
                (self.category_id, "a category"),
                (self.authorships.exists(), "an author"),
            ]
            if not is_there
        ]

    def publish(self, *, at: datetime, by: "User | None", live_from: datetime | None = None) -> None:
        """Visitors see it from now (`at`) on, or from a moment to come (`live_from`).

        Once withdrawn, it comes back with its first date, unless for a moment to come.
        Raises `Article.NotReady` with what is missing, and `Article.AlreadyPublished` when it is live: its date
        stays. `by` is None for an import.
        """
        with transaction.atomic():
            row = self._locked()
            if row.state(at=at) == "published":
                raise self.AlreadyPublished(f"“{row}” is live already, since {row.published_at:%d %B %Y}.")
            if missing := row.missing():
                raise self.NotReady(f"“{row}” still needs {', '.join(missing)}.")
            moment = live_from or at
            if row.withdrawn_at and row.published_at and moment <= at:
                moment = (
                    row.published_at
                )  # back with its first date; but never before a moment that is still to come
            self._set_visibility("published", moment, by, published_at=moment, withdrawn_at=None)

    def redate(self, *, at: datetime, by: "User | None") -> None:
        """Give a published article another date, as its source has one. Raises `Article.NotPublished`."""
        with transaction.atomic():
            if self._locked().published_at is None:
                raise self.NotPublished(f"“{self}” is not published, so it has no date to change.")
            self._set_visibility("published", at, by, published_at=at)

    def withdraw(self, *, at: datetime, by: "User | None") -> None:
        """Visitors no longer see it from `at` on; a scheduled one becomes a draft again.

        Raises `Article.NotPublished` when there is nothing to withdraw.
        """
        with transaction.atomic():
            row = self._locked()
            if row.published_at is None or row.state(at=at) not in {"published", "scheduled"}:
                raise self.NotPublished(f"“{row}” is not published, so it cannot be withdrawn.")
            if row.published_at > at:
                self._set_visibility("withdrawn", at, by, published_at=None, withdrawn_at=None)
            else:
                self._set_visibility("withdrawn", at, by, withdrawn_at=at)

    def _locked(self) -> "Article":
        """The row as it is now, kept from others until the transaction ends: two who press at once queue up."""
        return Article.objects.select_for_update(of=("self",)).get(pk=self.pk)

    def _set_visibility(self, kind: str, at: datetime, by: "User | None", **fields: datetime | None) -> None:
        Article.objects.filter(pk=self.pk).update(**fields)
        Publication.objects.create(article=self, kind=kind, at=at, by=by)
        for name, value in fields.items():
            setattr(self, name, value)
