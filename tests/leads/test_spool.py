"""The database is really away: the server refuses every new connection."""

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from lxml import html

from leads import spool
from leads.models import Delivery, Lead
from leads.receiving import Enquiry, receive
from leads.tasks import bring_in_spool
from tests.factories import NOW, make_category
from tests.leads.factories import make_enquiry, make_lead, posted
from tests.signed_in import sign_in

__all__ = ["sign_in"]
TALK = "/talk-to-our-experts/"
pytestmark = pytest.mark.django_db(transaction=True)


def find(response, xpath):
    return html.document_fromstring(response.content.decode()).xpath(xpath)


class Away:
    """No connection while this is open."""

    def __enter__(self):
        connection.close()
        self.name = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = "not_there"

    def __exit__(self, *_):
        connection.close()
        connection.settings_dict["NAME"] = self.name


@pytest.fixture
def sent():
    make_category()
    return posted(client_key=str(uuid.uuid4()), email="ada@client.example.com")


def test_an_enquiry_is_kept_thanked_for_and_brought_in_under_the_reference_that_was_told(client, sent):
    with Away():
        response = client.post(TALK, sent)
        told = find(response, "string(//main//strong)")
        with pytest.raises(OperationalError):
            Lead.objects.count()
    assert (response.status_code, len(spool.waiting())) == (201, 1)
    assert b"ada@client.example.com" in response.content
    bring_in_spool(0)
    lead = Lead.objects.get()
    assert (lead.reference, lead.email, lead.message) == (told, sent["email"], sent["message"])
    assert lead.events.get().text == "It waited in the spool while the database was away."
    assert sorted(lead.deliveries.values_list("kind", flat=True)) == ["confirmation"]
    assert spool.waiting() == []


def test_a_script_gets_the_part_that_changes(client, sent):
    with Away():
        response = client.post(TALK, sent, HTTP_X_FRAGMENT="1")
    assert (response.status_code, b"<html" in response.content) == (201, False)
    assert find(response, "string(//*[@data-talk-address])") == sent["email"]


def test_sent_again_before_meanwhile_or_after_it_is_one_lead_with_one_reference(client, sent):
    """As a double click, a retry after a lost answer and the back button do."""
    with Away():
        told = {find(client.post(TALK, sent), "string(//main//strong)") for _ in range(3)}
    assert len(spool.waiting()) == 1
    assert client.post(TALK, sent).status_code == 303  # it is back, and the spool not yet brought in
    assert spool.bring_in() == 1
    assert client.post(TALK, sent).status_code == 303
    assert {Lead.objects.get().reference} == told
    assert Delivery.objects.count() == 1


def test_a_lead_that_was_committed_while_the_answer_was_lost_is_not_doubled():
    enquiry = make_enquiry(client_key=uuid.uuid4())
    lead = receive(enquiry, at=NOW)
    spool.put(enquiry, at=NOW + timedelta(hours=2))
    assert spool.bring_in() == 1
    assert [one.reference for one in Lead.objects.all()] == [lead.reference]


def test_without_a_key_from_the_page_it_is_one_lead_too_however_often_it_is_brought_in():
    told = spool.put(make_enquiry(), at=NOW)
    (file,) = spool.waiting()
    content = file.read_bytes()
    for _ in range(2):  # killed between the commit and the removal
        file.write_bytes(content)
        assert spool.bring_in() == 1
    assert Lead.objects.get().reference == told


def test_a_reference_that_another_lead_has_is_said_in_the_story():
    told = spool.put(make_enquiry(client_key=uuid.uuid4()), at=NOW)
    Lead.objects.filter(pk=make_lead().pk).update(reference=told)
    spool.bring_in()
    lead = Lead.objects.exclude(reference=told).get()
    assert lead.events.get().text.endswith(f"The visitor was told {told}, which another lead has.")


def test_the_file_goes_only_after_the_commit():
    spool.put(make_enquiry(), at=NOW)
    with Away(), pytest.raises(OperationalError):
        spool.bring_in()
    assert len(spool.waiting()) == 1


def test_what_cannot_be_read_is_put_aside_and_hinders_nobody(settings, sign_in, client):
    spool.put(make_enquiry(), at=NOW)
    (Path(settings.SPOOL_FOLDER) / "BL-3333333.json").write_text("{half")
    assert (spool.bring_in(), Lead.objects.count()) == (1, 1)
    assert [file.name for file in spool.unreadable()] == ["BL-3333333.unreadable"]
    sign_in("owner")
    assert b"BL-3333333.unreadable" in client.get("/admin/").content


def test_what_the_database_refuses_is_put_aside_and_hinders_nobody():
    spool.put(make_enquiry(company="x" * 500), at=NOW)
    spool.put(make_enquiry(), at=NOW)
    assert (spool.bring_in(), Lead.objects.count(), len(spool.unreadable())) == (1, 1, 1)
    assert spool.waiting() == []


def test_two_enquiries_with_one_reference_are_both_kept(monkeypatch):
    monkeypatch.setattr(Enquiry, "reference", "BL-3333333")
    spool.put(make_enquiry(), at=NOW)
    spool.put(make_enquiry(), at=NOW)
    assert (spool.bring_in(), Lead.objects.count()) == (2, 2)


def test_only_we_can_read_it_and_no_log_tells_of_the_person(caplog):
    spool.put(make_enquiry(name="Marker"), at=NOW)
    (file,) = spool.waiting()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads(file.read_text())["enquiry"]["name"] == "Marker"
    assert "The database is away" in caplog.text
    assert "Marker" not in caplog.text
    assert list(file.parent.glob(".*")) == []


def test_the_overview_tells_what_waits(sign_in, client):
    spool.put(make_enquiry(), at=NOW)
    sign_in("owner")
    assert b"1 enquiry came while the database was away and waits" in client.get("/admin/").content


def test_when_the_disk_is_full_too_nothing_is_acknowledged_and_nothing_typed_is_lost(
    client, sent, settings, tmp_path
):
    (tmp_path / "spool").write_text("a file where the folder should be")
    with Away():
        response = client.post(TALK, sent)
    kept = {field.name: field.value for field in find(response, "//form//*[@name]")}
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert {name: (kept[name] or "").strip() for name in sent} == sent


def test_by_hand_it_says_how_many_came_in_and_while_the_database_is_away_how_many_wait(capsys):
    spool.put(make_enquiry(), at=NOW)
    with Away(), pytest.raises(CommandError, match="still away; 1 enquiries wait"):
        call_command("bring_in_spool")
    call_command("bring_in_spool")
    assert capsys.readouterr().out == "1 brought in, 0 unreadable.\n"


def test_a_flood_does_not_fill_the_disk(client, sent, monkeypatch):
    monkeypatch.setattr(spool, "MOST", 1)
    spool.put(make_enquiry(), at=NOW)
    with Away():
        assert client.post(TALK, sent).status_code == 503
    assert len(spool.waiting()) == 1
