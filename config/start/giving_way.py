"""How far the worker gives way: to everybody, until a mail or the like has waited for ten seconds.

Pictures and mails can wait; a reader, or a visitor who has just pressed “Send”, and shares the processor with them
should not. Where all processors are busy for longer, jobs get their tenth, so that no flood puts them off for ever.
"""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.db import Error, connection

NICENESS, LEAST = 10, 19  # a tenth of a processor, where all are busy; next to nothing
LATE = 10  # seconds that a job may have been due
EVERY = 2  # seconds
OLDEST = """
SELECT extract(epoch FROM now() - COALESCE(scheduled_at, (
    SELECT at FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred' ORDER BY id LIMIT 1
))) FROM procrastinate_jobs AS job
WHERE status = 'todo' AND queue_name <> 'pictures' AND (scheduled_at IS NULL OR scheduled_at <= now())
ORDER BY id LIMIT 1
"""


def give_way() -> None:
    """From now on, to everybody."""
    os.nice(NICENESS)
    if _let_session_be(LEAST) and can_leave_idle():
        _let_threads_be(os.SCHED_IDLE)


def heed_what_waits() -> None:
    """From now on, once Django is set up. Only a session of one's own can give way less far again."""
    if _let_session_be(LEAST):
        threading.Thread(target=_look_at_what_waits, name="giving way", daemon=True).start()


@cache
def can_leave_idle() -> bool:
    """Whether a process of ours that only takes what nobody wants may take more again (Linux: sched(7), SCHED_IDLE).

    The superuser's may; another's when RLIMIT_NICE, which systemd calls LimitNICE, allows how nice it is.
    """
    if not hasattr(os, "SCHED_IDLE"):
        return False
    with ThreadPoolExecutor(1) as thread:  # one that may have to stay so, and ends
        return thread.submit(_leaves_idle).result()


def waiting() -> float:
    """Seconds that the first of the jobs that are due has been due for; 0 when there is none. Pictures do not count."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        found = cursor.fetchone()
    return float(found[0] or 0) if found else 0.0


def _look_at_what_waits() -> None:
    while True:
        time.sleep(EVERY)
        try:
            is_late = waiting() > LATE
        except Error:  # the database is away; so is the work
            connection.close()
            continue
        _let_session_be(NICENESS if is_late else LEAST)
        if can_leave_idle():
            _let_threads_be(os.SCHED_OTHER if is_late else os.SCHED_IDLE)


def _leaves_idle() -> bool:
    try:
        for policy in [os.SCHED_IDLE, os.SCHED_OTHER]:
            os.sched_setscheduler(0, policy, os.sched_param(0))
    except OSError:
        return False
    return True


def _let_threads_be(policy: int) -> None:
    """All of this process. Whoever wakes takes the processor from an idle one at once, from a nice one only sometimes.

    What it starts is nice as before: a picture has to be made within a time by the clock (config/darkroom.py).
    """
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has ended meanwhile
            os.sched_setscheduler(int(thread.name), policy | os.SCHED_RESET_ON_FORK, os.sched_param(0))


def _let_session_be(nice: int) -> bool:
    """Whether this session is ours alone, and this system shares processors among sessions first (Linux: sched(7),
    autogroup), and was told so. Among the processes of one session it shares then: a nice one that has a session for
    itself takes as much as any.
    """
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(nice))
            return True
    return False
