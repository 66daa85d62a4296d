import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from leads import alarm, canary
from leads.canary_mark import mark
from leads.models import Canary, Delivery, Lead
from leads.precedents import precedents
from leads.receiving import receive, receive_all
from leads.sending import attempt
from leads.suspicion import suspicions
from tests.factories import NOW, make_user
from tests.leads.factories import make_enquiry, make_lead, posted

MINUTES = [NOW + timedelta(minutes=5 * n) for n in range(6)]


@pytest.fixture
def site(transactional_db, live_server, settings, no_old_jobs):
    """A running site whose form is asked over HTTP."""
    settings.CANARY_URL = live_server.url
    make_user("sales@example.com", role="sales")


@pytest.fixture
def elsewhere(settings):
    """Another server in the site's place: answers every request with this status and page."""
    servers = []

    def elsewhere(status, page=b""):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.command == "GET" or page == b"" else 503)
                self.end_headers()
                self.wfile.write(page)

            do_POST = do_GET

            def log_message(self, *args):
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.CANARY_URL = f"http://127.0.0.1:{server.server_port}"

    yield elsewhere
    for server in servers:
        server.shutdown()
        server.server_close()


def jobs():
    """What owners would be told: their number and the words, oldest first."""
    found = ProcrastinateJob.objects.filter(task_name="leads.tell_owner").order_by("pk")
    return [(job.args["owner_id"], job.args["problem"]) for job in found]


def test_it_gets_through_a_running_site_and_leaves_nothing(site, monkeypatch):
    seen = []
    look_for = canary._look_for

    def look(message):
        look_for(message)
        seen.append(Lead.including_canaries.get(message=message))
        seen.append(
            (Lead.objects.count(), Lead.objects.quarantined().count(), Lead.objects.trusted().count())
        )
        seen.append(ProcrastinateJob.objects.filter(task_name="leads.deliver").count())

    monkeypatch.setattr(canary, "_look_for", look)
    canary.watch(at=NOW)
    lead, counted, jobs_of_mails = seen
    assert (lead.is_canary, bool(lead.quarantined_at), counted, jobs_of_mails) == (True, True, (0, 0, 0), 0)
    assert (Lead.including_canaries.count(), Delivery.objects.count()) == (0, 0)
    assert (Canary.objects.get().arrived_at, Canary.failing()) == (NOW, None)


def test_a_lead_that_nobody_would_be_told_of_is_lost_too(site):
    from staff.models import User

    User.objects.all().delete()
    assert canary.try_out() == "The enquiry arrived, but no e-mail was prepared, so we would not be told."


def test_a_form_that_thanks_and_stores_nothing_is_found(site, monkeypatch):
    def forget(arrivals, audience):
        leads = receive_all(arrivals, audience)
        Lead.including_canaries.filter(pk=leads[0].pk).update(is_canary=False, message="other words")
        return leads

    monkeypatch.setattr("leads.crowd.receive_all", forget)
    assert canary.try_out() == "The visitor was thanked, but the enquiry is not among the leads."


FORM = b'<form data-talk-form action="/x/"><input name="name"><input name="email"><textarea name="message"></textarea></form>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "page", "problem"),
    [
        (500, b"", "The site did not show the form: it answered 500."),
        (404, b"", "The site did not show the form: it answered 404."),
        (200, b"", "The form’s page is there, but without the form."),
        (200, b"<p>Under construction</p>", "The form’s page is there, but without the form."),
        (200, FORM, "The site did not take the enquiry: it answered 503."),
    ],
)
def test_where_it_was_lost_is_said_in_words(status, page, problem, elsewhere):
    elsewhere(status, page)
    assert canary.try_out() == problem


@pytest.mark.django_db
def test_a_site_that_is_not_there_is_said_in_words(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.CANARY_URL = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert (
            canary.try_out()
            == f"The site cannot be reached at {settings.CANARY_URL} (ConnectionRefusedError)."
        )


@pytest.mark.django_db
def test_owners_are_told_once_when_it_fails_twice_and_once_when_it_works_again():
    owner = make_user("owner@example.com", role="owner")
    make_user("sales@example.com", role="sales lead")
    tries = ["No way.", "No way.", "No way at all.", "", ""]
    told = []
    for problem, at in zip(tries, MINUTES, strict=False):
        Canary.record(problem, at=at)
        told.append(jobs())
    alarmed = (owner.pk, "No way.")
    assert told == [[], [alarmed], [alarmed], [alarmed, (owner.pk, "")], [alarmed, (owner.pk, "")]]
    assert (Canary.objects.get().failures, Canary.failing()) == (0, None)


@pytest.mark.django_db
def test_a_single_failure_is_no_alarm():
    make_user("owner@example.com", role="owner")
    for problem, at in zip(["No way.", "", "No way.", ""], MINUTES, strict=False):
        Canary.record(problem, at=at)
        assert Canary.failing() is None
    assert jobs() == []


@pytest.mark.django_db
def test_the_overview_shows_a_red_banner_while_it_fails(client):
    client.force_login(make_user("owner@example.com", role="owner"))
    for at in MINUTES[:2]:
        Canary.record("The site did not show the form: it answered <500>.", at=at)
    page = client.get("/admin/").content.decode()
    assert "<strong>Enquiries may not arrive.</strong>" in page
    assert "since 4 May, 10:30" in page
    assert "it answered &lt;500&gt;." in page
    Canary.record("", at=MINUTES[2])
    assert "Enquiries may not arrive" not in client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_the_mails_say_what_fails_since_when_and_that_it_works_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owner = make_user("owner@example.com", role="owner")
    alarm.tell(owner.pk, "The site did not show the form: it answered 500.", since=NOW)
    alarm.tell(owner.pk, "", since=NOW)
    alarm.tell(make_user("sales@example.com", role="sales").pk, "", since=NOW)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["owner@example.com"], "Your company: enquiries may not arrive"),
        (["owner@example.com"], "Your company: enquiries arrive again"),
    ]
    assert (
        "Since 4 May, 10:30 it does not get through:\n\nThe site did not show the form: it answered 500."
        in mail.outbox[0].body
    )


@pytest.mark.django_db
@pytest.mark.parametrize("marked", ["", "x", "other words", "old"])
def test_no_stranger_makes_a_canary(marked, client, monkeypatch):
    marks = {"other words": mark("Canary 1"), "old": None}
    if marked == "old":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.core.signing.time.time", lambda: NOW.timestamp())
            marks["old"] = mark("We need a new shop.")
    given = {"message": "We need a new shop.", "canary": marks.get(marked, marked)}
    client.post("/talk-to-our-experts/", posted(**given), headers={"origin": "http://testserver"})
    lead = Lead.objects.get()
    assert (lead.is_canary, lead.quarantined_at, lead.deliveries.count()) == (False, None, 1)


@pytest.mark.django_db
def test_what_a_killed_try_left_is_taken_away_later_and_shown_nowhere(settings):
    settings.CANARY_URL = "http://127.0.0.1:9"
    lead = receive(make_enquiry(is_canary=True), at=NOW)
    visitor = make_lead()
    for delivery in lead.deliveries.all():
        attempt(delivery.pk)
    assert lead.deliveries.exclude(sent_at=None).count() == 0
    assert list(Lead.objects.all()) == [visitor]
    enquiry = make_enquiry(email=lead.email, message=lead.message)
    assert suspicions(enquiry, precedents(enquiry, at=NOW)) == []
    canary.watch(at=NOW + timedelta(minutes=59))
    assert Lead.including_canaries.count() == 2
    canary.watch(at=NOW + timedelta(minutes=61))
    assert list(Lead.including_canaries.all()) == [visitor]
