from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "People"

    def ready(self) -> None:
        from staff import roles

        post_migrate.connect(roles.after_migrate, dispatch_uid="staff.roles")
