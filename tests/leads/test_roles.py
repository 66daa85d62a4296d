import pytest

from staff.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("author", set()),
        ("editor", set()),
        ("sales", {"view_lead", "change_lead", "view_delivery"}),
        (
            "sales lead",
            {"view_lead", "change_lead", "assign_lead", "view_delivery", "change_delivery", "view_leadfacts"},
        ),
        (
            "owner",
            {"view_lead", "change_lead", "assign_lead", "delete_lead"}
            | {"view_delivery", "change_delivery", "read_delivery"}
            | {"view_leadfacts", "export_leadfacts", "view_receipt", "change_receipt"},
        ),
    ],
)
def test_each_role_may_do_its_part_with_leads(role, may):
    user = User.objects.get(pk=make_user(role=role).pk)
    assert {p.removeprefix("leads.") for p in user.get_all_permissions() if p.startswith("leads.")} == may
