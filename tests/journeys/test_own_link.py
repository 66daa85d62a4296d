"""A visitor comes back by the link in the confirmation: adds, corrects, withdraws and erases, without a script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from config import mail
from leads.models import Lead
from tests.factories import make_user
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.test_lead import send_mails
from tests.leads.factories import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_old_jobs")]


def link_to(address):
    """The path of the link in the newest mail to this address."""
    send_mails()
    letter = next(one for one in mail.all_mails() if one["To"] == address)
    return re.search(r"http://\S+?(/talk-to-our-experts/\S+)", letter.get_body(("plain",)).get_content())[1]


def test_a_visitor_comes_back_by_the_own_link(visit, settings):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    make_user("sales@example.com", role="sales")
    lead = make_lead(name="Ada Quinn", email="ada@quin.example.com", at=timezone.now())

    page = visit(link_to("ada@quin.example.com"), size=PHONE)
    assert violations(page) == []
    page.get_by_label("Add something").fill("We start in May.")
    page.get_by_role("button", name="Add this").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. What you added is with us.")
    page.get_by_label("Correct the e-mail address").fill("ada@quinn.example.com")
    page.get_by_role("button", name="Use this address").click()
    expect(page.get_by_role("status")).to_contain_text("We have written to the new address.")

    page = visit(link_to("ada@quinn.example.com"), size=PHONE, scripts=False)
    page.get_by_role("button", name="Yes, answer to this address").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. From now on we answer to this address.")
    page.get_by_role("link", name="Withdraw the enquiry").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("You have withdrawn it.")).to_be_visible()
    send_mails()
    page.get_by_role("link", name="Erase everything").click()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()

    lead = Lead.objects.get()
    assert (lead.name, lead.stage) == ("Erased", "lost")
    send_mails()
    subjects = [one["Subject"] for one in mail.all_mails() if one["To"] == "sales@example.com"]
    assert [subject.strip().partition(": ")[2] for subject in subjects[::-1][1:]] == [
        "the visitor wrote more",
        "the visitor corrected the e-mail address",
        "the visitor withdrew the enquiry",
        "the visitor erased everything personal",
    ]
