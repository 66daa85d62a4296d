"""Role by role over every address of the admin."""

import pytest
from django.contrib import admin
from django.db import connection

from staff.roles import AUTHOR, ROLES
from tests.factories import make_user
from tests.rights.addresses import MAY_OPEN, MAY_PRESS, NOBODY, STAFF, SUPERUSER, addresses, is_open

pytestmark = pytest.mark.django_db


def state():
    """A fingerprint of all that our apps keep."""
    with connection.cursor() as cursor:
        tables = [
            model._meta.db_table
            for model in admin.site._registry
            for model in [model, *(field.remote_field.through for field in model._meta.many_to_many)]
        ]
        tables += [
            "auth_group",
            "auth_group_permissions",
            "auth_permission",
            "blog_publication",
            *(
                f"blog_{name}"
                for name in [
                    *("revision", "workingcopy", "presence", "plannedchange", "previewlink", "comment"),
                    *("tagsynonym", "formercategory", "movedpagehits"),
                ]
            ),
            *("leads_leadevent", "leads_owninbox", "leads_rulemember", "leads_savedview", "leads_turn"),
        ]
        return {table: _fingerprint(cursor, table) for table in sorted(set(tables))}


def _fingerprint(cursor, table):
    without = "- 'last_login'" if table == "staff_user" else ""
    cursor.execute(
        f"SELECT md5(string_agg(row, ',' ORDER BY row)) FROM (SELECT (to_jsonb(t) {without})::text AS row FROM {table} t) r"
    )
    return cursor.fetchone()[0]


def test_every_model_of_ours_and_nothing_else_is_in_the_admin():
    assert {model._meta.label for model in admin.site._registry} == {
        *(
            "blog.Article",
            "blog.Author",
            "blog.Category",
            "blog.MissingPage",
            "blog.MovedPage",
            "blog.Picture",
            "blog.Rule",
            "blog.Tag",
        ),
        *("brand.BusinessHours", "brand.Holiday", "leads.LearntSign", "staff.Absence"),
        *("brand.Company", "brand.Page", "reviews.ReviewLink", "staff.User"),
        *("leads.Delivery", "leads.Lead", "leads.LostReason", "leads.ReplyTemplate", "leads.Stage"),
        *("leads.AssignmentRule", "leads.LeadFacts", "leads.Receipt", "leads.Webhook"),
    }


def test_somebody_decided_who_may_open_each_address(rows):
    assert {label for label, _ in addresses(rows)} == set(MAY_OPEN)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_a_role_opens_what_it_may_and_nothing_else(role, rows, sign_in, client):
    sign_in(role)
    opened = {label for label, address in addresses(rows) if is_open(client.get(address))}
    # Without a mail in the folder, a letter is not found by anybody; for the others it is refused first.
    assert opened == {label for label, roles in MAY_OPEN.items() if role in roles} - {"leads_letter"}


@pytest.mark.parametrize("role", [AUTHOR, SUPERUSER])
def test_looking_changes_nothing(role, rows, sign_in, client):
    """At what one may open, which is everything for one of them; the rest is pressed below."""
    sign_in(role)
    before = state()
    pressed = {"_publish": "1", "action": "publish_selected", "_selected_action": "1", "post": "yes"}
    for label, address in addresses(rows):
        if role in MAY_OPEN[label]:
            client.get(address, pressed)
    assert state() == before


@pytest.mark.parametrize("role", ROLES)
def test_pressing_what_one_may_not_open_changes_nothing(role, rows, sign_in, client):
    sign_in(role)
    before = state()
    ids = list(rows.values())
    for label, address in addresses(rows):
        if role not in MAY_OPEN[label] | MAY_PRESS.get(label, NOBODY):
            client.post(
                address,
                {"post": "yes", "_publish": "1", "verb": "claim", "lead": ids, "title": "X", "name": "X"},
            )
            actions = [
                "publish_selected",
                "withdraw_selected",
                "delete_selected",
                "claim_selected",
                "try_again",
            ]
            for action in actions if label.endswith("_changelist") else []:
                client.post(address, {"action": action, "_selected_action": ids, "index": 0, "post": "yes"})
    assert state() == before


@pytest.mark.parametrize("role", [None, "visitor", "inactive"])
def test_whoever_is_not_staff_is_sent_to_the_sign_in_page(role, rows, client):
    if role:
        client.force_login(make_user(is_staff=role != "visitor", is_active=role != "inactive"))
    for _, address in addresses(rows):
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/"), address
