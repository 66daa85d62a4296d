"""The mailbox that answers go to, asked over IMAP (RFC 9051) by the worker.

Every mail in it is looked at once: at first those that nobody has read, later whatever came since. A mail that belongs
to a lead is marked as read, after it is stored; all others stay as they are, for the people who read that mailbox.
"""

import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from leads.inbound import take_in
from leads.models import Mailbox
from leads.raw_mail import MAX_BYTES

log = logging.getLogger(__name__)

TIMEOUT = 10  # seconds for one answer
LONGEST = 40  # seconds for all of it: the next minute goes on
MOST_AT_ONCE, MOST_AGAIN = 50, 5


class Trouble(Exception):
    """What is wrong, in words that hold nothing of what the server said: it may repeat a password."""


def poll(account: dict[str, Any], *, at: datetime) -> int:
    """How many mails were looked at. Why it does not work is written on the mailbox's row."""
    mailbox = Mailbox.current()
    try:
        with _opened(account) as server:
            number = _read_new(server, mailbox, at=at)
    except (Trouble, imaplib.IMAP4.error, OSError, ValueError) as error:
        problem = in_words(error)
        mailbox.note_failure(problem, at=at)
        log.warning("The mailbox for answers cannot be read: %s", problem)
        return 0
    mailbox.note_success(at=at)
    return number


@contextmanager
def _opened(account: dict[str, Any]) -> Iterator[imaplib.IMAP4]:
    """Signed in, with the folder open. With TLS the certificate has to be right."""
    place = {"host": account["HOST"], "port": account["PORT"], "timeout": TIMEOUT}
    if account["IS_SECURE"]:
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(**place, ssl_context=ssl.create_default_context())
    else:
        server = imaplib.IMAP4(**place)
    try:
        _sign_in(server, account["USER"], account["PASSWORD"])
        kind, _ = server.select(f'"{account["FOLDER"]}"')
        if kind != "OK":
            raise Trouble("The mail server does not open this folder. Check the end of INBOUND_IMAP_URL.")
        yield server
    finally:
        _hang_up(server)


def _sign_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """PLAIN (RFC 4616) takes letters of any script; LOGIN is for servers that do not offer it."""
    try:
        if "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
        else:
            server.login(_quoted(user), password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Trouble(
            "The mail server does not accept our user name or password. Check INBOUND_IMAP_URL."
        ) from None


def _quoted(user: str) -> str:
    """`login` quotes the password, and not this."""
    escaped = user.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hang_up(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):  # it hung up first
        server.shutdown()


def _read_new(server: imaplib.IMAP4, mailbox: Mailbox, *, at: datetime) -> int:
    ends_at, number = time.monotonic() + LONGEST, 0
    validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    if validity != mailbox.validity:
        mailbox.begin_anew(validity)
    again = mailbox.put_aside[:MOST_AGAIN]
    for uid in [*_new(server, mailbox)[:MOST_AT_ONCE], *again]:
        if time.monotonic() > ends_at:
            break
        _take(server, mailbox, uid, at=at)
        number += 1
    return number


def _new(server: imaplib.IMAP4, mailbox: Mailbox) -> list[int]:
    """UIDs in their order. `n:*` always names the last mail, also when its number is below n (section 6.4.9)."""
    wanted = ["UID", f"{mailbox.last_uid + 1}:*"] if mailbox.last_uid else ["UNSEEN"]
    found = _answered(server.uid("SEARCH", *wanted))
    uids = {int(one) for line in found if isinstance(line, bytes) for one in line.split()}
    return sorted(uid for uid in uids if uid > mailbox.last_uid)


def _take(server: imaplib.IMAP4, mailbox: Mailbox, uid: int, *, at: datetime) -> None:
    raw = _fetched(server, uid)
    if raw is not None:
        try:
            taken = take_in(raw, at=at)
        except Exception as error:  # whatever it is, the mails behind this one must not wait for it
            log.error(
                "The mail %s in the mailbox for answers could not be stored: %s", uid, type(error).__name__
            )
            mailbox.put_by(uid)
            return
        if taken.is_attached:
            _answered(server.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)"))
    mailbox.note_read(uid)


def _fetched(server: imaplib.IMAP4, uid: int) -> bytes | None:
    """As much as is read of any mail; without `PEEK` it would be marked as read now. None when it has gone."""
    lines = _answered(server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MAX_BYTES + 1}>)"))
    return next((line[1] for line in lines if isinstance(line, tuple)), None)


def _answered(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, lines = answer
    if kind != "OK":
        raise Trouble("The mail server refused to show what is in the mailbox.")
    return lines


def in_words(error: Exception) -> str:
    match error:
        case Trouble():
            return str(error)
        case ssl.SSLCertVerificationError():
            return "The mail server’s certificate is not valid for its name, so nothing was told to it."
        case TimeoutError():
            return "The mail server did not answer in time."
        case imaplib.IMAP4.error():
            return "The mail server broke off the conversation."
        case _:
            return f"The mail server cannot be reached ({type(error).__name__})."
