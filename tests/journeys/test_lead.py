"""A visitor's wish to talk, all the way: from the article to the inbox and to the person who will answer."""

import threading

import pytest
from django.db import connection
from playwright.sync_api import expect

from config import mail
from leads.models import Lead
from tests.factories import make_article, make_user
from tests.journeys.admin_browser import PASSWORD
from tests.leads.factories import make_lead
from tests.leads.test_tasks import work

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_old_jobs")]


def test_a_lead_goes_from_the_article_to_the_inbox_and_to_the_top_of_the_list(visit, settings):
    settings.EMAIL_BACKEND = "config.mail.FolderBackend"
    expert = make_user("sales@example.com", role="sales")
    expert.set_password(PASSWORD)
    expert.save()
    make_lead(name="Earlier Person")
    article = make_article("On backups")

    reference = ask(visit(article.get_absolute_url(), may_fail=True))  # the browser reports a 422 as an error
    assert Lead.objects.newest_first()[0].reference == reference

    send_mails()
    sent = {one["To"]: one["Subject"].strip() for one in mail.all_mails() if reference in one["Subject"]}
    assert sent == {
        "ada@client.example.com": f"Your company: your message has arrived ({reference})",
        "sales@example.com": f"New lead {reference}: Ada Quinn about “On backups”",
    }

    page = visit("/admin/")
    page.get_by_label("E-mail address").fill(expert.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Leads").first.click()
    first = page.locator(".row").first
    expect(first).to_contain_text("Ada Quinn")
    expect(first).to_contain_text("On backups")
    first.get_by_role("link").click()
    expect(page.get_by_role("article")).to_contain_text(reference)
    expect(page.locator(".pane__message")).to_have_text("Do you keep copies of our shop?")


def ask(page):
    """Opens the form in place, mistypes the address, corrects it; answers the reference number that is told."""
    page.get_by_role("button", name="Talk to Our Experts").click()
    form = page.locator("#talk form")
    form.get_by_label("Your name").fill("Ada Quinn")
    form.get_by_label("Work e-mail").fill("ada@client")
    form.get_by_label("What are you working on?").fill("Do you keep copies of our shop?")
    form.get_by_role("button", name="Send").click()
    page.locator("#talk-errors a").click()
    expect(page.locator("#talk-email")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("ada@client.example.com")
    page.locator("#talk form").get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    return page.locator("[data-talk-place] strong").inner_text()


def send_mails():
    """The worker, until nothing is left; in a thread, because the browser's event loop runs in this one."""

    def run():
        work("mail")
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
