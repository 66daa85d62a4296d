"""What the worker does for the page cache."""

import logging

from procrastinate.contrib.django import app

from config.page_cache import purging
from config.page_cache.cdn import NotPurged

log = logging.getLogger(__name__)


@app.task(name="config.purge", queue="purge")
def purge() -> None:
    """Asked for by the database, in the transaction that dropped something."""
    try:
        purging.purge()
    except NotPurged as problem:
        log.error("%s Pages stay there as they were; we ask again each minute.", problem)


@app.periodic(cron="* * * * *")
@app.task(name="config.purge_again", queue="purge", queueing_lock="purge_again")
def purge_again(timestamp: int) -> None:
    """What the CDN refused."""
    purge.func()
