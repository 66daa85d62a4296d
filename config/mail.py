"""Ground module: mails as files in `settings.MAIL_FOLDER`, one `.eml` each, for a site without a mail server.

Imports no app. The names sort by time, so that the folder itself is a list, oldest first.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}\.eml", re.ASCII)


class FolderBackend(BaseEmailBackend):
    """Writes each mail beside its place, then renames it into it: a reader never meets half a mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _write(message.message().as_bytes())
        return len(email_messages)


def _write(content: bytes) -> None:
    folder = Path(settings.MAIL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
    unfinished = folder / f".{name}.part"
    with unfinished.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / name)


def names() -> list[str]:
    """The mails' file names, newest first; empty while there is no folder."""
    folder = Path(settings.MAIL_FOLDER)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path.name for path in found if NAME.fullmatch(path.name)), reverse=True)


def read(name: str) -> ParsedMail | None:
    """The mail of that name, or None when there is none (also for a name that is not one of ours)."""
    path = Path(settings.MAIL_FOLDER) / name
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    with path.open("rb") as file:
        return message_from_binary_file(file, policy=policy.default)


def written_at(name: str) -> datetime:
    return datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def all_mails() -> Iterator[ParsedMail]:
    """Every mail in the folder, newest first."""
    return (mail for mail in map(read, names()) if mail is not None)
