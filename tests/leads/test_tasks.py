import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from config import mail
from leads.models import Delivery, Lead
from leads.models.delivery import LATE_AFTER
from leads.sending import NotSent
from leads.tasks import WhenDue, forget_networks_before, queue_forgotten
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead


def work(*queues):
    """A real worker in this process, until nothing is left to do now."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(queues=list(queues), wait=False, listen_notify=False, install_signal_handlers=False)


def jobs():
    """Only ours: a worker that starts also defers what is periodic."""
    ours = ProcrastinateJob.objects.filter(task_name__startswith="leads.deliver").order_by("id")
    return list(ours.values_list("status", "attempts"))


def test_the_worker_sends_both_mails_of_a_lead(no_old_jobs, settings):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    make_user("sales@example.com", role="sales")
    lead = make_lead(email="ada@client.example.com")
    work("mail")
    assert sorted(found["To"] for found in mail.all_mails()) == [
        "ada@client.example.com",
        "sales@example.com",
    ]
    assert jobs() == [("succeeded", 1)]
    assert [delivery.state() for delivery in lead.deliveries.all()] == ["sent", "sent"]
    for delivery in lead.deliveries.all():
        delivery.queue(at=timezone.now())  # a cloned job
    work("mail")
    assert (len(mail.names()), len(jobs())) == (2, 3)


def test_a_mail_that_cannot_go_out_now_is_put_off_not_lost(no_old_jobs, settings, tmp_path):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "blocked"
    settings.MAIL_FOLDER.write_text("a file where the folder should be")
    make_lead()
    work("mail")
    assert jobs() == [("todo", 1)]
    assert Delivery.objects.get().due_at <= ProcrastinateJob.objects.get(queue_name="mail").scheduled_at
    settings.MAIL_FOLDER.unlink()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
        cursor.execute("UPDATE leads_delivery SET due_at = now()")
    work("mail")
    assert (len(mail.names()), jobs()) == (1, [("succeeded", 2)])


@pytest.mark.process
def test_the_worker_as_a_process_of_its_own_sends_what_was_committed(no_old_jobs, tmp_path):
    make_lead(email="ada@client.example.com")
    name, host = connection.settings_dict["NAME"], connection.settings_dict["HOST"]
    url = f"postgres://{connection.settings_dict['USER']}@/{name}?host={host}"
    subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "--queues", "mail"],
        env={**os.environ, "DATABASE_URL": url, "BYLINE_VAR": str(tmp_path), "EMAIL_URL": ""},
        cwd=site.BASE_DIR,
        check=True,
        timeout=60,
        capture_output=True,
    )
    assert [found["To"] for found in mail.all_mails()] == ["ada@client.example.com"]
    assert Delivery.objects.get().state() == "sent"


def test_a_job_whose_worker_was_killed_is_brought_back(no_old_jobs, settings):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    make_lead()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]]
        )
    app.configure_task("leads.bring_back_stalled", queue="housekeeping").defer(timestamp=0)
    work("housekeeping")
    work("mail")
    assert (len(mail.names()), Delivery.objects.get().state()) == (1, "sent")


@pytest.mark.django_db
def test_a_delivery_without_a_job_gets_one_and_one_with_a_job_does_not():
    lead = make_lead()
    at = timezone.now()
    Delivery.objects.update(due_at=at - LATE_AFTER * 2)
    queue_forgotten(0)
    assert len(jobs()) == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    queue_forgotten(0)
    queue_forgotten(0)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"delivery_id": lead.deliveries.get().pk}]


@pytest.mark.django_db
def test_networks_are_forgotten_after_a_day():
    old, new = make_lead(at=NOW - timedelta(days=2), network="a"), make_lead(network="b")
    forget_networks_before(NOW - timedelta(days=1))
    assert dict(Lead.objects.values_list("pk", "network")) == {old.pk: "", new.pk: "b"}


def test_the_next_attempt_is_when_the_row_says_give_or_take_a_fifth():
    until = timezone.now() + timedelta(hours=1)
    decision = WhenDue().get_retry_decision(exception=NotSent("busy", until), job=None)
    assert until <= decision.retry_at <= until + timedelta(minutes=12)


def test_jobs_that_are_long_done_are_cleared_away_and_their_deliveries_stay(no_old_jobs, settings):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    make_lead()
    work("mail")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    app.configure_task("leads.forget_done", queue="housekeeping").defer(timestamp=0)
    work("housekeeping")
    assert (jobs(), Delivery.objects.get().state()) == ([], "sent")
