"""Media in the folder `MEDIA_ROOT`, as long as no bucket is named."""

import os
from pathlib import Path
from typing import BinaryIO, cast

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from config.span import OutOfRange
from config.stored_file import Piece, Wanted


class Disk(FileSystemStorage):
    def piece(self, name: str, wanted: Wanted) -> Piece:
        """The open file itself when all of it is wanted: the server may send that without looking into it."""
        file = self._existing(name).open("rb")
        about = os.fstat(file.fileno())
        whole = Piece(file, about.st_size, f'"{about.st_mtime_ns:x}-{about.st_size:x}"')
        if not wanted.span or wanted.tag not in {"", whole.tag}:
            return whole
        try:
            part = wanted.span.within(whole.size)
        except OutOfRange:
            file.close()
            raise
        file.seek(part.start)
        return whole._replace(content=cast(BinaryIO, Part(file, len(part))), part=part)

    def _existing(self, name: str) -> Path:
        try:
            path = Path(self.path(name))
            if path.is_file():
                return path
        except (SuspiciousFileOperation, ValueError, OSError):
            pass
        raise FileNotFoundError(name)


class Part:
    """So many bytes of a file, from where it stands."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.left, self.close = file, length, file.close

    def read(self, size: int = -1) -> bytes:
        content = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(content)
        return content
