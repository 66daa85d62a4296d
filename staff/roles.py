"""Roles are groups; what each may do stands in the `roles.py` of the app whose models it concerns.

An app's `roles.py` holds `GRANTS`: role → {model name: permission verbs}. `sync` makes the groups say exactly
that, after every `migrate` and on `manage.py sync_roles`. Nothing is granted on Django's log entries, groups and
permissions, or on jobs: whoever may change those is as good as a superuser.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

AUTHOR, EDITOR, SALES, SALES_LEAD, OWNER = "author", "editor", "sales", "sales lead", "owner"
ROLES = [AUTHOR, EDITOR, SALES, SALES_LEAD, OWNER]

Grants = dict[str, dict[str, list[str]]]

# A person is made inactive, not deleted: what they did stays readable. Only a superuser can delete one.
ABSENCES = {"Absence": ["view", "add", "change", "delete"]}
GRANTS: Grants = {SALES_LEAD: ABSENCES, OWNER: {"User": ["view", "add", "change"], **ABSENCES}}


def sync() -> None:
    """Bring every role's group to what the code grants: adds what is missing, takes away the rest."""
    with transaction.atomic():
        for role in ROLES:
            group, _ = Group.objects.get_or_create(name=role)
            group.permissions.set(_permissions(role))


def after_migrate(app_config: AppConfig, **kwargs: object) -> None:
    """Once a `migrate`. The permissions of later apps are made here, ahead of their own turn."""
    if app_config.name == "staff":
        for config in apps.get_app_configs():
            create_permissions(config, verbosity=0)
        sync()


def _permissions(role: str) -> list[Permission]:
    return [
        Permission.objects.get(
            content_type__app_label=app, content_type__model=model.lower(), codename=codename
        )
        for app, model, codename in _granted(role)
    ]


def _granted(role: str) -> Iterator[tuple[str, str, str]]:
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.roles"):
            grants: Grants = import_module(f"{config.name}.roles").GRANTS
            for model, verbs in grants.get(role, {}).items():
                for verb in verbs:
                    yield config.label, model, f"{verb}_{model.lower()}"
