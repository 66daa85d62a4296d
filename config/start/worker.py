"""The worker: `python -m config.start.worker`. The same as `manage.py procrastinate worker`, without its greeting."""

import os
from contextlib import suppress
from pathlib import Path

import django

CONCURRENCY = 2
NICENESS = 10  # a tenth of a processor, where all are busy
KEPT_SECONDS = 60  # that a connection may live
LAST_SECONDS = 2.0  # for jobs that run when we are told to stop; the rest is taken up by the next worker


def give_way() -> None:
    """Pictures and mails can wait; a reader who shares the processor with them should not.

    Linux shares processors among sessions first, and among the processes of each then: a nice process that has a
    session for itself takes as much as any other, unless the session is nice, too (sched(7), autogroup).
    """
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # other systems have no such file
            Path("/proc/self/autogroup").write_text(str(NICENESS))


def work() -> None:
    """Until SIGTERM."""
    from django.db import connections
    from procrastinate.contrib.django import app

    # Jobs follow one another: a new connection for each cost the database as much as the job.
    connections.settings["default"]["CONN_MAX_AGE"] = KEPT_SECONDS
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's has it
    with app.replace_connector(connector) as worker:
        worker.run_worker(concurrency=CONCURRENCY, shutdown_graceful_timeout=LAST_SECONDS)


if __name__ == "__main__":
    give_way()
    django.setup()
    work()
