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
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config.start.wording import Refusal, refusals, say, step


def ready() -> None:
    state = state_of_static_files()
    collecting = collect_static_files(state)
    if settings.DATABASE_URL:
        connect()
    else:
        with step("Database"):
            connect()
    migrate()
    fill_empty_database()
    if collecting:
        with step("Static files"):
            finish(collecting, state)


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
        executor.check_replacements()  # whoever has passed all that one migration stands for has passed that one
        call_command("sync_roles", stdout=io.StringIO())  # code may have changed what a role may do


def collect_static_files(state: str) -> subprocess.Popen[bytes] | None:
    """Begins, when any has changed; compressing takes ten seconds of one core, which the database leaves idle."""
    if stamp().exists() and stamp().read_text() == state:
        return None
    stamp().unlink(missing_ok=True)
    return subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"], cwd=settings.BASE_DIR
    )


def finish(collecting: subprocess.Popen[bytes], state: str) -> None:
    if collecting.wait():
        raise Refusal("The static files could not be collected; what went wrong stands above.")
    stamp().write_text(state)


def stamp() -> Path:
    return Path(settings.VAR, "static.stamp")


def state_of_static_files() -> str:
    """Changes when a file of any app does, or what is done with them."""
    state = hashlib.sha256(Path(settings.BASE_DIR, "config", "static_files.py").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state.update(name.encode() + Path(storage.path(name)).read_bytes())
    return state.hexdigest()


def fill_empty_database() -> None:
    from config.demo import seed  # models: only after django.setup()

    if not seed.is_empty():
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


if __name__ == "__main__":
    with refusals():
        try:
            django.setup()
            ready()
        except ImproperlyConfigured as error:
            if isinstance(error.__cause__, ImportError):
                raise  # no setting, but code that cannot be loaded
            raise Refusal(str(error)) from error
