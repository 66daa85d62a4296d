"""The people who answer leads: whoever may change one, through a role. Nobody's role is named here."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from staff.models import User


def experts() -> "QuerySet[User]":
    """Active people who may sign in and answer leads; the site's superusers only if a role says so, too."""
    may_answer = ModelBackend().with_perm("leads.change_lead", include_superusers=False)
    return may_answer.filter(is_staff=True).order_by("name", "pk")


def owners() -> "QuerySet[User]":
    """Whoever may change the company, superusers too: they are told when the form itself does not work."""
    return ModelBackend().with_perm("brand.change_company").filter(is_staff=True).order_by("pk")
