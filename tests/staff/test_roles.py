import pytest
from django.contrib.auth.models import Group, Permission

from staff import roles
from staff.roles import AUTHOR, EDITOR, OWNER, ROLES, SALES, SALES_LEAD

pytestmark = pytest.mark.django_db


def granted(role):
    found = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}


def test_nobody_is_granted_what_would_make_them_a_superuser():
    dangerous = ["auth", "admin", "sessions", "contenttypes", "procrastinate"]
    assert {right.split(".")[0] for role in ROLES for right in granted(role)}.isdisjoint(dangerous)
    assert {right for role in ROLES for right in granted(role) if right.startswith("staff.")} == {
        "staff.view_user",
        "staff.add_user",
        "staff.change_user",
        *(f"staff.{verb}_absence" for verb in ["view", "add", "change", "delete"]),
    }
    assert {role for role in ROLES if "staff.change_user" in granted(role)} == {OWNER}


def test_leads_are_the_sales_peoples_and_articles_the_writers():
    touching = {role: {right.split(".")[0] for right in granted(role)} for role in ROLES}
    assert touching == {
        AUTHOR: {"blog"},
        EDITOR: {"blog", "brand", "reviews"},
        SALES: {"leads"},
        SALES_LEAD: {"brand", "leads", "staff"},
        OWNER: {"blog", "brand", "leads", "reviews", "staff"},
    }


def test_sync_takes_away_what_the_code_does_not_grant():
    before = granted(SALES)
    group = Group.objects.get(name=SALES)
    group.permissions.set(Permission.objects.all())
    roles.sync()
    assert granted(SALES) == before
