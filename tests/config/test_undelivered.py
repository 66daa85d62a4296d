# ruff: noqa: F811 - fixtures are taken by name
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from blog.models import Comment
from blog.tasks import tell_mentioned
from staff.roles import EDITOR, OWNER, SALES, SALES_LEAD
from tests.factories import NOW, make_article, make_user
from tests.leads.admin.inbox_page import find
from tests.leads.factories import make_lead, make_webhook
from tests.signed_in import sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
CARDS = {"Did not arrive", "Mails about comments that did not arrive"}


def cards(client):
    overview = client.get("/admin/").context["overview"]
    return {one["title"]: [row["title"] for row in one["rows"]] for one in overview if one["title"] in CARDS}


def given_up(*, ago=timedelta(hours=1)):
    lead = make_lead()
    lead.deliveries.get(kind="confirmation").give_up("No such mailbox.", at=timezone.now() - ago)
    return lead


def mention_that_failed():
    comment = Comment.objects.create(article=make_article("On backups"), at=NOW, text="Look, @Sam")
    tell_mentioned.defer(comment_id=comment.pk, person_id=make_user(name="Sam Doe").pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8")


def test_when_all_arrives_nothing_is_said(sign_in, client):
    make_lead()
    sign_in(OWNER)
    assert cards(client) == {}


def test_what_was_given_up_of_late_stands_on_the_overview(sign_in, client):
    lead = given_up()
    given_up(ago=timedelta(days=15))
    sign_in(SALES)
    assert cards(client) == {"Did not arrive": [f"Confirmation, {lead.reference}"]}
    sign_in(EDITOR)
    assert cards(client) == {}


def test_a_mention_that_nobody_was_told_of_is_seen_by_the_owner_and_sent_again(sign_in, client):
    mention_that_failed()
    sign_in(EDITOR)
    assert cards(client) == {}
    assert client.post("/admin/mentions/again/").status_code == 403
    sign_in(OWNER)
    assert cards(client) == {
        "Mails about comments that did not arrive": ["To Sam Doe, about a comment on “On backups”"]
    }
    assert client.get("/admin/mentions/again/").status_code == 405
    client.post("/admin/mentions/again/")
    jobs = ProcrastinateJob.objects.filter(task_name="blog.tell_mentioned")
    assert [job.status for job in jobs] == ["todo"]
    assert cards(client) == {}


def test_a_webhook_that_was_given_up_is_a_banner_for_those_who_can_switch_it_on(sign_in, client):
    make_webhook(name="Quiet").switch_off(at=NOW)
    make_webhook(name="<b>CRM</b>").give_up("Nothing arrived there for 3 days.", at=NOW)
    sign_in(SALES_LEAD)
    [banner] = [note for note in find(client.get("/admin/"), "//p[@class='errornote']") if note.xpath("a")]
    assert banner.text_content().startswith("The webhook “<b>CRM</b>” was switched off 4 May, 10:30")
    sign_in(SALES)
    assert "CRM" not in client.get("/admin/").content.decode()
