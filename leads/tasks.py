"""What the worker does for leads: send what is due, bring back what a killed worker left, forget networks."""

import random
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from leads import alarm, canary, facts, giving, learning, mailbox, promise, retention, spool, sums, telling
from leads.models import Attempt, Delivery, InboundMail, Lead
from leads.models.delivery import LEASE, NotSent
from leads.sending import attempt, attempt_all

FIRST = 100  # before any number of waiting mails: enquiries in the spool stand nowhere else
NETWORKS_KEPT = timedelta(days=1)


class WhenDue(BaseRetryStrategy):
    """Again when the row says; with some jitter, so that a mail server that was away is not met by all at once.

    The row decides when it ends (leads/sending.py), so this never does.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        until = exception.until if isinstance(exception, NotSent) else timezone.now() + LEASE
        return RetryDecision(retry_at=until + (until - timezone.now()) * random.uniform(0, 0.2))


@app.task(name="leads.deliver", queue="mail", retry=WhenDue())
def deliver(delivery_id: int) -> None:
    attempt(delivery_id)


@app.task(name="leads.deliver_all", queue="mail", retry=WhenDue())
def deliver_all(delivery_ids: list[int]) -> None:
    """All mails of a new lead: a job costs the database and the worker more than a mail."""
    attempt_all(delivery_ids)


@app.task(name="leads.call", queue="webhooks", priority=-10, retry=WhenDue())
def call(delivery_id: int) -> None:
    """After all mails: a receiver may take ten seconds to say nothing."""
    attempt(delivery_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="leads.write_digests", queue="housekeeping", queueing_lock="write_digests")
def write_digests(timestamp: int) -> None:
    telling.write_digests(at=timezone.now())


@app.periodic(cron="53 3 * * *")
@app.task(name="leads.forget_attempts", queue="housekeeping", queueing_lock="forget_attempts")
def forget_attempts(timestamp: int) -> None:
    Attempt.objects.old(at=timezone.now()).delete()


@app.periodic(cron="* * * * *")
@app.task(
    name="leads.bring_back_stalled",
    queue="housekeeping",
    queueing_lock="bring_back_stalled",
    priority=FIRST,
    pass_context=True,
)
async def bring_back_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of every queue whose worker was killed stand as `doing` for ever; their tasks are idempotent, so: again."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="leads.bring_in_spool", queue="housekeeping", queueing_lock="bring_in_spool", priority=FIRST)
def bring_in_spool(timestamp: int) -> None:
    spool.bring_in()


@app.periodic(cron="* * * * *")
@app.task(name="leads.give", queue="housekeeping", queueing_lock="give", lock="give")
def give(timestamp: int) -> None:
    """By assignment rules, one at a time: of the worker's two hands, the other is free for mails."""
    giving.give(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="leads.keep_facts", queue="housekeeping", queueing_lock="keep_facts")
def keep_facts(timestamp: int) -> None:
    """Very many at once, as on a site that has leads and no facts yet, are gone through one after the other."""
    if not facts.catch_up():
        facts.renew_all()


@app.periodic(cron="*/10 * * * *")
@app.task(name="leads.sum_months", queue="housekeeping", queueing_lock="sum_months")
def sum_months(timestamp: int) -> None:
    sums.sum_months(today=timezone.localdate(timezone.now(), timezone.get_default_timezone()))


@app.periodic(cron="11 2 * * *")
@app.task(name="leads.renew_facts", queue="housekeeping", queueing_lock="renew_facts")
def renew_facts(timestamp: int) -> None:
    """Every night, so that what no event tells of, such as other business hours, is in the report the next day."""
    facts.renew_all()


@app.periodic(cron="*/5 * * * *")
@app.task(name="leads.queue_forgotten", queue="housekeeping", queueing_lock="queue_forgotten")
def queue_forgotten(timestamp: int) -> None:
    """A delivery that is long due and has no job any more gets a new one."""
    at = timezone.now()
    names = ["leads.deliver", "leads.deliver_all", "leads.call"]
    jobs = ProcrastinateJob.objects.filter(task_name__in=names, status__in=["todo", "doing"])
    in_hand = set(chain.from_iterable(map(deliveries_of, jobs.values_list("args", flat=True))))
    for delivery in Delivery.objects.forgotten(at=at):
        if delivery.pk not in in_hand:
            delivery.queue(at=at)


def deliveries_of(args: dict[str, Any]) -> list[int]:
    """Keys of those that a job with these arguments sends."""
    return args.get("delivery_ids") or [args["delivery_id"]]


@app.periodic(cron="* * * * *")
@app.task(name="leads.read_mailbox", queue="housekeeping", queueing_lock="read_mailbox", lock="read_mailbox")
def read_mailbox(timestamp: int) -> None:
    if settings.INBOUND_IMAP:
        mailbox.poll(settings.INBOUND_IMAP, at=timezone.now())


@app.periodic(cron="29 3 * * *")
@app.task(name="leads.forget_strays", queue="housekeeping", queueing_lock="forget_strays")
def forget_strays(timestamp: int) -> None:
    InboundMail.objects.old_strays(at=timezone.now()).delete()


@app.periodic(cron="*/5 * * * *")
@app.task(name="leads.send_canary", queue="housekeeping", queueing_lock="send_canary")
def send_canary(timestamp: int) -> None:
    if settings.CANARY:
        canary.watch(at=timezone.now())


@app.task(name="leads.tell_owner", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_owner(owner_id: int, problem: str, since: str) -> None:
    """That the form does not work; without a problem, that it works again."""
    alarm.tell(owner_id, problem, since=datetime.fromisoformat(since))


@app.periodic(cron="* * * * *")
@app.task(name="leads.learn", queue="housekeeping", queueing_lock="learn")
def learn(timestamp: int) -> None:
    learning.learn()


@app.periodic(cron="7 * * * *")
@app.task(name="leads.measure_promise", queue="housekeeping", queueing_lock="measure_promise")
def measure_promise(timestamp: int) -> None:
    promise.measure(at=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="leads.forget_done", queue="housekeeping", queueing_lock="forget_done", pass_context=True)
async def forget_done(context: JobContext, timestamp: int) -> None:
    """Jobs of every queue that did their work a week ago; the deliveries themselves stay with their leads."""
    await context.app.job_manager.delete_old_jobs(nb_hours=7 * 24)


@app.periodic(cron="33 3 * * *")
@app.task(name="leads.forget_old", queue="housekeeping", queueing_lock="forget_old")
def forget_old(timestamp: int) -> None:
    retention.apply(at=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="leads.forget_networks", queue="housekeeping", queueing_lock="forget_networks")
def forget_networks(timestamp: int) -> None:
    forget_networks_before(timezone.now() - NETWORKS_KEPT)


def forget_networks_before(moment: datetime) -> None:
    Lead.objects.filter(received_at__lt=moment).exclude(network="").update(network="")
