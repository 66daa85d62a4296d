import pytest

from staff.roles import AUTHOR, EDITOR, OWNER, SALES, SALES_LEAD
from tests.rights.addresses import STAFF, SUPERUSER

pytestmark = pytest.mark.django_db


def test_the_navigation_shows_each_role_its_own(rows, sign_in, client):
    shown = {}
    for role in sorted(STAFF):
        sign_in(role)
        groups = client.get("/admin/").context["available_apps"]
        shown[role] = {group["name"]: [model["object_name"] for model in group["models"]] for group in groups}
    content = ["Article", "Picture", "Category", "Tag", "Author"]
    leading = ["Lead", "LeadFacts", "Delivery", "AssignmentRule", "ReplyTemplate", "Stage"]
    leading += ["LostReason", "LearntSign", "Webhook"]
    everything = {
        "Content": [*content, "Page", "MovedPage", "MissingPage"],
        "Sales": leading,
        "Reviews": ["ReviewLink"],
        "Settings": ["Company", "BusinessHours", "Holiday", "Absence", "User", "Rule", "Receipt"],
    }
    assert shown == {
        AUTHOR: {"Content": content},
        EDITOR: {
            "Content": [*content, "Page", "MovedPage", "MissingPage"],
            "Reviews": ["ReviewLink"],
            "Settings": ["Rule"],
        },
        SALES: {"Sales": ["Lead", "Delivery", "LearntSign"]},
        SALES_LEAD: {
            "Sales": leading,
            "Settings": ["BusinessHours", "Holiday", "Absence"],
        },
        OWNER: everything,
        SUPERUSER: everything,
    }
