"""The people who answer leads: whoever may change one, through a role. Nobody's role is named here."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, Q, QuerySet

from staff.models import User
from staff.roles import OWNER


def experts() -> "QuerySet[User]":
    """Active people who may sign in and answer leads; the site's superusers only if a role says so, too."""
    may_answer = ModelBackend().with_perm("leads.change_lead", include_superusers=False)
    return may_answer.filter(is_staff=True).order_by("name", "pk")


def leading() -> "QuerySet[User]":
    """Active people who may give leads to others; the site's superusers only if a role says so, too."""
    may_assign = ModelBackend().with_perm("leads.assign_lead", include_superusers=False)
    return may_assign.filter(is_staff=True).order_by("name", "pk")


def owners() -> "QuerySet[User]":
    """Active people with the role of owner, else the site's superusers: who is told when nobody else would be."""
    people = User.objects.filter(is_active=True, is_staff=True).order_by("pk")
    in_role = people.order_by().filter(groups__name=OWNER).values("pk")
    return people.filter(Q(pk__in=in_role) | Q(~Exists(in_role), is_superuser=True))
