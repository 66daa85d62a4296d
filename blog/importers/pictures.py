"""From a path in an entry to a picture in the library, by the file's content."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from blog import decoding
from blog.importers.entry import Kind, Remark
from blog.importers.texts import room
from blog.models import Picture

if TYPE_CHECKING:
    from staff.models import User


class Assets:
    """The folders in which pictures are looked for, in this order. Each file is read and judged once."""

    def __init__(self, folders: Sequence[Path], *, at: datetime, by: "User | None") -> None:
        self.folders = [folder.resolve() for folder in folders]
        self.at, self.by = at, by
        self._hashes: dict[str, str] = {}
        self._refusals: dict[str, str] = {}  # by hash: why
        self._moving: set[str] = set()  # hashes

    def content_hash(self, path: str) -> str:
        """ "" when there is no such file."""
        if path not in self._hashes:
            file = self._find(path)
            self._hashes[path] = decoding.content_hash(file.read_bytes()) if file else ""
        return self._hashes[path]

    def trouble(self, path: str) -> Remark | None:
        """Why the library would not take it; nothing is written. A file not met before is decoded."""
        content_hash = self.content_hash(path)
        if not content_hash:
            return Remark(Kind.MISSING_PICTURE, path)
        if content_hash not in self._known and content_hash not in self._refusals:
            self._judge(path, content_hash)
        if reason := self._refusals.get(content_hash):
            return Remark(Kind.REFUSED_PICTURE, f"{path}: {reason}")
        return None

    def is_moving(self, path: str) -> bool:
        """Whether it is an animation that this run brings in; of those already in the library nobody knows any more."""
        return self.content_hash(path) in self._moving

    def receive(self, path: str, *, alt: str = "", caption: str = "") -> Picture | None:
        """The library's picture, received when it is new; None for what `trouble` tells.

        Raises `Picture.NotStored`: the picture is good, so its article is not written without it.
        """
        if not (file := self._find(path)) or self._refusals.get(self.content_hash(path)):
            return None
        try:
            upload = ContentFile(file.read_bytes(), name=file.name)
            picture = Picture.receive(
                upload, at=self.at, by=self.by, alt=fitting("alt", alt), caption=fitting("caption", caption)
            )
        except Picture.NotStored:
            raise
        except Picture.Refused as error:
            self._refusals[self.content_hash(path)] = str(error)
            return None
        self._known.add(picture.content_hash)
        _add_words(picture, alt=alt, caption=caption)
        return picture

    @cached_property
    def _known(self) -> set[str]:
        return set(Picture.objects.values_list("content_hash", flat=True))

    def _judge(self, path: str, content_hash: str) -> None:
        file = self._find(path)
        try:
            if file:
                if decoding.decode(file.read_bytes()).was_moving:
                    self._moving.add(content_hash)
                self._known.add(content_hash)
        except decoding.Refused as error:
            self._refusals[content_hash] = str(error)

    def _find(self, path: str) -> Path | None:
        """`/assets/x.png` is `x.png` in a folder named assets, or `assets/x.png` in any other; never outside it."""
        parts = [part for part in path.split("/") if part]
        for folder in self.folders:
            for tail in [parts[1:]] * (parts[:1] == [folder.name]) + [parts]:
                file = folder.joinpath(*tail).resolve()
                if tail and file.is_relative_to(folder) and file.is_file():
                    return file
        return None


def fitting(name: str, text: str) -> str:
    return text[: room(Picture, name)]


def _add_words(picture: Picture, *, alt: str, caption: str) -> None:
    """What the library does not know of a picture yet; what an editor wrote stays."""
    missing = {
        name: fitting(name, text)
        for name, text in [("alt", alt), ("caption", caption)]
        if text and not getattr(picture, name)
    }
    if missing:
        Picture.objects.filter(pk=picture.pk).update(**missing)
