"""A page of the blog in any state. What visitors may see is decided here, once, by `published`."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Expression, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject, Upper
from django.urls import reverse
from taggit.managers import TaggableManager

from blog import body as article_body
from blog import own_links
from blog.derivation import derive
from blog.models.author import Authorship
from blog.models.binning import KEPT_FOR, Binning
from blog.models.drafting import Drafting
from blog.models.moved_page import MovedPage, normalise
from blog.models.picture import Picture
from blog.models.pin import Pin
from blog.models.publishing import Publishing
from blog.models.reads import DailyReads
from blog.models.tag import Tagging
from config.addresses import validate_link

RESERVED_SLUGS = ["author", "category", "feed", "page", "search", "tag"]
FEED_ENTRIES = 20
DERIVED = ["body_html", "contents", "plain_text", "reading_seconds"]


class Articles(models.QuerySet["Article"]):
    def published(self, *, at: datetime | Expression) -> "Articles":
        """Those that a visitor can read at `at`."""
        return self.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at), published_at__lte=at, binned_at=None
        )

    def in_feed(self, *, at: datetime) -> "Articles":
        newest = self.published(at=at).newest_first().values_list("pk", flat=True)[:FEED_ENTRIES]
        return self.filter(pk__in=list(newest))

    def in_bin(self) -> "Articles":
        return self.filter(binned_at__isnull=False)

    def long_in_bin(self, *, at: datetime) -> "Articles":
        """Those whose time for being taken back is over."""
        return self.filter(binned_at__lt=at - KEPT_FOR)

    def out_of_bin(self) -> "Articles":
        return self.filter(binned_at=None)

    def submitted(self) -> "Articles":
        """Those that wait for an editor's word."""
        return self.out_of_bin().filter(submitted_at__isnull=False)

    def newest_first(self) -> "Articles":
        return self.order_by("-published_at", "-pk")

    def with_bylines(self) -> "Articles":
        """Adds `bylines`, a list of `{"pk", "name", "slug"}` in the authors' order, without a further query."""
        authors = Authorship.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            bylines=ArraySubquery(
                authors.values(json=JSONObject(pk="author_id", name="author__name", slug="author__slug"))
            )
        )

    def with_labels(self) -> "Articles":
        """Adds `labels`, a list of the tags' `{"pk", "name", "slug"}` by name, without a further query."""
        tags = Tagging.objects.filter(content_object=OuterRef("pk")).order_by("tag__name")
        return self.annotate(
            labels=ArraySubquery(
                tags.values(json=JSONObject(pk="tag_id", name="tag__name", slug="tag__slug"))
            )
        )

    def with_choices(self) -> "Articles":
        """Adds `pin_ids` in their order and `related_ids`, the best first or None, without a further query."""
        pins = Pin.objects.filter(article=OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            pin_ids=ArraySubquery(pins.values("other")), related_ids=F("related_list__others")
        )

    def with_reads(self, *, since: date) -> "Articles":
        """Adds `reads`, how often each was read from that day on, without a further query."""
        counted = DailyReads.objects.filter(article=OuterRef("pk"), day__gte=since).values("article")
        return self.annotate(reads=Coalesce(Subquery(counted.annotate(sum=Sum("reads")).values("sum")), 0))

    def for_cards(self) -> "Articles":
        """What a card shows, without the long texts: two queries however many (articles; renditions)."""
        return (
            self.select_related("category", "hero")
            .prefetch_related("hero__renditions")
            .defer("body", "body_html", "plain_text", "contents")
            .with_bylines()
        )


class Article(Publishing, Drafting, Binning):  # type: ignore[django-manager-missing]  # taggit makes `taggings` at run time
    title = models.CharField(max_length=200, blank=True)
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

    canonical_address = models.URLField(
        max_length=400,
        blank=True,
        validators=[validate_link],
        help_text="Only when the same text stands elsewhere first: where it does.",
    )
    is_indexed = models.BooleanField("search engines may list it", default=True)
    social_title = models.CharField(
        max_length=200, blank=True, help_text="Instead of the title when it is shared."
    )
    social_text = models.TextField(
        max_length=400, blank=True, help_text="Instead of the summary when it is shared."
    )
    social_picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="social_picture_of"
    )

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField("last change that readers see", null=True, blank=True, editable=False)
    feed_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    # Derived from `body` at every save (blog/body.py); written nowhere else.
    body_html = models.TextField(editable=False, blank=True)
    contents = models.JSONField("table of contents", editable=False, default=list)
    plain_text = models.TextField(editable=False, blank=True)
    reading_seconds = models.PositiveIntegerField(editable=False, default=0)
    pictures = models.ManyToManyField(Picture, editable=False, related_name="shown_in")
    links = models.ManyToManyField("self", symmetrical=False, editable=False, related_name="linked_from")

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
            # What editors begin the day with, also among 100,000 (bench/admin_lists.py).
            models.Index(F("id").desc(), condition=Q(published_at=None), name="blog_newest_drafts"),
            models.Index(
                F("edited_at").desc(), condition=Q(edited_at__isnull=False), name="blog_edited_last"
            ),
            models.Index(Coalesce("updated_at", "published_at"), name="blog_longest_untouched"),
            # What the desk's search asks for: any piece of a word.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="blog_titles_by_pieces"),
            GinIndex(OpClass(Upper("summary"), name="gin_trgm_ops"), name="blog_summaries_by_pieces"),
            models.Index("submitted_at", condition=Q(submitted_at__isnull=False), name="blog_submitted"),
            models.Index("withdrawn_at", condition=Q(withdrawn_at__isnull=False), name="blog_withdrawn"),
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
        return self.title or "Untitled"

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    # -- what it says -----------------------------------------------------------------------------------

    def save(self, **kwargs: Any) -> None:
        """Sanitises and derives on every way in; a changed address leaves a redirect in the same transaction."""
        with transaction.atomic():
            # The row is locked before its pictures are read: `derive_again` waits, and then finds the newer words.
            rows = Article.objects.select_for_update(of=("self",)).filter(pk=self.pk) if self.pk else None
            old_slug = rows.values_list("slug", flat=True).first() if rows is not None else None
            shown = self.derive()
            if (fields := kwargs.get("update_fields")) is not None and "body" in fields:
                kwargs["update_fields"] = [*fields, *DERIVED]
            super().save(**kwargs)
            self.pictures.set(shown)
            self.links.set(Article.objects.filter(pk__in=article_body.article_ids(self.body)))
            self._leave_redirect(old_slug)

    def derive(self) -> list[Picture]:
        """From `body`, in memory: what a page prints. Answers the pictures it shows. Two queries."""
        self.body = article_body.clean(self.body)
        linked = Article.objects.filter(slug__in=own_links.slugs(self.body))
        self.body = own_links.identified(self.body, dict(linked.values_list("slug", "pk")))
        pictures = Picture.objects.with_renditions().in_bulk(article_body.picture_ids(self.body))
        articles = Article.objects.filter(pk__in=article_body.article_ids(self.body))
        derived = derive(self.body, pictures, dict(articles.values_list("pk", "slug")))
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
            newest.pictures.set(newest.derive())
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
            self._defer_links()

    def _defer_links(self) -> None:
        """Pages that link here name the new address soon; until then the redirect leads on."""
        from blog.tasks import renew_links

        if self.linked_from.exists():
            renew_links.defer(article_id=self.pk)
