from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo import people, seed


class Command(BaseCommand):
    help = "Fill an empty database with the demo company Webzworld. Refuses when DEBUG is off."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo content is for trying things out: set DEBUG=on if this is such a copy.")
        if not seed.is_empty():
            raise CommandError("This database holds something already, so nothing was added.")
        seed.seed(at=timezone.now())
        self.stdout.write(
            f"Demo content is in place; the logins' password stands in {people.password_file()}."
        )
