"""The library: originals, and the sizes made from them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.files.base import ContentFile, File
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Upper
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog import decoding
from blog.models.former_file import FormerFile
from blog.models.rendition import Rendition
from blog.picture_files import all_or_nothing, forget
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
        transaction.on_commit(lambda: forget(files))
        return deleted


class Picture(models.Model):
    class Refused(ValueError):
        """Why a file does not come into the library, in words."""

    class NotStored(Refused):
        """Nothing is wrong with the file: the storage does not answer."""

    was_moving = False  # of one that `receive` answers: the file was an animation, its first picture was kept
    was_known = False  # of one that `receive` answers: it was in the library already

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
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it.")
    licence = models.CharField(
        max_length=120,
        blank=True,
        help_text="Under which it may be shown, such as “CC BY 4.0” or “bought at …”. It stands beside the credit.",
    )
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
        indexes = [
            models.Index(models.F("uploaded_at").desc(), models.F("id").desc(), name="blog_newest_pictures"),
            # What the library's search asks for: any piece of a word.
            GinIndex(
                *(
                    OpClass(Upper(name), name="gin_trgm_ops")
                    for name in ("name", "alt", "caption", "credit", "licence")
                ),
                name="blog_pictures_by_pieces",
            ),
        ]
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
        licence: str = "",
        decoded: decoding.Decoded | None = None,
    ) -> "Picture":
        """Bring an upload into the library, once: the same content again answers the picture that is there.

        The original is decoded and written anew (turned upright, sRGB, without metadata); WebP renditions are made
        at once and AVIF by a job, deferred in the same transaction. Of an animation the first picture is kept, and
        `was_moving` says so: readers could not stop it (WCAG 2.2.2). `was_known` says that nothing was added.
        `decoded` is what `decoding.decode` made of this content, where that was asked before.
        Raises `Picture.Refused`.
        """
        content = file.read(decoding.MAX_BYTES + 1)
        content_hash = decoding.content_hash(content)
        if known := cls._known(content_hash):
            return known
        decoded = decoded or cls._decode(content)
        given = {"alt": alt, "caption": caption, "credit": credit, "licence": licence}
        picture = cls(
            name=_last_part(file.name), content_hash=content_hash, uploaded_at=at, uploaded_by=by, **given
        )
        return picture._bring_in(decoded)

    @classmethod
    def _known(cls, content_hash: str) -> "Picture | None":
        if known := cls.objects.filter(content_hash=content_hash).first():
            known.was_known = True
        return known

    @classmethod
    def _decode(cls, content: bytes) -> decoding.Decoded:
        try:
            return decoding.decode(content, with_renditions=True)
        except decoding.Refused as error:
            raise cls.Refused(str(error)) from error

    def _bring_in(self, decoded: decoding.Decoded) -> "Picture":
        """Write file, row, WebP renditions and the AVIF job; or answer the equal picture that came in meanwhile."""
        try:
            with all_or_nothing(away=self.NotStored) as written:
                made = self._take(decoded, written)
                with transaction.atomic():
                    self.save()
                    Rendition.objects.bulk_create(made)
                    self._defer_avif()
        except IntegrityError:
            if first := self._known(self.content_hash):
                return first
            raise
        return self

    def _take(self, decoded: decoding.Decoded, written: list[FieldFile]) -> "list[Rendition]":
        """The files are written; the rows are not. No transaction waits for a storage that may be far away."""
        self.width, self.height, self.was_moving = decoded.width, decoded.height, decoded.was_moving
        file = ContentFile(decoded.content)
        self.file.save(f"{self.content_hash[:32]}{decoded.extension}", file, save=False)
        written.append(self.file)
        return self._write("webp", decoded.renditions, written)

    def replace(self, file: File) -> None:
        """Show other content wherever the picture is shown; its words, focal point and place in the library stay.

        Decoded and made ready as in `receive`. The names of the old files lead on to the new ones (`FormerFile`); the
        files themselves are deleted once the transaction is committed. Raises `Picture.Refused`, also when the content
        is this picture's or another's, or when the storage does not answer; nothing has changed then.
        """
        content = file.read(decoding.MAX_BYTES + 1)
        content_hash = decoding.content_hash(content)
        self._refuse_known(content_hash)
        decoded = self._decode(content)
        row = Picture.objects.get(pk=self.pk)
        row.content_hash = content_hash
        try:
            with all_or_nothing(away=self.NotStored) as written:
                made = row._take(decoded, written)
                with transaction.atomic():
                    row._replace(made)
        except IntegrityError:
            self._refuse_known(content_hash)
            raise
        self.refresh_from_db()
        self.was_moving = row.was_moving

    def _replace(self, made: "list[Rendition]") -> None:
        # Articles are locked before the picture, as when one is saved; otherwise both could wait for each other. One
        # that begins to show the picture in this very moment is derived again by the job that makes AVIF.
        shown = list(self.shown_in.select_for_update(of=("self",)).order_by("pk"))
        before = Picture.objects.with_renditions().select_for_update(of=("self",)).get(pk=self.pk)
        files = before.files()
        FormerFile.leave(before)
        self.save(update_fields=["file", "content_hash", "width", "height"])
        self.renditions.all().delete()
        Rendition.objects.bulk_create(made)
        self._defer_avif()
        for article in shown:
            article.derive_again()
        transaction.on_commit(lambda: forget(files))

    def _refuse_known(self, content_hash: str) -> None:
        known = self._known(content_hash)
        if known and known.pk == self.pk:
            raise self.Refused("This is the file that is shown already.")
        if known:
            words = f"This file is in the library already, as another picture: “{known}”."
            raise self.Refused(f"{words} Choose that one where it is to be shown.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With its files, once the transaction is committed."""
        return Picture.objects.filter(pk=self.pk).delete()

    def make_renditions(self, kind: str) -> int:
        """Make what is missing of one format (`webp` or `avif`); answers how many were made. Idempotent."""
        there = set(self.renditions.filter(format=kind).values_list("width", flat=True))
        wanted = [width for width in widths_for(self.width) if width not in there]
        with self.file.open() as original:
            encoded = encode(original.read(), kind, wanted)
        with all_or_nothing(away=self.NotStored) as written:
            made = self._write(kind, encoded, written)
            with transaction.atomic():
                # The file may have been replaced meanwhile; what was made of the old one is not shown then.
                same = Picture.objects.select_for_update(no_key=True).filter(
                    pk=self.pk, content_hash=self.content_hash
                )
                if same.values_list("pk", flat=True).first():
                    Rendition.objects.bulk_create(made)
                    return len(made)
            forget(written)
        return 0

    def _write(
        self, kind: str, encoded: list[tuple[int, int, bytes]], written: list[FieldFile]
    ) -> "list[Rendition]":
        """Their files are written; their rows are not."""
        made = []
        for width, height, content in encoded:
            rendition = Rendition(picture=self, format=kind, width=width, height=height, size=len(content))
            file = ContentFile(content)
            rendition.file.save(f"{self.content_hash[:32]}-{width}.{kind}", file, save=False)
            written.append(rendition.file)
            made.append(rendition)
        return made

    @property
    def own_address(self) -> str:
        """On this site, for texts: they outlive where visitors fetch files from at the moment."""
        return f"{settings.MEDIA_URL}{self.file.name}"

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


def _last_part(name: str | None) -> str:
    """A file's name without folders, whatever the system it came from; only ever shown."""
    return words.one_line((name or "").replace("\\", "/").split("/")[-1])[-200:] or "picture"
