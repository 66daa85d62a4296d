"""The worker: `python -m config.start.worker`. The same as `manage.py procrastinate worker`, without its greeting."""

import django

from config.start.giving_way import give_way, heed_what_waits

CONCURRENCY = 2
KEPT_SECONDS = 60  # that a connection may live
LAST_SECONDS = 2.0  # for jobs that run when we are told to stop; the rest is taken up by the next worker


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
    heed_what_waits()
    work()
