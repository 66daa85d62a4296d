"""Makes database and files fit for this version of the code: `python -m config.start.readying`.

A process of its own, so that the supervisor holds no database connection. Says nothing about what is ready already.
"""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config.start.wording import Refusal, refusals, say, step


def ready() -> None:
    if settings.DATABASE_URL:
        connect()
    else:
        with step("Database"):
            connect()
    migrate()
    collect_static_files()
    fill_empty_database()


def connect() -> None:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        first_line = str(error).strip().splitlines()[0]
        name = "The database that DATABASE_URL names" if settings.DATABASE_URL else "The database"
        raise Refusal(f"{name} does not answer: {first_line}") from error


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Tables"):
            call_command("migrate", verbosity=0, interactive=False)
    else:
        call_command("sync_roles", stdout=io.StringIO())  # code may have changed what a role may do


def collect_static_files() -> None:
    stamp = settings.VAR / "static.stamp"
    now = state_of_static_files()
    if not stamp.exists() or stamp.read_text() != now:
        with step("Static files"):
            call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(now)


def state_of_static_files() -> str:
    """Changes when a file of any app does: names, sizes, times, not their contents (20 ms instead of 300)."""
    state = hashlib.sha256(Path(settings.BASE_DIR, "requirements.txt").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = os.stat(storage.path(name))
            state.update(f"{name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return state.hexdigest()


def fill_empty_database() -> None:
    if not is_empty():
        return
    if settings.DATABASE_URL and not settings.DEBUG:
        say("  The database holds no articles. DEBUG=on bin/start fills it with demo content.")
        return
    with step("Demo content"):
        # Not in this process: DEBUG is on for the seeding alone.
        done = subprocess.run(
            [sys.executable, "manage.py", "seed_demo"],
            env=os.environ | {"DEBUG": "on"},
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    if done.returncode:
        say("  The demo content could not be made (see above); the site starts without it.")


def is_empty() -> bool:
    people, articles = apps.get_model("staff.User").objects, apps.get_model("blog.Article").objects
    return not people.exists() and not articles.exists()


if __name__ == "__main__":
    with refusals():
        try:
            django.setup()
            ready()
        except ImproperlyConfigured as error:
            raise Refusal(str(error)) from error
