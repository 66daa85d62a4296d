"""Mails that come in are attached to their lead, once; whose word each is, what is new in it, and what follows."""

import json
import logging
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from leads import person, visitor
from leads.admin.story import story
from leads.emails import compose
from leads.inbound import take_in
from leads.models import Delivery, InboundMail, Lead, LeadEvent, LeadMail, Stage
from leads.sending import attempt
from tests.factories import NOW, make_user
from tests.leads.factories import make_lead
from tests.leads.mails import mail_file, plain
from tests.leads.test_raw_mail import HOSTILE

ADA = "ada@client.example.com"
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def expert(db):
    return make_user("sam@example.com", role="sales", name="Sam Sales")


@pytest.fixture
def lead(expert):
    """Answered by Sam and put off."""
    lead = make_lead(email=ADA, name="Ada Quinn")
    lead.reply("Your message to us", "When shall we talk?", by=expert, at=NOW)
    lead.snooze(NOW + timedelta(days=7), by=expert, at=NOW)
    return lead


def sent(lead, kind="reply"):
    return lead.deliveries.get(kind=kind).message_id


def told():
    """To whom what was written, apart from what was there before."""
    mails = Delivery.objects.filter(kind=Delivery.Kind.ADDITION).order_by("pk")
    return list(mails.values_list("recipient", flat=True))


def as_it_is(lead):
    lead = Lead.objects.get(pk=lead.pk)
    return lead.stage, lead.snoozed_until, lead.wrote_at


# -- texts: no database ---------------------------------------------------------------------------------


def test_an_answer_is_attached_wakes_the_lead_and_is_told(lead):
    taken = take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    assert (taken.kind, taken.lead_id) == ("answer", lead.pk)
    assert as_it_is(lead) == ("contacted", None, LATER)
    came = lead.inbound.get()
    assert (came.event.kind, came.event.by, came.event.at) == ("wrote", None, LATER)
    assert (came.sender, came.subject) == (ADA, "Re: Your message to us")
    assert came.text == "Thursday at ten suits us – thank you!\n\nAda"
    assert told() == ["sam@example.com"]


def test_the_mail_that_tells_of_it_holds_the_new_words_only(lead, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    take_in(mail_file("outlook", sent=sent(lead)), at=LATER)
    attempt(Delivery.objects.get(kind=Delivery.Kind.ADDITION).pk)
    letter = mail.outbox[-1]
    assert (letter.subject, letter.reply_to) == (f"{lead.reference}: the visitor answered", [ADA])
    assert "das wäre uns recht" in letter.body
    assert "With 2 attachments, in the mailbox only." in letter.body
    assert "Gesendet" not in letter.body + letter.alternatives[0].content


@pytest.mark.parametrize("sender", ["ADA@Client.Example.com", "ada+shop@client.example.com"])
def test_the_same_address_is_known_however_it_is_written(lead, sender):
    assert take_in(plain(sent=sent(lead), sender=f"Ada <{sender}>"), at=LATER).kind == "answer"


def test_one_from_another_address_is_shown_as_such_and_is_told(lead, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (
        take_in(plain("<script>", sent=sent(lead), sender="boss@client.example.com"), at=LATER).kind
        == "other"
    )
    assert as_it_is(lead)[1:] == (None, LATER)
    attempt(Delivery.objects.get(kind=Delivery.Kind.ADDITION).pk)
    letter = mail.outbox[-1]
    assert (letter.subject, letter.reply_to) == (f"{lead.reference}: an answer from another address", [])
    assert "boss@client.example.com. Look before you trust it." in letter.body
    assert "<blockquote><p>&lt;script&gt;</p></blockquote>" in letter.alternatives[0].content
    line = story(lead, Stage.names())[-2]  # the last is the mail to Sam
    assert (line.who, line.what, line.came.kind) == ("Somebody", "answered by e-mail", "other")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied (vacation)"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"List-Id": "<news.example.org>"},
    ],
)
def test_an_automatic_answer_neither_wakes_nor_tells(lead, headers):
    before = as_it_is(lead)
    assert take_in(plain(sent=sent(lead), **headers), at=LATER).kind == "automatic"
    assert (as_it_is(lead), told()) == (before, [])
    assert story(lead, Stage.names())[-1].what == "An automatic answer came"


def test_what_a_person_sends_is_not_automatic(lead):
    by_hand = {"Auto-Submitted": "no", "Precedence": "normal", "Return-Path": f"<{ADA}>"}
    assert take_in(plain(sent=sent(lead), **by_hand), at=LATER).kind == "answer"


def test_an_absence_note_is_automatic(lead):
    assert take_in(mail_file("out_of_office", sent=sent(lead)), at=LATER).kind == "automatic"


def test_a_mail_that_came_back_did_not_arrive(lead):
    reply = lead.deliveries.get(kind="reply")
    reply.mark_sent(at=NOW)
    before = as_it_is(lead)
    taken = take_in(mail_file("bounce", sent=reply.message_id), at=LATER)
    reply.refresh_from_db()
    why = "It came back: there is no such mailbox (code 5.1.1)."
    assert (taken.kind, taken.lead_id, reply.state(), reply.problem) == ("bounce", lead.pk, "given up", why)
    assert (as_it_is(lead), told(), lead.inbound.get().text) == (before, [], "")
    lines = [(line.what, line.problem) for line in story(lead, Stage.names())]
    assert (f"Answer to {ADA}: given up", why) in lines
    assert lines[-1] == ("An e-mail came back", "")


def test_one_that_is_only_late_did_not_come_back(lead):
    lead.deliveries.get(kind="reply").mark_sent(at=NOW)
    assert take_in(mail_file("late", sent=sent(lead)), at=LATER).kind == "automatic"
    assert lead.deliveries.get(kind="reply").state() == "sent"


def test_the_same_mail_twice_is_one(lead):
    raw = mail_file("gmail", sent=sent(lead))
    assert [take_in(raw, at=LATER).kind, take_in(raw, at=LATER).kind] == ["answer", "known"]
    assert (lead.inbound.count(), told()) == (1, ["sam@example.com"])


def test_our_next_answer_stands_in_the_thread_below_theirs(lead, expert):
    first = sent(lead)
    take_in(mail_file("gmail", sent=first), at=LATER)
    Lead.objects.get(pk=lead.pk).reply("Re: Shop", "Gladly.", by=expert, at=LATER + timedelta(minutes=1))
    headers = compose(lead.deliveries.filter(kind="reply").latest("pk")).extra_headers
    theirs = "<CAF-gmail-1@mail.client.example.com>"
    assert headers["In-Reply-To"] == theirs
    assert headers["References"] == f"{sent(lead, 'confirmation')} {first} {theirs}"


@pytest.mark.parametrize(("name", "status"), [("gmail", 409), ("out_of_office", 200)])
def test_who_presses_on_an_old_page_is_told_of_a_persons_mail_and_not_of_a_machines(
    lead, expert, client, name, status
):
    seen = lead.events.latest("pk").pk
    take_in(mail_file(name, sent=sent(lead)), at=LATER)
    client.force_login(expert)
    pressed = {"verb": "qualified", "lead": lead.pk, "seen": seen}
    answer = client.post(reverse("admin:leads_lead_press"), pressed, headers={"Accept": "application/json"})
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["refused"] == [
            f"The visitor has just changed {lead}. Press again if it still holds."
        ]


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_by_two_doors_at_once_is_one(no_old_jobs):
    lead = make_lead(email=ADA)
    raw = plain(sent=sent(lead, "confirmation"))
    start, kinds = threading.Barrier(4), []

    def take():
        start.wait()
        kinds.append(take_in(raw, at=LATER).kind)
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kinds) == ["answer", "known", "known", "known"]
    assert (InboundMail.objects.count(), lead.events.filter(kind="wrote").count()) == (1, 1)


def test_without_a_message_id_the_whole_mail_is_its_name(lead):
    one, two = (plain(text, sent=sent(lead), Message_ID=None) for text in ("One.", "Two."))
    kinds = [take_in(raw, at=LATER).kind for raw in (one, two, one)]
    assert kinds == ["answer", "answer", "known"]


def test_one_of_our_own_is_left_alone(lead):
    assert take_in(plain(Message_ID=sent(lead), sent=sent(lead)), at=LATER).kind == "known"
    assert lead.inbound.count() == 0


@pytest.mark.parametrize(
    ("sender", "is_ours", "kind"),
    [(ADA, True, "answer"), ("eve@example.org", True, "stray"), (ADA, False, "stray")],
)
def test_a_reference_in_the_subject_is_enough_from_the_leads_own_address(lead, sender, is_ours, kind):
    reference = lead.reference if is_ours else make_lead().reference
    raw = plain(sender=sender, Subject=f"re: ({reference.lower()}) a shop")
    assert take_in(raw, at=LATER).kind == kind


def test_who_answers_to_the_confirmation_or_to_their_own_mail_is_known(lead):
    confirmation = sent(lead, "confirmation")
    first = plain(sent=None, References=f"<x@y>\r\n {confirmation}", Message_ID="<first@client.example.com>")
    second = plain(sent="<first@client.example.com>", Message_ID="<second@client.example.com>")
    assert [take_in(raw, at=LATER).lead_id for raw in (first, second)] == [lead.pk, lead.pk]


def test_of_a_stray_only_the_fact_is_kept(lead, caplog):
    with caplog.at_level(logging.INFO):
        taken = take_in(plain("A love letter.", sender="eve@example.org"), at=LATER)
    assert (taken.kind, taken.is_attached, taken.why) == ("stray", False, "It answers no mail of ours.")
    kept = InboundMail.objects.strays().get()
    assert (kept.sender, kept.subject, kept.text, kept.lead) == ("", "", "", None)
    assert "eve" not in caplog.text
    assert "belongs to no lead" in caplog.text
    assert list(InboundMail.objects.old_strays(at=LATER + timedelta(days=31))) == [kept]
    assert not InboundMail.objects.old_strays(at=LATER + timedelta(days=29))


def test_one_that_cannot_be_read_is_a_stray(db):
    assert take_in(HOSTILE["mails in mails"], at=LATER).why == "It cannot be read (RecursionError)."


def test_an_erased_lead_gets_none(lead):
    ours = sent(lead, "notification")
    visitor.erase(lead, at=NOW)
    assert take_in(plain("I am Ada.", sent=ours), at=LATER).kind == "stray"
    assert not InboundMail.objects.exclude(text="")


def test_a_flood_ends(lead, monkeypatch):
    monkeypatch.setattr("leads.inbound.MOST_OF_A_LEAD", 1)
    kinds = [take_in(plain(sent=sent(lead), Message_ID=f"<{n}@x>"), at=LATER).kind for n in range(3)]
    assert kinds == ["answer", "stray", "stray"]


def test_one_of_us_who_writes_along_is_not_the_visitor(lead):
    assert take_in(plain(sent=sent(lead), sender="Sam <SAM@example.com>"), at=LATER).kind == "colleague"
    assert (as_it_is(lead)[2], told()) == (None, [])


def test_what_was_merged_wakes_the_lead_that_shows_it(lead, expert):
    whole = make_lead(email=ADA)
    lead.merge_into(whole, by=expert, at=NOW)
    take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    assert (as_it_is(whole)[2], lead.inbound.count()) == (LATER, 1)
    assert [line.came.kind for line in story(whole, Stage.names()) if line.came] == ["answer"]


# -- who is told, and until when it waits ---------------------------------------------------------------


@pytest.mark.parametrize(("when", "recipients"), [("at_once", 1), ("digest", 0), ("never", 0)])
def test_each_persons_choice_is_obeyed(lead, expert, when, recipients):
    LeadMail.objects.create(person=expert, when=when, told_until=NOW + timedelta(hours=1))
    take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    assert len(told()) == recipients
    if when == "digest":
        from leads.telling import write_digests

        write_digests(at=NOW + timedelta(days=1))
        assert Delivery.objects.get(kind=Delivery.Kind.DIGEST).listed == [lead.pk]


def test_of_a_lead_that_nobody_has_all_who_listen_are_told(expert):
    lead = make_lead(email=ADA)
    take_in(plain(sent=sent(lead, "confirmation")), at=LATER)
    assert told() == ["sam@example.com"]


def test_of_a_suspect_nobody_hears_before_it_is_released(expert, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lead = make_lead(email=ADA, quarantined=True)
    take_in(plain(sent=sent(lead, "confirmation")), at=LATER)
    addition = Delivery.objects.get(kind=Delivery.Kind.ADDITION)
    attempt(addition.pk)
    assert (Delivery.objects.get(pk=addition.pk).state(), mail.outbox) == ("held back", [])


@pytest.mark.parametrize("verb", ["reply", "move", "note", "snooze", "condemn", "heed"])
def test_what_is_done_about_it_ends_the_waiting(lead, expert, verb):
    take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    lead = Lead.objects.get(pk=lead.pk)
    acts = {
        "reply": lambda: lead.reply("Shop", "Gladly.", by=expert, at=LATER),
        "move": lambda: lead.move("qualified", by=expert, at=LATER),
        "note": lambda: lead.note("Called.", by=expert, at=LATER),
        "snooze": lambda: lead.snooze(LATER + timedelta(days=1), by=expert, at=LATER),
        "condemn": lambda: lead.condemn(by=expert, at=LATER),
        "heed": lambda: lead.heed(by=expert, at=LATER),
    }
    acts[verb]()
    assert as_it_is(lead)[2] is None


def test_to_give_it_away_does_not_and_undo_brings_it_back(lead, expert):
    other = make_user("kim@example.com", role="sales")
    take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    lead.assign(other, by=expert, at=LATER)
    assert as_it_is(lead)[2] == LATER
    since = lead.events.latest("pk").pk
    lead.heed(by=expert, at=LATER)
    with pytest.raises(Lead.NotPossible, match="Nothing that was written"):
        lead.heed(by=expert, at=LATER)
    lead.undo(since=since, by=expert, at=LATER)
    assert as_it_is(lead)[2] == LATER


def test_a_closed_lead_keeps_its_stage_and_waits_again(lead, expert):
    from leads.admin import boxes

    lead.move("lost", by=expert, at=NOW)

    def waiting():
        runs = boxes.runs("waiting", Lead.objects.all(), person=expert, at=LATER)
        return [one.pk for one in boxes.page(runs).rows], boxes.counts(person=expert, at=LATER)["waiting"]

    assert waiting() == ([], "0")
    take_in(mail_file("gmail", sent=sent(lead)), at=LATER)
    assert as_it_is(lead)[0] == "lost"
    assert waiting() == ([lead.pk], "1")


def test_who_wrote_again_stands_below_new_leads_and_above_all_others_each_once(expert):
    from leads.admin import boxes

    quiet, wrote = (make_lead(stage="contacted", expert=expert) for _ in range(2))
    new, new_and_wrote = make_lead(), make_lead(at=NOW - timedelta(hours=1))
    for lead in (wrote, new_and_wrote):
        take_in(
            plain(sent=sent(lead, "confirmation"), sender=lead.email, Message_ID=f"<{lead.pk}@x>"), at=LATER
        )
    runs = boxes.runs("waiting", Lead.objects.all(), person=expert, at=LATER)
    one_by_one, cursor = [], ""
    while (page := boxes.page(runs, cursor=cursor, size=1)).rows:
        one_by_one += page.rows
        if not (cursor := page.next):
            break
    assert [lead.pk for lead in one_by_one] == [new.pk, new_and_wrote.pk, wrote.pk, quiet.pk]


def test_who_adds_something_by_their_own_link_wakes_the_lead(lead):
    visitor.add(lead, "And a blog.", at=LATER)
    assert as_it_is(lead)[1:] == (None, LATER)


# -- personal data --------------------------------------------------------------------------------------


def test_all_of_it_is_erased_with_the_lead(lead):
    raw = mail_file("outlook", sent=sent(lead))
    take_in(raw, at=LATER)
    visitor.erase(lead, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM leads_inboundmail AS t UNION ALL SELECT e::text FROM leads_leadevent AS e"
        )
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert "answer" in rows
    assert not [word for word in ("client.example", "Briefing", "Bell", "recht", "AW:") if word in rows]
    assert lead.events.filter(kind=LeadEvent.Kind.WROTE).count() == 1
    assert take_in(raw, at=LATER).kind == "stray"


def test_who_is_named_in_the_mail_of_somebody_else_is_found_given_and_erased_there(lead, expert):
    boss = "boss@client.example.com"
    take_in(plain(f"Ask {boss}.", sent=sent(lead), sender=boss, Subject=f"From {boss}"), at=LATER)
    assert person.find(boss.upper()).counts()["e-mails that came in"] == 1
    copy = json.loads(person.take_out(ADA, by=expert, at=LATER))
    assert [one["text"] for one in copy["leads"][0]["e-mails that came in"]] == [f"Ask {boss}."]
    person.erase(boss, by=expert, at=LATER)
    came = InboundMail.objects.get()
    assert (came.sender, came.subject, came.text) == ("Erased", "From Erased", "Ask Erased.")
    assert Lead.objects.get(pk=lead.pk).email == ADA


def test_the_database_refuses_a_stray_with_words(db):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="leads_inbound_has_its_lead"), transaction.atomic():
        InboundMail.objects.create(kind="stray", message_id="x", at=NOW, why="x", text="A love letter.")
