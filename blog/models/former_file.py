"""Files of the library that were replaced: their names still lead to the picture."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from blog.models.picture import Picture


class FormerFile(models.Model):
    """Texts that were written before, feeds and messengers name a file; it carries the hash of its content."""

    name = models.CharField(max_length=200, unique=True)
    picture = models.ForeignKey("blog.Picture", on_delete=models.CASCADE, related_name="former_files")
    width = models.PositiveIntegerField(default=0, help_text="pixels, of a rendition; 0 of an original")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def leave(cls, picture: "Picture") -> None:
        """The names of the picture's files lead to it when they are gone. One query with prefetched renditions."""
        files = [(picture.file, 0), *((made.file, made.width) for made in picture.renditions.all())]
        FormerFile.objects.bulk_create(
            (FormerFile(name=str(file.name), picture=picture, width=width) for file, width in files),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["picture", "width"],
        )

    @classmethod
    def now_at(cls, name: str) -> str | None:
        """The address of the file that took the place of the one named, if any."""
        former = cls.objects.select_related("picture").filter(name=name).first()
        if former is None:
            return None
        return former.picture.rendition_url(former.width) if former.width else former.picture.file.url
