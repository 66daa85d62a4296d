import pytest

from staff.models import User
from tests.factories import make_user

SET_UP = {
    *(
        f"{verb}_{model}"
        for verb in ("view", "add", "change", "delete")
        for model in ("webhook", "lostreason", "assignmentrule", "rulemember")
    ),
    *(f"{verb}_replytemplate" for verb in ("view", "add", "change", "delete")),
    *("view_stage", "add_stage", "change_stage", "view_learntsign", "view_leadfacts"),
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("author", set()),
        ("editor", set()),
        ("sales", {"view_lead", "change_lead", "view_delivery", "view_learntsign"}),
        (
            "sales lead",
            {"view_lead", "change_lead", "assign_lead", "view_delivery", "change_delivery", *SET_UP},
        ),
        (
            "owner",
            {"view_lead", "change_lead", "assign_lead", "delete_lead"}
            | {"view_delivery", "change_delivery", "read_delivery", "export_leadfacts"}
            | {"view_receipt", "change_receipt", *SET_UP},
        ),
    ],
)
def test_each_role_may_do_its_part_with_leads(role, may):
    user = User.objects.get(pk=make_user(role=role).pk)
    assert {p.removeprefix("leads.") for p in user.get_all_permissions() if p.startswith("leads.")} == may
