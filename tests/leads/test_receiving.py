import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from brand.models import Company
from leads.models import Delivery, Lead, LeadEvent
from leads.receiving import receive, version
from tests.factories import NOW, make_article, make_category, make_user
from tests.leads.factories import make_enquiry

pytestmark = pytest.mark.django_db


def mails(lead):
    return sorted((delivery.kind, delivery.recipient) for delivery in lead.deliveries.all())


def test_a_lead_comes_with_its_first_event_its_mails_and_their_jobs():
    expert = make_user("expert@example.com", role="sales")
    lead = receive(make_enquiry(email="ada@client.example.com"), at=NOW)
    assert [(event.kind, event.at, event.by) for event in lead.events.all()] == [("received", NOW, None)]
    assert mails(lead) == [("confirmation", "ada@client.example.com"), ("notification", expert.email)]
    jobs = ProcrastinateJob.objects.values_list("task_name", "queue_name", "args")
    mine = list(lead.deliveries.order_by("pk").values_list("pk", flat=True))
    assert list(jobs) == [("leads.deliver_all", "mail", {"delivery_ids": mine})]


def test_if_anything_fails_nothing_is_left():
    def receive_and_fail():
        with transaction.atomic():
            receive(make_enquiry(), at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        receive_and_fail()
    assert [model.objects.count() for model in (Lead, LeadEvent, Delivery, ProcrastinateJob)] == [0] * 4


def test_a_lead_knows_its_article_and_keeps_the_title_when_it_goes():
    category = make_category("Hosting")
    article = make_article("On backups", category=category)
    lead = receive(make_enquiry(article=article.slug, category="something-else"), at=NOW)
    assert (lead.article, lead.category) == (article, category)
    article.delete()
    category.delete()
    lead.refresh_from_db()
    assert (lead.article, lead.article_title) == (None, "On backups")
    assert (lead.category, lead.category_name) == (None, "Hosting")


@pytest.mark.parametrize("slug", ["no-such-article", "", "../..", "x" * 200, "<b>", "naïve?", "a\nb"])
def test_an_unknown_article_never_costs_a_lead(slug):
    lead = receive(make_enquiry(article=slug, category=slug), at=NOW)
    assert (lead.article, lead.article_title, lead.category) == (None, "", None)


def test_the_category_is_known_without_an_article():
    category = make_category("Design", slug="design")
    assert receive(make_enquiry(category="design"), at=NOW).category == category


def test_the_same_key_with_the_same_words_is_one_lead_for_ever():
    enquiry = make_enquiry(client_key=uuid.uuid4())
    first = receive(enquiry, at=NOW)
    assert receive(enquiry, at=NOW + timedelta(days=30)) == first
    assert (Lead.objects.count(), Delivery.objects.count(), LeadEvent.objects.count()) == (1, 1, 1)


def test_the_same_key_with_other_words_is_another_lead():
    key = uuid.uuid4()
    first = receive(make_enquiry(client_key=key, email="ada@x.example.com", message="One"), at=NOW)
    second = receive(make_enquiry(client_key=key, email="ada@x.example.com", message="Two"), at=NOW)
    assert first != second


def test_without_a_key_the_same_person_with_the_same_words_is_one_lead_for_ten_minutes():
    ada = {"email": "Ada@x.example.com", "message": "Hello"}
    first = receive(make_enquiry(**ada), at=NOW)
    assert (
        receive(make_enquiry(email="ada@x.example.com", message="Hello"), at=NOW + timedelta(minutes=9))
        == first
    )
    assert receive(make_enquiry(**ada), at=NOW + timedelta(minutes=10)) != first


def test_the_same_words_from_another_person_are_another_lead():
    first = receive(make_enquiry(email="a@x.example.com", message="Hello"), at=NOW)
    assert receive(make_enquiry(email="b@x.example.com", message="Hello"), at=NOW) != first


def test_consent_is_kept_in_the_exact_words_with_their_version():
    lead = receive(make_enquiry(consent_text="Send me news."), at=NOW)
    assert (lead.consent_text, lead.consent_version, lead.consent_at) == (
        "Send me news.",
        version("Send me news."),
        NOW,
    )
    other = receive(make_enquiry(), at=NOW)
    assert (other.consent_text, other.consent_version, other.consent_at) == ("", "", None)


def test_the_categorys_expert_alone_is_told():
    make_user("sales@example.com", role="sales")
    expert = make_user("expert@example.com", role="sales")
    category = make_category(expert=expert)
    lead = receive(make_enquiry(email="ada@x.example.com", category=category.slug), at=NOW)
    assert mails(lead) == [("confirmation", "ada@x.example.com"), ("notification", "expert@example.com")]


@pytest.mark.parametrize("why", [{"is_active": False}, {"is_staff": False}, {"role": "editor"}])
def test_an_expert_who_may_not_answer_leads_is_not_told(why):
    make_user("sales@example.com", role="sales")
    category = make_category(expert=make_user("expert@example.com", **{"role": "sales", **why}))
    lead = receive(make_enquiry(email="ada@x.example.com", category=category.slug), at=NOW)
    assert mails(lead) == [("confirmation", "ada@x.example.com"), ("notification", "sales@example.com")]


def test_everybody_who_answers_leads_is_told_and_nobody_else():
    for role in ["author", "editor", "sales", "sales lead", "owner"]:
        make_user(f"{role.replace(' ', '-')}@example.com", role=role)
    lead = receive(make_enquiry(), at=NOW)
    told = [address for kind, address in mails(lead) if kind == "notification"]
    assert told == ["owner@example.com", "sales-lead@example.com", "sales@example.com"]


def test_while_nobody_sells_the_one_who_runs_the_site_or_the_company_is_told():
    Company.objects.create(email="hello@example.com")
    assert ("notification", "hello@example.com") in mails(receive(make_enquiry(), at=NOW))
    make_user("root@example.com", is_superuser=True)
    assert ("notification", "root@example.com") in mails(receive(make_enquiry(), at=NOW))


def test_a_suspect_lead_is_kept_with_its_reasons_and_its_mails_are_held_back():
    lead = receive(make_enquiry(name="Win at http://spam.example.com"), at=NOW)
    assert (lead.suspicions, lead.quarantined_at) == (["There is a link in the name or the company."], NOW)
    assert (lead.deliveries.count(), ProcrastinateJob.objects.count()) == (1, 0)


@pytest.mark.parametrize("key", [None, uuid.uuid4()])
def test_twenty_equal_posts_at_once_are_one_lead(no_old_jobs, key):
    enquiry = make_enquiry(client_key=key)
    start, found, wrong = threading.Barrier(20), [], []

    def post():
        try:
            start.wait()
            found.append(receive(enquiry, at=NOW).pk)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (wrong, len(found), set(found)) == ([], 20, {Lead.objects.get().pk})
    assert (Delivery.objects.count(), ProcrastinateJob.objects.count(), LeadEvent.objects.count()) == (
        1,
        1,
        1,
    )
