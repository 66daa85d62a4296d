"""The library: originals, and the sizes made from them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog import decoding
from blog.renditions import FORMATS, encode, widths_for
from config import words

if TYPE_CHECKING:
    from staff.models import User

percentage = [MinValueValidator(0), MaxValueValidator(100)]


class Pictures(models.QuerySet["Picture"]):
    def with_renditions(self) -> "Pictures":
        return self.prefetch_related("renditions")

    def delete(self) -> tuple[int, dict[str, int]]:
        """With their files, once the transaction is committed: what is deleted can no longer be fetched."""
        files = [file for picture in self.with_renditions() for file in picture.files()]
        deleted = super().delete()
        transaction.on_commit(lambda: _forget(files))
        return deleted


class Picture(models.Model):
    class Refused(ValueError):
        """Why a file does not come into the library, in words."""

    was_moving = False  # of one that `receive` answers: the file was an animation, its first picture was kept

    file = models.FileField(upload_to="pictures/", max_length=200)
    name = models.CharField(max_length=200, help_text="The name it was uploaded with; visitors never see it.")
    content_hash = models.CharField(
        max_length=64, unique=True, editable=False, help_text="SHA-256 of what was uploaded."
    )
    width = models.PositiveIntegerField(editable=False, help_text="pixels")
    height = models.PositiveIntegerField(editable=False, help_text="pixels")
    alt = models.CharField(
        "alternative text",
        max_length=400,
        blank=True,
        help_text="What the picture shows, for those who do not see it. Empty only when it is mere decoration.",
    )
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and its licence.")
    focal_x = models.PositiveSmallIntegerField(
        "focal point, from the left (%)", default=50, validators=percentage
    )
    focal_y = models.PositiveSmallIntegerField(
        "focal point, from the top (%)", default=50, validators=percentage
    )
    uploaded_at = models.DateTimeField(editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = Pictures.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100), name="blog_focal_point_is_inside"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def receive(
        cls,
        file: File,
        *,
        at: datetime,
        by: "User | None",
        alt: str = "",
        caption: str = "",
        credit: str = "",
    ) -> "Picture":
        """Bring an upload into the library, once: the same content again answers the picture that is there.

        The original is decoded and written anew (turned upright, sRGB, without metadata); WebP renditions are made
        at once and AVIF by a job, deferred in the same transaction. Of an animation the first picture is kept, and
        `was_moving` says so: readers could not stop it (WCAG 2.2.2). Raises `Picture.Refused`.
        """
        content = file.read(decoding.MAX_BYTES + 1)
        content_hash = decoding.content_hash(content)
        if known := cls.objects.filter(content_hash=content_hash).first():
            return known
        try:
            decoded = decoding.decode(content, with_renditions=True)
        except decoding.Refused as error:
            raise cls.Refused(str(error)) from error
        given = {"alt": alt, "caption": caption, "credit": credit}
        picture = cls(
            name=_last_part(file.name), content_hash=content_hash, uploaded_at=at, uploaded_by=by, **given
        )
        return picture._bring_in(decoded)

    def _bring_in(self, decoded: decoding.Decoded) -> "Picture":
        """Write file, row, WebP renditions and the AVIF job; or answer the equal picture that came in meanwhile."""
        self.width, self.height, self.was_moving = decoded.width, decoded.height, decoded.was_moving
        file = ContentFile(decoded.content)
        self.file.save(f"{self.content_hash[:32]}{decoded.extension}", file, save=False)
        try:
            with transaction.atomic():
                self.save()
                self._keep("webp", decoded.renditions)
                self._defer_avif()
        except IntegrityError:
            _forget([self.file])
            if first := Picture.objects.filter(content_hash=self.content_hash).first():
                return first
            raise
        return self

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With its files, once the transaction is committed."""
        return Picture.objects.filter(pk=self.pk).delete()

    def make_renditions(self, kind: str) -> int:
        """Make what is missing of one format (`webp` or `avif`); answers how many were made. Idempotent."""
        there = set(self.renditions.filter(format=kind).values_list("width", flat=True))
        wanted = [width for width in widths_for(self.width) if width not in there]
        with self.file.open() as original:
            self._keep(kind, encode(original.read(), kind, wanted))
        return len(wanted)

    def _keep(self, kind: str, made: list[tuple[int, int, bytes]]) -> None:
        for width, height, content in made:
            rendition = Rendition(picture=self, format=kind, width=width, height=height, size=len(content))
            file = ContentFile(content)
            rendition.file.save(f"{self.content_hash[:32]}-{width}.{kind}", file, save=False)
            rendition.save()

    def files(self) -> list[FieldFile]:
        return [self.file, *(rendition.file for rendition in self.renditions.all())]

    def _defer_avif(self) -> None:
        from blog.tasks import make_avif

        make_avif.defer(picture_id=self.pk)

    def markup(self, *, alt: str | None = None, sizes: str = "100vw", eager: bool = False) -> SafeString:
        """`<picture>` with exactly the renditions that exist; no query when they were prefetched."""
        sources = [
            (FORMATS[kind].mime, srcset, sizes) for kind in ("avif", "webp") if (srcset := self._srcset(kind))
        ]
        return format_html(
            '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" {}></picture>',
            format_html_join("", '<source type="{}" srcset="{}" sizes="{}">', sources),
            self._fallback_url(),
            self.alt if alt is None else alt,
            self.width,
            self.height,
            SafeString('fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'),
        )

    def _srcset(self, kind: str) -> str:
        made = sorted((r for r in self.renditions.all() if r.format == kind), key=lambda r: r.width)
        return ", ".join(f"{r.file.url} {r.width}w" for r in made)

    def _fallback_url(self) -> str:
        """What browsers without WebP take, and tools that look only at `src`."""
        return self.file.url

    def rendition_url(self, width: int, kind: str = "webp") -> str:
        """The smallest rendition at least `width` pixels wide, else the largest, else the original."""
        made = sorted((r for r in self.renditions.all() if r.format == kind), key=lambda r: r.width)
        best = next((r for r in made if r.width >= width), made[-1] if made else None)
        return best.file.url if best else self.file.url


class Rendition(models.Model):
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=[(kind, kind) for kind in FORMATS])
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    size = models.PositiveIntegerField(help_text="bytes")
    file = models.FileField(upload_to="pictures/", max_length=200)

    class Meta:
        ordering = ["format", "width"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "format", "width"], name="blog_one_rendition_a_size")
        ]

    def __str__(self) -> str:
        return f"{self.picture} {self.format} {self.width}"


def _forget(files: list[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))


def _last_part(name: str | None) -> str:
    """A file's name without folders, whatever the system it came from; only ever shown."""
    return words.one_line((name or "").replace("\\", "/").split("/")[-1])[-200:] or "picture"
