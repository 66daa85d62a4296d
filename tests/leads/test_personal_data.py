"""What is kept about a person is found, given and erased; what is old is forgotten; who looked is known."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.urls import reverse

from config import mail
from leads import person, retention, spool
from leads.facts import catch_up
from leads.giving import give
from leads.models import Delivery, Lead, LeadEvent, LeadFacts, Look, Receipt, Retention
from tests.factories import NOW, make_article, make_user
from tests.leads.factories import make_enquiry, make_lead, make_rule
from tests.signed_in import sign_in  # noqa: F401

pytestmark = pytest.mark.django_db

ADA = "ada.lovelace@client.example.com"


def everywhere(words):
    """Tables of the whole database with a row that holds these words in any column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} AS t WHERE t::text ILIKE %s", [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(table)
        return sorted(found)


def files_with(words):
    folders = [Path(settings.SPOOL_FOLDER), Path(settings.MAIL_FOLDER)]
    files = [file for folder in folders if folder.is_dir() for file in folder.iterdir()]
    return [
        file.name for file in files if words.lower() in file.read_bytes().decode(errors="replace").lower()
    ]


@pytest.fixture
def ada(settings):
    """Two enquiries, one with notes, won; one in quarantine; a copy in the spool and one broken; mails in the outbox;
    and two other people who speak of her."""
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    expert = make_user(role="sales")
    lead = make_lead(
        email=ADA, name="Ada Lovelace", company="Lovelace Engines", phone="+44 20 7946 0000",
        article=make_article("On backups").slug, consent_text="Send me news.", referrer=f"https://x.example/?m={ADA}",
        landing_query={"utm_campaign": "spring", "utm_term": ADA},
    )  # fmt: skip
    lead.note(f"Called Ada Lovelace, she prefers {ADA.upper()}.", by=expert, at=NOW)
    lead.move("won", by=expert, at=NOW, value=900)
    make_lead(email=ADA.upper(), quarantined=True)
    other = make_lead(message=f"My colleague {ADA.title()} said you are good.")
    other.note(f"Write to {ADA}, too.", by=expert, at=NOW)
    other.deliveries.create(
        kind=Delivery.Kind.CONFIRMATION, recipient=ADA, message_id="<x@y>", created_at=NOW, due_at=NOW
    )
    spool.put(make_enquiry(email=ADA), at=NOW)
    (Path(settings.SPOOL_FOLDER) / f"BL-GGGGGGG-0{spool.UNREADABLE}").write_text(f'{{"email": "{ADA}"')
    spool.put(make_enquiry(email="somebody@else.example.com"), at=NOW)
    for to, body in [
        (ADA, "Thank you."),
        ("sales@example.com", f"A lead: Ärger mit {ADA}"),
        ("b@example.com", "Hi"),
    ]:
        EmailMessage("New lead", body, to=[to]).send()
    catch_up()
    return lead


def test_everything_about_a_person_is_found_however_the_address_is_written(ada):
    found = person.find(f" {ADA.upper()} ")
    assert found.counts() == {
        "leads": 2,
        "events": 6,
        "e-mails that came in": 0,
        "e-mails": 5,
        "mentions in other leads": 1,
        "files in the spool": 2,
        "files in the outbox": 2,
    }
    assert not person.find("nobody@example.com")


def test_erasing_leaves_no_trace_of_the_address_anywhere(ada, caplog):
    assert "public.leads_lead" in everywhere(ADA)
    assert len(files_with(ADA)) == 4
    owner = make_user(name="Olga Owner")
    receipt = person.erase(ADA, by=owner, at=NOW)
    assert (everywhere(ADA), files_with(ADA)) == ([], [])
    for words in ["Lovelace", "7946 0000", "442079460000", "Send me news."]:
        assert everywhere(words) == []
    assert ADA not in caplog.text
    assert (receipt.by, receipt.kind, receipt.counts["leads"]) == (owner, "erased", 2)
    assert not person.find(ADA)
    assert Receipt.objects.get(person=Receipt.name_of(f"{ADA.upper()} ")) == receipt


def test_erasing_one_person_leaves_the_others_and_the_figures_as_they_are(ada):
    before = list(LeadFacts.objects.counted().values_list("lead", "article", "reached", "value"))
    person.erase(ADA, by=make_user(), at=NOW)
    catch_up()
    assert list(LeadFacts.objects.counted().values_list("lead", "article", "reached", "value")) == before
    other = Lead.objects.get(message__contains="said you are good")
    assert other.message == "My colleague Erased said you are good."
    assert other.events.get(kind=LeadEvent.Kind.NOTED).text == "Write to Erased, too."
    assert other.deliveries.exclude(recipient=other.email).count() == 1  # the mail to our own people
    assert (len(spool.waiting()), len(mail.names())) == (1, 1)


def test_a_lead_that_waited_in_the_spool_does_not_come_back(ada):
    person.erase(ADA, by=make_user(), at=NOW)
    assert spool.bring_in() == 1
    assert everywhere(ADA) == []


def test_the_copy_holds_what_the_person_wrote_and_not_what_others_did(ada):
    copy = json.loads(person.take_out(ADA, by=make_user(), at=NOW))
    first = copy["leads"][0]
    assert (first["name"], first["message"], first["consent_text"]) == (
        "Ada Lovelace",
        ada.message,
        "Send me news.",
    )
    assert [event["kind"] for event in first["events"]] == ["received", "noted", "claimed", "moved"]
    assert (len(copy["leads"]), len(copy["waiting in the spool"])) == (2, 1)
    assert "said you are good" not in json.dumps(copy)
    assert Receipt.objects.get().kind == "exported"


# -- the owner's page ------------------------------------------------------------------------------------


def test_an_owner_finds_gives_and_erases_without_an_address_in_an_address(ada, sign_in, client):  # noqa: F811
    sign_in("owner")
    page = client.post(reverse("admin:leads_receipt_person"), {"email": ADA}).content.decode()
    assert ada.reference in page
    answer = client.post(reverse("admin:leads_receipt_take_out"), {"email": ADA})
    assert json.loads(answer.content)["address"] == ADA
    assert ADA not in answer["Content-Disposition"]
    unsure = client.post(reverse("admin:leads_receipt_erase"), {"email": ADA, "word": "yes"})
    assert "Nothing was erased" in unsure.content.decode()
    assert Lead.objects.filter(email=ADA).exists()
    done = client.post(reverse("admin:leads_receipt_erase"), {"email": ADA, "word": " Erase "}, follow=True)
    assert "Receipt" in done.content.decode()
    assert ADA not in done.content.decode()
    again = client.post(reverse("admin:leads_receipt_person"), {"email": ADA}).content.decode()
    assert "Nothing is kept with this address." in again
    assert "Receipts of this address" in again


@pytest.mark.parametrize("name", ["person", "take_out", "erase"])
@pytest.mark.parametrize(
    ("role", "status"), [("sales", 403), ("sales lead", 403), ("editor", 403), ("author", 403)]
)
def test_nobody_but_the_owner_asks_about_a_person(role, status, name, ada, sign_in, client):  # noqa: F811
    sign_in(role)
    answer = client.post(reverse(f"admin:leads_receipt_{name}"), {"email": ADA, "word": "erase"})
    assert (answer.status_code, Receipt.objects.count()) == (status, 0)
    assert Lead.objects.filter(email=ADA).exists()


def test_what_is_no_address_is_said_beside_it(sign_in, client):  # noqa: F811
    sign_in("owner")
    page = client.post(reverse("admin:leads_receipt_person"), {"email": "Ada"}).content.decode()
    assert "Enter a valid email address." in page
    assert 'value="Ada"' in page


# -- how long leads are kept -----------------------------------------------------------------------------


def test_nothing_is_forgotten_unless_somebody_said_so():
    make_lead(at=datetime(2001, 1, 1, tzinfo=UTC))
    assert (retention.preview(Retention.current(), at=NOW), retention.apply(at=NOW)) == ([], 0)
    assert not Lead.objects.exclude(erased_at=None).exists()


def test_those_that_nothing_happened_to_for_so_long_are_forgotten():
    Retention.objects.create(lost=6, quarantine=1)
    expert = make_user()
    months = [NOW - timedelta(days=31 * number) for number in range(9)]
    old, young = make_lead(at=months[8]), make_lead(at=months[8])
    old.close(won=False, by=expert, at=months[7])
    young.close(won=False, by=expert, at=months[7])
    young.note("They called again.", by=expert, at=months[2])
    kept = make_lead(at=months[8], stage="won", expert=expert)
    spam = make_lead(at=months[2], quarantined=True)
    (lost, quarantined) = retention.preview(Retention.current(), at=NOW)
    assert (lost.number, lost.oldest, quarantined.number) == (1, [old], 1)
    assert retention.apply(at=NOW) == 2
    assert set(Lead.objects.exclude(erased_at=None)) == {old, spam}
    assert {young, kept} == set(Lead.objects.filter(erased_at=None))
    assert (old.events.last().by, old.events.last().text) == (None, retention.WHY)
    receipt = Receipt.objects.get()
    assert (receipt.by, receipt.counts) == (None, {"lost": 1, "quarantine": 1})
    assert (retention.apply(at=NOW), Receipt.objects.count()) == (0, 1)


def test_what_is_a_part_of_another_lead_is_forgotten_as_any_other():
    Retention.objects.create(new=6)
    long_ago, expert = NOW - timedelta(days=300), make_user()
    part, whole = make_lead(at=long_ago), make_lead(at=long_ago)
    part.merge_into(whole, by=expert, at=long_ago)
    assert retention.apply(at=NOW) == 2
    assert set(Lead.objects.exclude(erased_at=None)) == {part, whole}


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(at, months, before):
    assert retention.months_before(datetime(*at, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_rules_are_shown_with_what_they_would_forget_before_they_are_kept(sign_in, client):  # noqa: F811
    sign_in("owner")
    lead = make_lead(at=datetime(2020, 1, 1, tzinfo=UTC))
    address = reverse("admin:leads_receipt_changelist")
    page = client.post(address, {"new": "12", "preview": "1"}).content.decode()
    assert "which are not kept yet" in page
    assert lead.reference in page
    assert Retention.current().new is None
    client.post(address, {"new": "12", "keep": "1"})
    assert Retention.current().new == 12
    assert lead.reference in client.get(address).content.decode()
    wrong = client.post(address, {"new": "0", "keep": "1"}).content.decode()
    assert "greater than or equal to 1" in wrong
    assert Retention.current().new == 12


# -- who looked ------------------------------------------------------------------------------------------


def test_who_opens_a_leads_page_is_recorded_once_in_a_while_and_shown(sign_in, client):  # noqa: F811
    lead = make_lead()
    address = reverse("admin:leads_lead_change", args=[lead.pk])
    colleague = make_user(name="Carla Colleague")
    Look.objects.record(lead, by=colleague, at=NOW)
    user = sign_in("sales")
    for _ in range(3):
        page = client.get(address).content.decode()
    assert "Carla Colleague" in page
    assert [look.by for look in lead.looks.all()] == [user, colleague]
    client.get(reverse("admin:leads_lead_changelist"))
    assert Look.objects.count() == 2


def test_whoever_may_not_open_it_is_no_reader(sign_in, client):  # noqa: F811
    lead = make_lead()
    sign_in("editor")
    assert client.get(reverse("admin:leads_lead_change", args=[lead.pk])).status_code == 403
    assert Look.objects.count() == 0


def test_a_lead_keeps_the_exact_words_of_the_consent_their_version_and_the_time():
    lead = make_lead(consent_text="Send me news.")
    assert (lead.consent_text, len(lead.consent_version), lead.consent_at) == ("Send me news.", 12, NOW)


def test_the_copy_does_not_say_who_of_us_was_away():
    make_rule(make_user(name="Mia Hartmann", role="sales"), only_at_work=False)
    lead = make_lead(email=ADA)
    give(at=NOW)
    copy = person.take_out(ADA, by=make_user(), at=NOW)
    assert '"kind": "assigned"' in copy
    assert "Mia Hartmann" in lead.events.get(kind="assigned").text
    assert "Mia Hartmann" not in copy


def test_erasing_forgets_by_which_country_a_rule_chose():
    make_rule(make_user(role="sales"), only_at_work=False, countries="SE")
    make_lead(email=ADA, phone="+46812345678", phone_e164="+46812345678")
    give(at=NOW)
    assert everywhere("telephone number from SE") == ["public.leads_leadevent"]
    person.erase(ADA, by=make_user(), at=NOW)
    assert everywhere("telephone number from SE") == []
