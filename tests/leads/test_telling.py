"""Who is told of a lead: at once, in a digest, and never nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from leads.emails import compose
from leads.models import Delivery, LeadMail
from leads.telling import choose, told_at_once, write_digests
from tests.factories import NOW, make_category, make_user
from tests.leads.factories import make_lead

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EIGHT = datetime(2026, 5, 5, 7, 0, tzinfo=UTC)  # in London, the day after NOW


def person(name, *, role="sales", **choice):
    user = make_user(f"{name}@example.com", role=role, name=name.title())
    if choice:
        LeadMail.objects.create(person=user, **{"told_until": NOW - DAY, **choice})
    return user


def names(addresses):
    return sorted(address.split("@")[0] for address in addresses)


def told(lead):
    return names(told_at_once(lead))


def digests():
    return {
        mail.recipient.split("@")[0]: mail.listed
        for mail in Delivery.objects.filter(kind="digest").order_by("pk")
    }


def test_each_is_told_what_they_chose():
    ada = person("ada")
    person("all", which="all")
    person("mine", which="mine")
    person("open", which="open")
    person("never", when="never", which="all")
    person("later", when="digest", which="all")
    of_ada = make_category(expert=ada)
    assert told(make_lead(category=of_ada.slug)) == ["ada", "all"]
    assert told(make_lead()) == ["ada", "all", "open"]


def test_an_expert_who_wants_no_mails_leaves_the_category_to_the_others():
    quiet = person("quiet", when="never")
    person("open")
    assert told(make_lead(category=make_category(expert=quiet).slug)) == ["open"]


def test_an_expert_with_a_digest_has_the_category_all_the_same():
    person("open")
    expert = person("expert", when="digest")
    lead = make_lead(at=NOW, category=make_category(expert=expert).slug)
    assert told(lead) == []
    write_digests(at=EIGHT)
    assert digests() == {"expert": [lead.pk]}


def test_when_everybody_keeps_their_peace_the_owner_is_told():
    person("never", when="never")
    person("mine", which="mine")
    person("owner", role="owner", when="never")
    assert told(make_lead()) == ["owner"]


def test_a_lead_that_is_given_to_somebody_is_theirs():
    giver, ada, quiet = (
        person("giver", role="sales lead"),
        person("ada", which="mine"),
        person("quiet", when="never"),
    )
    lead = make_lead()
    for expert in [ada, quiet, giver, ada]:
        lead.assign(expert, by=giver, at=NOW)
    given = Delivery.objects.filter(kind="given")
    assert names(mail.recipient for mail in given) == ["ada", "ada"]
    mail = compose(given[0])
    assert mail.subject.startswith(f"Given to you {lead.reference}: ")
    assert "Ada Quinn was given to you.\n" in mail.body


def test_a_digest_holds_what_came_since_the_last_one_and_each_lead_once():
    person("ada", when="digest")
    make_lead(at=NOW - 2 * DAY)
    first, second = make_lead(at=NOW), make_lead(at=EIGHT - timedelta(seconds=1))
    on_time = make_lead(at=EIGHT)
    assert write_digests(at=EIGHT - timedelta(seconds=1)) == 0  # the one of yesterday: nothing came before it
    assert digests() == {}
    assert [write_digests(at=EIGHT), write_digests(at=EIGHT + timedelta(hours=3))] == [1, 0]
    assert digests() == {"ada": [first.pk, second.pk]}
    Delivery.objects.filter(kind="digest").delete()
    write_digests(at=EIGHT + DAY)
    assert digests() == {"ada": [on_time.pk]}


def test_after_days_without_a_worker_nothing_is_missing():
    person("ada", when="digest")
    leads = [make_lead(at=NOW + n * DAY) for n in range(3)]
    write_digests(at=NOW + 5 * DAY)
    assert digests() == {"ada": [lead.pk for lead in leads]}


def test_what_leaves_quarantine_or_is_given_later_stands_in_the_next():
    ada = person("ada", when="digest", told_until=NOW)
    other = person("other", which="all")
    suspect = make_lead(at=NOW - DAY, quarantined=True)
    make_lead(at=NOW + timedelta(hours=1), quarantined=True)
    given = make_lead(at=NOW - DAY, category=make_category(expert=other).slug)
    suspect.release(by=other, at=NOW + timedelta(hours=1))
    given.assign(ada, by=other, at=NOW + timedelta(hours=2))
    write_digests(at=EIGHT)
    assert sorted(digests()["ada"]) == sorted([suspect.pk, given.pk])


def test_whoever_leaves_the_digest_gets_a_last_one():
    ada = person("ada", when="digest")
    lead = make_lead(at=NOW)
    choose(LeadMail(person=ada, when="never"), at=NOW + timedelta(hours=1))
    assert digests() == {"ada": [lead.pk]}
    assert LeadMail.objects.get().when == "never"


def test_another_hour_loses_nothing():
    ada = person("ada", when="digest")
    choose(LeadMail(person=ada, when="digest", hour=20), at=NOW + timedelta(hours=1))
    assert (LeadMail.objects.get().hour, LeadMail.objects.get().told_until) == (20, NOW - DAY)
    choose(LeadMail(person=person("new"), when="digest"), at=NOW)
    assert LeadMail.objects.get(person__email="new@example.com").told_until == NOW


def test_the_mail_lists_the_leads_by_its_readers_clock_and_leaves_out_what_is_gone(settings):
    settings.SITE_URL = "https://www.example.com"
    ada = person("ada", when="digest")
    ada.time_zone = "America/New_York"
    ada.save()
    payload = "<script>pwn()</script>"
    lead = make_lead(at=NOW, company=payload)
    gone, spam = make_lead(at=NOW, name="Gone"), make_lead(at=NOW, quarantined=True)
    listed = [lead.pk, gone.pk, spam.pk]
    gone.delete()
    mail = compose(Delivery.about(None, Delivery.Kind.DIGEST, recipient=ada.email, listed=listed, at=NOW))
    assert (mail.subject, mail.to) == ("Your company: 1 lead since your last digest", ["ada@example.com"])
    assert f"4 May, 05:30  Ada Quinn ({payload})\n{lead.reference}, nobody has it yet\n" in mail.body
    assert f"https://www.example.com/admin/leads/lead/{lead.pk}/change/" in mail.body
    assert ("Gone" in mail.body, "Win at" in mail.body) == (False, False)
    assert "<script" not in mail.alternatives[0].content


def test_who_is_told_when_nobody_listens_costs_no_query_more(django_assert_num_queries):
    make_user("root@example.com", is_superuser=True)
    lead = make_lead()
    with django_assert_num_queries(1):
        assert told_at_once(lead) == ["root@example.com"]
    make_user("owner@example.com", role="owner")
    with django_assert_num_queries(1):
        assert told_at_once(lead) == ["owner@example.com"]


def test_telling_asks_as_often_for_many_people_as_for_one(django_assert_num_queries):
    person("ada")
    lead = make_lead()
    for n in range(2):
        with django_assert_num_queries(1):
            told_at_once(lead)
        person(f"b{n}", which="all")
        person(f"c{n}")
