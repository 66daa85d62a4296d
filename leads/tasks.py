"""What the worker does for leads: send what is due, bring back what a killed worker left, forget networks."""

import random
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from leads import spool
from leads.models import Delivery, Lead
from leads.models.delivery import LEASE
from leads.sending import NotSent, attempt

FIRST = 100  # before any number of waiting mails: a storm left enquiries in the spool behind 40,000 of them
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


@app.periodic(cron="*/5 * * * *")
@app.task(name="leads.queue_forgotten", queue="housekeeping", queueing_lock="queue_forgotten")
def queue_forgotten(timestamp: int) -> None:
    """A delivery that is long due and has no job any more gets a new one."""
    at = timezone.now()
    for delivery in Delivery.objects.forgotten(at=at):
        if not _has_job(delivery):
            delivery.queue(at=at)


def _has_job(delivery: Delivery) -> bool:
    return ProcrastinateJob.objects.filter(
        task_name="leads.deliver", args__delivery_id=delivery.pk, status__in=["todo", "doing"]
    ).exists()


@app.periodic(cron="41 3 * * *")
@app.task(name="leads.forget_done", queue="housekeeping", queueing_lock="forget_done", pass_context=True)
async def forget_done(context: JobContext, timestamp: int) -> None:
    """Jobs of every queue that did their work a week ago; the deliveries themselves stay with their leads."""
    await context.app.job_manager.delete_old_jobs(nb_hours=7 * 24)


@app.periodic(cron="17 * * * *")
@app.task(name="leads.forget_networks", queue="housekeeping", queueing_lock="forget_networks")
def forget_networks(timestamp: int) -> None:
    forget_networks_before(timezone.now() - NETWORKS_KEPT)


def forget_networks_before(moment: datetime) -> None:
    Lead.objects.filter(received_at__lt=moment).exclude(network="").update(network="")
