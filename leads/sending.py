"""One attempt to send one delivery, and what its failure means, in words without anybody's address. How a webhook is
called stands in leads/calling.py.
"""

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.db.models import QuerySet
from django.utils import timezone

from config.prepared import Given, PreparedObjects
from leads import calling
from leads.emails import compose
from leads.models import Delivery
from leads.models.delivery import MAX_ATTEMPTS, NotSent

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=12)


class MailConnection:
    """To the mail server, for several mails: opened by the first, and anew after one that failed."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def send(self, mail: EmailMessage) -> None:
        mail.connection = self._backend
        if not self._is_open_still():  # some servers take a few mails over a connection, and no more
            self.close()
        try:
            self._backend.open()
            mail.send()
        except Exception:
            self.close()
            raise

    def _is_open_still(self) -> bool:
        held = getattr(self._backend, "connection", None)  # none as long as nothing was sent, nor to a folder
        try:
            return held is None or held.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        # What was sent is sent, however the server says goodbye.
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()


def attempt_all(delivery_ids: Sequence[int]) -> None:
    """One after the other, over one connection; no failure keeps the next from being tried.

    Raises what needs another attempt: first what nobody foresaw, else the `NotSent` that is due next.
    """
    connection, failures = MailConnection(), list[Exception]()
    # By their keys alone, as `Delivery.take`.
    rows = Delivery.objects.filter(pk__in=delivery_ids).order_by("pk")
    for delivery_id, due_at, *ended in rows.values_list("pk", "due_at", "sent_at", "failed_at"):
        try:
            if due_at > timezone.now() and not any(ended):
                raise NotSent("It is not due yet.", due_at)
            attempt(delivery_id, connection=connection)
        except Exception as error:
            failures.append(error)
    connection.close()
    later = [error for error in failures if isinstance(error, NotSent)]
    if len(later) < len(failures):
        raise next(error for error in failures if error not in later)
    if later:
        raise min(later, key=lambda error: error.until)


def attempt(delivery_id: int, *, is_test: bool = False, connection: MailConnection | None = None) -> None:
    """Send it, unless that is done. At least once: marked only afterwards, with the same Message-ID on every attempt.

    A test reaches a webhook that is switched off, too.

    Raises `NotSent`, and `Delivery.InHand` while another worker has it. A failure for good is written on the row.
    """
    delivery = WITH_LEAD.first(pk=delivery_id)
    if delivery is None or (delivery.is_held and not is_test) or not delivery.take(at=timezone.now()):
        return
    if (delivery := WITH_LEAD.first(pk=delivery_id)) is None:  # as it stands now that nobody else has it
        return
    is_call = delivery.kind == Delivery.Kind.WEBHOOK
    # The earlier ones ended in a way that nobody foresaw, or were killed.
    if delivery.attempts > (calling.MAX_ATTEMPTS if is_call else MAX_ATTEMPTS):
        delivery.give_up("No attempt came to its end; the worker’s log says why.", at=timezone.now())
        return
    if is_call:
        calling.call(delivery, at=timezone.now())
        return
    try:
        mail = compose(delivery)
        connection.send(mail) if connection else mail.send()
    except (OSError, smtplib.SMTPException, BadHeaderError, UnicodeError) as error:
        _record(delivery, error, at=timezone.now())
    else:
        delivery.mark_sent(at=timezone.now())


def _with_lead() -> QuerySet[Delivery]:
    found = Delivery.objects.select_related("lead__category", "lead__article", "lead__expert", "webhook")
    return found.filter(pk=Given("pk"))


WITH_LEAD = PreparedObjects(_with_lead)


def _record(delivery: Delivery, error: Exception, *, at: datetime) -> None:
    problem = in_words(error)
    if is_final(error) or delivery.attempts >= MAX_ATTEMPTS:
        delivery.give_up(problem, at=at)
        return
    until = at + wait(delivery.attempts)
    delivery.put_off(problem, until=until)
    raise NotSent(problem, until) from None  # the cause names the recipient; logs must not


def wait(attempts: int) -> timedelta:
    """After the n-th attempt: 15 s, doubled twice each time, at most half a day; together about three days."""
    return min(FIRST_WAIT * 4 ** (attempts - 1), LONGEST_WAIT)


def is_final(error: Exception) -> bool:
    """A refusal that no second attempt will change: RFC 5321, section 4.2.1, codes from 500."""
    if isinstance(error, BadHeaderError | UnicodeError | smtplib.SMTPNotSupportedError):
        return True
    return _code(error) >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)


def in_words(error: Exception) -> str:
    code = f" (code {_code(error)})" if _code(error) else ""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return f"The mail server does not take mail for this address{code}."
        case smtplib.SMTPAuthenticationError():
            return f"The mail server does not accept our user name or password{code}. Check EMAIL_URL."
        case smtplib.SMTPResponseException():
            return f"The mail server refused this mail{code}."
        case smtplib.SMTPServerDisconnected():  # so smtplib calls a silent server, too
            return "The mail server hung up or did not answer in time."
        case smtplib.SMTPException():
            return f"The mail server broke off the conversation ({type(error).__name__})."
        case BadHeaderError() | UnicodeError():
            return "This address or subject cannot be written in a mail."
        case TimeoutError():
            return "The mail server did not answer in time."
        case _:
            return (
                f"The mail server cannot be reached, or the mail cannot be written ({type(error).__name__})."
            )


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _ in error.recipients.values()), default=0)
    return getattr(error, "smtp_code", 0) or 0
