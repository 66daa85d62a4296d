"""Enquiries that came while the database was away: files in `settings.SPOOL_FOLDER`, one each, on the disk before the
visitor is thanked. The worker brings them in (leads/tasks.py); until then they are nowhere else.

Nobody can read them but the user that the site runs as.
"""

import json
import logging
import os
import uuid
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError

from leads.models import Lead
from leads.receiving import Enquiry, receive

log = logging.getLogger(__name__)

MOST = 20_000  # files; a flood must not fill the disk
WAITING, UNREADABLE = ".json", ".unreadable"


def put(enquiry: Enquiry, *, at: datetime) -> str:
    """The reference that this enquiry will have; once this returns, the enquiry survives a power cut.

    The same enquiry again has the same file. Raises `OSError` when it cannot be written, and nothing is kept then.
    """
    folder = _folder()
    if len(waiting()) >= MOST:
        raise OSError(f"There are {MOST} enquiries in the spool already")
    reference = enquiry.reference
    # With the words, because of many references two may be the same; nobody's enquiry hides behind another's.
    place = folder / f"{reference}-{enquiry.identity[:16]}{WAITING}"
    content = {"reference": reference, "at": at.isoformat(), "enquiry": asdict(enquiry)}
    unfinished = folder / f".{reference}-{uuid.uuid4().hex}.part"
    try:
        with unfinished.open("x", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            json.dump(content, file, default=str)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # then it is here already
            os.link(unfinished, place)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(folder)
    log.error("The database is away: enquiry %s was kept in the spool", reference)
    return reference


def waiting() -> list[Path]:
    """The files of those that are not in the database yet."""
    return sorted(Path(settings.SPOOL_FOLDER).glob(f"[!.]*{WAITING}"))


def unreadable() -> list[Path]:
    """Files that somebody or something broke; they stay where they are, for a person to look at."""
    return sorted(Path(settings.SPOOL_FOLDER).glob(f"*{UNREADABLE}"))


def bring_in() -> int:
    """How many were brought in. Each is gone from the folder only when it is committed, so it may be tried twice and
    is stored once. Raises `OperationalError` while the database is away."""
    return sum(1 for file in waiting() if _bring_in(file))


def _bring_in(file: Path) -> Lead | None:
    try:
        reference, at, enquiry = _read(file)
        lead = receive(enquiry, at=at, told=reference)
    except FileNotFoundError:  # another process was quicker
        return None
    except (ValueError, TypeError, KeyError, AttributeError, DataError, IntegrityError):
        log.exception("A file of the spool cannot be taken and was put aside: %s", file.stem)
        file.rename(file.with_suffix(UNREADABLE))
        return None
    file.unlink(missing_ok=True)
    log.info("Enquiry %s was brought in from the spool", lead.reference)
    return lead


def _read(file: Path) -> tuple[str, datetime, Enquiry]:
    kept = json.loads(file.read_text(encoding="utf-8"))
    fields = kept["enquiry"]
    key = fields["client_key"] and uuid.UUID(fields["client_key"])
    return (
        kept["reference"],
        datetime.fromisoformat(kept["at"]).astimezone(UTC),
        Enquiry(**{**fields, "client_key": key}),
    )


def _folder() -> Path:
    folder = Path(settings.SPOOL_FOLDER)
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(folder.parent)
    return folder


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
