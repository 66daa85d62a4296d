"""`manage.py bring_in_spool`, where the worker does not see the web server's spool."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from leads import spool


class Command(BaseCommand):
    help = "Bring enquiries that came while the database was away into it; the worker does the same once a minute."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = spool.bring_in()
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                f"The database is still away; {len(spool.waiting())} enquiries wait, and nothing is lost."
            ) from error
        self.stdout.write(f"{count} brought in, {len(spool.unreadable())} unreadable.")
