import pytest

from blog.checklist import levels
from staff.roles import EDITOR, OWNER

pytestmark = pytest.mark.django_db

RULES = "/admin/blog/rule/"


def test_the_owner_decides_how_strict_a_rule_is(sign_in, client):
    sign_in(OWNER)
    form = client.get(RULES).context["form"]
    sent = {field.name: field.value() for field in form}
    client.post(RULES, {**sent, "hero": "block", "title": "off"})
    assert (levels()["hero"], levels()["title"]) == ("block", "block")


def test_an_odd_level_is_refused(sign_in, client):
    sign_in(OWNER)
    assert client.post(RULES, {"hero": "perhaps"}).context["form"].errors["hero"]
    assert levels()["hero"] == "warn"


def test_an_editor_reads_the_rules_and_changes_none(sign_in, client):
    sign_in(EDITOR)
    page = client.get(RULES)
    assert (page.status_code, b'<button class="button">Keep' in page.content) == (200, False)
    assert client.post(RULES, {"hero": "block"}).status_code == 403
