"""One mail as it came over the wire (RFC 5322), read without trust: whatever is wrong with it, something is read."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from itertools import islice
from typing import Any

from config import words
from leads import mail_text
from leads.mail_headers import every, first, header, plain
from leads.quoting import parted

MAX_BYTES = 10 * 1024 * 1024  # read of one mail
MAX_TEXT = 100_000  # bytes of text that are kept
MOST_LINES, MOST_BOUNDARIES = 250_000, 5_000  # a second of the parser's time each
MOST_PARTS, DEEPEST, MOST_ATTACHMENTS = 200, 20, 50
BOUNDARY = re.compile(rb"^--", re.MULTILINE)
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")  # they go into headers of ours
MOST_IDS = 100  # of a thread
TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")


class Unreadable(Exception):
    """Nothing can be made of it."""


@dataclass
class RawMail:
    message_id: str  # or a digest of all of it
    sender: str  # an address in lower case; empty when there is none, or more than one
    subject: str = ""
    text: str = ""
    history: str = ""
    is_cut: bool = False
    is_automatic: bool = False
    thread: list[str] = field(default_factory=list)  # Message-IDs that it answers, the nearest first
    attachments: list[dict[str, Any]] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)  # Message-IDs of ours that it says came back
    is_bounce: bool = False
    reason: str = ""  # why it came back, in the code and words of the mail server


def read(raw: bytes) -> RawMail:
    """Raises `Unreadable`, and nothing else: the parser of the standard library does not bear all that is sent."""
    kept = _within_limits(raw[:MAX_BYTES])
    try:
        return _read(kept, is_cut=len(kept) < len(raw))
    except Exception as error:  # RecursionError, IndexError, AssertionError …: its bug tracker has them all
        raise Unreadable(f"It cannot be read ({type(error).__name__}).") from None


def digest(raw: bytes) -> str:
    """Names a mail that has no Message-ID of its own."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _within_limits(raw: bytes) -> bytes:
    """What the parser takes long for is cut: very many lines, of headers even, and very many parts."""
    if raw.count(b"\n") > MOST_LINES:
        raw = b"\n".join(raw.split(b"\n", MOST_LINES)[:MOST_LINES])
    beyond = next(islice(BOUNDARY.finditer(raw), MOST_BOUNDARIES, None), None)
    return raw[: beyond.start()] if beyond else raw


def _read(raw: bytes, *, is_cut: bool) -> RawMail:
    message = message_from_bytes(raw)
    mail = RawMail(message_id=_message_id(message, raw), sender=_sender(message), is_cut=is_cut)
    mail.subject = header(message, "Subject")[:200]
    mail.thread = _thread(message)
    mail.is_bounce = message.get_content_type() == "multipart/report" and "delivery-status" in str(
        message.get_param("report-type", "")
    )
    mail.is_automatic = mail.is_bounce or _is_automatic(message)
    _take_texts(mail, message)
    if mail.is_bounce:
        _take_report(mail, message)
    return mail


# -- headers --------------------------------------------------------------------------------------------


def _message_id(message: Message, raw: bytes) -> str:
    found = MESSAGE_ID.findall(first(message, "Message-ID"))
    whole = words.one_line(found[0]) if len(found) == 1 else ""
    return whole if whole and len(whole) <= 200 else digest(raw)


def _sender(message: Message) -> str:
    """RFC 5322 allows several in From: such a mail is nobody's word in particular."""
    froms = every(message, "From")
    address = words.one_line(parseaddr(froms[0][:4000])[1]) if len(froms) == 1 else ""
    return address.lower() if address.count("@") == 1 and len(address) <= 254 else ""


def _thread(message: Message) -> list[str]:
    named = [first(message, name, most=20_000) for name in ("References", "In-Reply-To")]
    every_id = [one for ids in named for one in MESSAGE_ID.findall(ids)]
    return list(dict.fromkeys(reversed(every_id)))[:MOST_IDS]


def _is_automatic(message: Message) -> bool:
    """RFC 3834, section 5, and what programs wrote before it. A mail without a way back is one, too."""
    submitted = header(message, "Auto-Submitted").lower() or "no"
    return (
        not submitted.startswith("no")
        or header(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(first(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id"))
        or any(path.strip() in {"", "<>"} for path in every(message, "Return-Path")[:1])
        or _sender(message).startswith(("mailer-daemon@", "postmaster@"))
    )


# -- parts ----------------------------------------------------------------------------------------------


def _leaves(message: Message) -> Iterator[tuple[Message, bool]]:
    """The parts in order, and whether each is to be read: of alternatives only one is.

    What is in a mail that is attached is not looked at.
    """
    waiting, seen = [(message, 0, True)], 0
    while waiting and seen < MOST_PARTS:
        part, depth, is_read = waiting.pop()
        seen += 1
        inner: Any = part.get_payload()
        if part.get_content_maintype() != "multipart" or not isinstance(inner, list):
            yield part, is_read
        elif depth < DEEPEST:
            chosen = _best(inner) if part.get_content_subtype() == "alternative" else None
            waiting += [
                (one, depth + 1, is_read and chosen in {None, place})
                for place, one in reversed(list(enumerate(inner[:MOST_PARTS])))
            ]


def _best(alternatives: list[Any]) -> int:
    """The first with plain text, unless that is empty; else the last, the richest (RFC 2046, section 5.1.4)."""
    places = (place for place, one in enumerate(alternatives[:MOST_PARTS]) if _has_plain_text(one))
    return next(places, len(alternatives) - 1)


def _has_plain_text(part: Message) -> bool:
    texts = (one for one in islice(part.walk(), MOST_PARTS) if one.get_content_type() == "text/plain")
    return any(mail_text.decoded(one).strip() for one in texts)


def _take_texts(mail: RawMail, message: Message) -> None:
    new: list[str] = []
    old: list[str] = []
    for part, is_read in _leaves(message):
        kind, name = part.get_content_type(), _file_name(part)
        if kind not in {"text/plain", "text/html"} or name or _is_attached(part):
            _list(mail, part, kind, name)
        elif is_read:
            text = mail_text.decoded(part)
            latest, earlier = mail_text.of_html(text) if kind == "text/html" else (words.lines(text), "")
            new.append(latest)
            old.append(earlier)
    mail.text, mail.history = parted(words.lines("\n\n".join(filter(None, new))))
    mail.history = words.lines("\n\n".join(filter(None, [mail.history, *old])))
    _cut(mail)


def _is_attached(part: Message) -> bool:
    return first(part, "Content-Disposition").lower().lstrip().startswith("attachment")


def _cut(mail: RawMail) -> None:
    """So much is kept in all; the new part first."""
    kept = mail.text.encode()[:MAX_TEXT].decode(errors="ignore")
    left = MAX_TEXT - len(kept.encode())
    history = mail.history.encode()[:left].decode(errors="ignore")
    mail.is_cut |= (kept, history) != (mail.text, mail.history)
    mail.text, mail.history = kept, history


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (
        LookupError,
        ValueError,
        TypeError,
        IndexError,
    ):  # RFC 2231 with an unknown charset, or half of it
        return "?"
    return plain(name[:1000])[-120:]


def _list(mail: RawMail, part: Message, kind: str, name: str) -> None:
    if mail.is_bounce or (not name and part.get_content_maintype() == "multipart"):
        return
    if len(mail.attachments) >= MOST_ATTACHMENTS:
        mail.is_cut = True
        return
    inner = part.get_payload(decode=True)
    size = len(inner) if isinstance(inner, bytes) else len(bytes(part))
    named = name or ("an e-mail" if kind == "message/rfc822" else "without a name")
    mail.attachments.append(
        {"name": named, "type": kind if TYPE.fullmatch(kind) else "unknown", "size": size}
    )


# -- what came back -------------------------------------------------------------------------------------


def _take_report(mail: RawMail, message: Message) -> None:
    """RFC 3464: the second part says what became of it, the third holds the mail or its headers."""
    parts: Any = message.get_payload()
    for part in parts[:10] if isinstance(parts, list) else []:
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            _take_status(mail, part)
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            mail.returned += MESSAGE_ID.findall(_id_of_returned(part))[:1]


def _take_status(mail: RawMail, part: Message) -> None:
    """The first recipient who did not get it; a mail that is only late did not come back."""
    blocks: Any = part.get_payload()
    for block in blocks[:20] if isinstance(blocks, list) else []:
        if header(block, "Action").lower() == "failed":
            code = re.match(r"[245]\.\d{1,3}\.\d{1,3}", header(block, "Status"))
            mail.reason = code[0] if code else "no code"
            return


def _id_of_returned(part: Message) -> str:
    inner: Any = part.get_payload()
    if isinstance(inner, list) and inner:
        return first(inner[0], "Message-ID")
    headers = message_from_bytes(mail_text.decoded(part)[:50_000].encode(errors="replace"))
    return first(headers, "Message-ID")
