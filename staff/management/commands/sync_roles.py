from typing import Any

from django.core.management.base import BaseCommand

from staff import roles


class Command(BaseCommand):
    help = "Make the groups of the roles say exactly what the code grants them."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.sync()
        self.stdout.write(f"In step: {', '.join(roles.ROLES)}.")
