from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LeadsConfig(AppConfig):
    name = "leads"
    verbose_name = "Sales"

    def ready(self) -> None:
        from leads.models import Stage

        post_migrate.connect(Stage.write_our_own, sender=self, dispatch_uid="leads.stages")
