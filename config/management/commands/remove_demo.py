from typing import Any

from django.core.management.base import BaseCommand

from config.demo import seed
from staff.models import User


class Command(BaseCommand):
    help = "Take the demo company Webzworld away again. Your own articles, pictures and leads stay."

    def handle(self, *args: Any, **options: Any) -> None:
        seed.remove()
        self.stdout.write("The demo content is gone.")
        if not User.objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("Nobody can sign in now. Make your own login: bin/manage createsuperuser")
