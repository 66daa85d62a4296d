"""The PostgreSQL that the product runs by itself when `DATABASE_URL` is unset (docs/decisions/0002).

    client process ── lease (a shared lock) ──▶ keeper process ── owns ──▶ postgres

A client takes a lease and sees to it that a keeper runs; the keeper starts the server, starts it again when it dies,
and stops it a few seconds after the last lease is gone. Leases are locks on a file, so any death of a client frees its
own.

This module is read by every start of every command: it imports nothing that starts, finds or waits for anything.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.embedded.lease import ConnectionTarget

NAME = "byline"  # of the database, and of the user who owns it


class NotRunning(Exception):
    """Why there is no server: a sentence for a person; where it helps, with the last lines of the server's log."""


def settings(var: Path) -> dict[str, object]:
    """`DATABASES["default"]` for the server below `var`; no server is started before the first connection."""
    if sys.platform == "win32":
        from django.core.exceptions import ImproperlyConfigured

        raise ImproperlyConfigured(
            "On Windows the site cannot run its own PostgreSQL: set DATABASE_URL to the address of one."
        )
    return {"ENGINE": "config.embedded.backend", "NAME": NAME, "USER": NAME, "VAR": str(var)}


def ensure_running(var: Path) -> "ConnectionTarget":
    """Where the server below `var` listens; started when it is not running, kept while this process lives.

    For any thread of any process, also after a fork. Some microseconds once the server runs, 0.2 s to start it, 0.7 s
    the first time. Raises `NotRunning`.
    """
    from config.embedded import lease

    return lease.ensure_running(var)


def stop(var: Path) -> bool:
    """Give back this process's lease; when it was the last, stop the server now and wait for its end.

    False when another process still needs the server. Close your own connections before.
    """
    from config.embedded import lease

    return lease.stop(var)
