"""Files beside rows: written all or none, and deleted when the rows are gone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.fields.files import FieldFile

from config.stored_file import AWAY, Away


@contextmanager
def all_or_nothing(*, away: type[ValueError]) -> Iterator[list[FieldFile]]:
    """What was written within is deleted again when anything goes wrong. Raises `away` when no storage answers."""
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException as error:
        forget(written)
        if isinstance(error, Away):
            raise away(AWAY) from error
        raise


def forget(files: list[FieldFile]) -> None:
    """What the storage does not delete now, a job will."""
    from blog.tasks import forget_files

    left = [str(file.name) for file in files]
    try:
        while left:
            files[-len(left)].storage.delete(left[0])
            del left[0]
    except Away:
        forget_files.defer(names=left)
