# ruff: noqa: F811 - fixtures are taken by name
from datetime import timedelta

import pytest
from django.utils import timezone

from staff.roles import AUTHOR, EDITOR, SALES
from tests.factories import make_article
from tests.leads.factories import make_lead
from tests.signed_in import sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def lists(client):
    overview = client.get("/admin/").context["overview"]
    return {one["title"]: [row["title"] for row in one["rows"]] for one in overview}


def test_editors_begin_with_what_is_to_do(sign_in, client):
    sign_in(EDITOR)
    make_article("Begun", published_at=None)
    make_article("Waiting", published_at=timezone.now() + timedelta(days=1))
    make_article("Out")
    make_article("Gone", withdrawn_at=timezone.now())
    make_lead()
    found = lists(client)
    assert "Leads to be taken" not in found
    assert (found["My drafts"], found["Scheduled"]) == ([], ["Waiting"])


def test_authors_begin_with_their_own(sign_in, client):
    author = sign_in(AUTHOR).author
    make_article("A stranger’s", published_at=None)
    make_article("Mine", published_at=None, authors=[author])
    assert lists(client)["My drafts"] == ["Mine"]


def test_sales_staff_begin_with_leads_that_nobody_has(sign_in, client):
    sales = sign_in(SALES)
    make_article("A draft", published_at=None)
    make_lead(name="Taken", expert=sales)
    make_lead(name="Free")
    make_lead(quarantined=True)
    assert lists(client) == {"Leads to be taken": ["Free"]}


def test_the_overview_asks_as_often_for_many_rows_as_for_one(sign_in, client, django_assert_max_num_queries):
    sign_in("superuser")
    make_article(published_at=None)
    make_lead()
    client.get("/admin/")
    for _ in range(2):
        with django_assert_max_num_queries(22):
            client.get("/admin/")
        for _ in range(3):
            make_article(published_at=None)
            make_lead()


def test_titles_are_shown_as_words(sign_in, client):
    sign_in(EDITOR)
    make_article("<script>alert(1)</script>", published_at=timezone.now() + timedelta(days=1))
    page = client.get("/admin/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
