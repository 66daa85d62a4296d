"""One attempt to reach one webhook: what is posted, what the answer means, and when we come again.

After the Standard Webhooks 1.0 (standardwebhooks.com): any 2xx is a yes, 410 means never again, everything else is
tried again over three days.
"""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from config.outbound import Answer, Door, NoAnswer, Refused
from config.words import lines
from leads import payloads
from leads.models import Attempt, Delivery, Webhook
from leads.models.attempt import ANSWER_KEPT
from leads.models.delivery import NotSent

SECONDS, MINUTES, HOURS = (timedelta(**{unit: 1}) for unit in ["seconds", "minutes", "hours"])
PAUSES = [
    *(5 * SECONDS, 5 * MINUTES, 30 * MINUTES, 2 * HOURS, 5 * HOURS),
    *(10 * HOURS, 14 * HOURS, 20 * HOURS, 22 * HOURS),
]
MAX_ATTEMPTS = len(PAUSES) + 1  # over a little more than three days
LONGEST_WISH = timedelta(hours=24)  # of a receiver, in Retry-After


def call(delivery: Delivery, *, at: datetime) -> None:
    """Post it, and write down what was said and what came of it. Raises `NotSent` when it is to be tried again."""
    webhook = delivery.webhook
    assert webhook is not None  # leads_call_has_its_webhook
    made, answer = _ask(delivery, webhook, at)
    made.save()
    if made.arrived:
        webhook.note_success(at=at)
        delivery.mark_sent(at=at)
    elif delivery.event == Webhook.TEST:
        delivery.give_up(made.problem, at=at)
    else:
        _failed(delivery, webhook, made, answer, at)


def _ask(delivery: Delivery, webhook: Webhook, at: datetime) -> tuple[Attempt, Answer | None]:
    made = Attempt(delivery=delivery, at=at, host=webhook.host[:260])
    made.body = payloads.compose(delivery, webhook)
    body = made.body.encode()
    made.headers = {
        "Content-Type": "application/json",
        "User-Agent": "Byline",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(at.timestamp())),
    }
    answer = None
    try:
        signatures = webhook.signatures(delivery.message_id, body, at=at)
        answer = Door.of_site().post(webhook.address, body, {**made.headers, "webhook-signature": signatures})
    except Webhook.SecretLost:
        made.problem = (
            "The SECRET_KEY of this site was changed, and the webhook’s secret with it: make a new one."
        )
    except (Refused, NoAnswer) as error:
        made.problem = str(error)
    else:
        made.status, made.seconds, made.problem = answer.status, answer.seconds, in_words(answer.status)
        made.answer = lines(answer.body.decode(errors="replace"))[:ANSWER_KEPT]
    return made, answer


def _failed(delivery: Delivery, webhook: Webhook, made: Attempt, answer: Answer | None, at: datetime) -> None:
    """What is given up stays in the list; what waits when its webhook is switched off goes on waiting."""
    if made.status == HTTPStatus.GONE:
        webhook.give_up("The receiver says that it is gone for good (410).", at=at)
        delivery.give_up(made.problem, at=at)
    elif webhook.note_failure(at=at):
        delivery.put_off(made.problem, until=at)
    elif delivery.attempts >= MAX_ATTEMPTS:
        delivery.give_up(made.problem, at=at)
    else:
        until = at + pause(delivery.attempts, wish(answer, at=at))
        delivery.put_off(made.problem, until=until)
        raise NotSent(made.problem, until)


def pause(attempts: int, wished: timedelta) -> timedelta:
    """After the n-th attempt: ours, or longer when the receiver wishes so, and never to the second the same."""
    ours = PAUSES[min(attempts, len(PAUSES)) - 1] * random.uniform(1, 1.1)
    return max(ours, min(wished, LONGEST_WISH))


def wish(answer: Answer | None, *, at: datetime) -> timedelta:
    """How long the receiver wishes to be left alone: Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
    said = answer.headers.get("retry-after", "").strip() if answer else ""
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return timedelta()
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at, timedelta())


def in_words(status: int) -> str:
    """What is wrong with an answer; empty for a yes."""
    if 200 <= status < 300:
        return ""
    match status:
        case HTTPStatus.GONE:
            return "The receiver says that it is gone for good (410)."
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return (
                f"The receiver does not let us in ({status}). Is the secret, or the address, the present one?"
            )
        case HTTPStatus.NOT_FOUND:
            return "The receiver knows nothing of this address (404)."
        case HTTPStatus.TOO_MANY_REQUESTS:
            return "The receiver asked us to slow down (429)."
        case _ if 300 <= status < 400:
            return (
                f"The receiver sent us elsewhere ({status}), where we do not go. Write the new address here."
            )
        case _ if status >= 500:
            return f"The receiver has a problem of its own ({status})."
        case _:
            return f"The receiver refused it ({status})."
