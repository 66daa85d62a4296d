"""A sales person's day: twenty leads by keyboard alone, and two people at the same list."""

# ruff: noqa: F811 - fixtures are taken by name

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leads.inbound import take_in
from leads.models import Lead
from tests.factories import make_user
from tests.journeys.admin_browser import open_admin  # noqa: F401 - fixtures
from tests.journeys.axe import violations
from tests.leads.factories import make_lead
from tests.leads.mails import mail_file, plain

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("no_old_jobs")]
NEW = "/admin/leads/lead/?box=new"


def opened(page):
    return int(page.locator("[data-open]").get_attribute("data-open"))


def moved_on(page, pk):
    """The next lead is open, and its name has the focus."""
    expect(page.locator(f'[data-open="{pk}"]')).to_have_count(0)
    if page.locator("[data-open]").count():
        expect(page.locator("[data-open] h2")).to_be_focused()


def test_twenty_leads_are_cleared_by_keyboard_alone(open_admin):
    at = timezone.now()
    for number in range(20):
        make_lead(name=f"Person {number}", at=at - timedelta(minutes=number))
    page = open_admin("sales", path=NEW)
    press = page.keyboard.press

    press("j")
    expect(page.locator("[data-open] h2")).to_have_text("Person 0")
    expect(page.locator(".row__link").first).to_be_focused()
    press("o")
    expect(page.locator("[data-open] h2")).to_be_focused()
    assert violations(page) == []
    press("n")
    page.keyboard.type("Rang: jkasq are no keys here.")  # while somebody types
    press("Control+Enter")
    expect(page.locator(".story")).to_contain_text("jkasq are no keys here")

    for number in range(20):
        pk = opened(page)
        if number == 3:  # not meant: back it comes
            press("s")
            moved_on(page, pk)
            press("u")
            expect(page.locator(f'[data-open="{pk}"] h2')).to_be_focused()
        verb = "aqswlz"[number % 6]
        press(verb)
        if verb == "w":
            page.keyboard.type("4800")
            press("Enter")
        elif verb == "l":
            press("Tab")
            page.keyboard.type("Too far away.")
            press("Control+Enter")
        elif verb == "z":
            press("Enter")
        if number < 19:
            moved_on(page, pk)
    expect(page.locator("[data-rows] .empty")).to_contain_text("Nobody waits to be taken")
    expect(page.locator('[data-count="new"]')).to_have_text("0")
    stages = Counter(Lead.objects.trusted().values_list("stage", flat=True))
    later = Lead.objects.filter(snoozed_until__gt=at).count()
    assert stages == {"contacted": 4, "qualified": 4, "won": 3, "lost": 3, "new": 3}
    assert (later, Lead.objects.exclude(condemned_at=None).count()) == (3, 3)
    assert set(Lead.objects.filter(stage="won").values_list("value", "currency")) == {(4800, "EUR")}
    press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_two_people_at_one_list_see_each_other_and_what_comes(open_admin):
    make_lead(name="First Person")
    ada = open_admin("sales", path=NEW)
    bo = open_admin("sales lead", path=NEW, may_fail=True)  # a refusal is an error to the browser's console
    for page in (ada, bo):
        page.get_by_role("link", name="First Person").click()
        expect(page.locator("[data-open] h2")).to_be_focused()
    ada.keyboard.press("c")
    expect(ada.locator(".pane__state")).to_contain_text("Yours")
    bo.keyboard.press("c")
    expect(bo.locator("[data-toast]")).to_contain_text("was already taken by Ada Sales.")
    expect(bo.locator(".pane__state")).to_contain_text("With Ada Sales")

    make_lead(name="Second Person")
    bo.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # or fifteen seconds later
    expect(bo.locator(".row.is-new")).to_contain_text("Second Person")
    expect(bo.locator("[data-said]")).to_have_text("A new lead has come.")
    expect(bo.locator("[data-open] h2")).to_have_text("First Person")

    ada.get_by_role("link", name="Later").click()
    ada.go_back()
    expect(ada.get_by_role("heading", name="First Person")).to_be_visible()


def test_an_answer_comes_while_the_inbox_is_open_and_is_read_and_done(open_admin):
    lead = make_lead(name="Ada Quinn", email="ada@client.example.com", stage="lost")
    page = open_admin("sales", path=f"/admin/leads/lead/{lead.pk}/change/?box=waiting")
    expect(page.locator("[data-open] h2")).to_have_text("Ada Quinn")
    sent = lead.deliveries.get(kind="confirmation").message_id
    mails = [
        mail_file("outlook", sent=sent),
        plain("<b>Call me.</b>", sent=sent, sender="boss@client.example.com"),
    ]
    for raw in mails:
        take_in(raw, at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # or fifteen seconds later
    expect(page.locator(".row .state.is-wrote")).to_have_text("New answer")
    page.get_by_role("link", name="Show how it stands now").click()
    expect(page.locator(".pressing")).to_contain_text("Somebody answered from another address")
    expect(page.locator(".pressing__words")).to_have_text("<b>Call me.</b>")
    expect(page.locator(".story .is-theirs")).to_contain_text("das wäre uns recht")
    expect(page.locator(".came__files")).to_contain_text("Briefing.pdf")
    page.get_by_role("link", name="Show it in the story").click()
    expect(page.locator(".story .came__mark")).to_be_in_viewport()
    page.get_by_text("Show what it quotes").click()
    expect(page.locator(".came__more .story__text")).to_contain_text("Gesendet")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})  # where the list is not shown
    assert violations(page) == []
    page.get_by_role("button", name="Nothing to answer").click()
    expect(page.locator(".rows")).to_have_count(0)
    assert (Lead.objects.get().stage, Lead.objects.get().wrote_at) == ("lost", None)


def begin(page, name, key, words):
    page.locator(".row__link", has_text=name).click()
    expect(page.locator("[data-open] h2")).to_have_text(name)
    page.keyboard.press(key)
    page.locator(".act[open] textarea").fill(words)


def test_what_is_typed_survives_a_refusal_another_lead_and_a_reload(open_admin):
    lead, at = make_lead(name="First Person"), timezone.now()
    make_lead(name="Second Person", at=at - timedelta(minutes=1))
    page = open_admin("sales", path=NEW, may_fail=True)  # a refusal is an error to the browser's console
    begin(page, "First Person", "r", "We can begin in May.")
    page.locator(".act[open] [name=subject]").fill("")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".act[open] [data-error]")).to_have_text("An answer needs a subject and words.")
    expect(page.locator(".act[open] textarea")).to_have_value("We can begin in May.")
    page.locator(".act[open] [name=subject]").fill("Your shop")

    lead.note("Rang.", by=make_user("bo@example.com", name="Bo", role="sales"), at=timezone.now())
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".act[open] [data-error]")).to_contain_text("Bo has just changed")
    expect(page.locator(".act[open] textarea")).to_have_value("We can begin in May.")

    page.keyboard.press("Escape")
    begin(page, "Second Person", "n", "Half a note")
    page.reload()
    page.locator(".row__link", has_text="First Person").click()
    expect(page.locator("summary", has_text="begun")).to_contain_text("Write… begun")
    page.keyboard.press("r")
    expect(page.locator(".act[open] [name=subject]")).to_have_value("Your shop")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-toast]")).to_contain_text("your answer goes out now")
    expect(page.locator("[data-open] h2")).to_have_text("Second Person")
    assert lead.events.filter(kind="replied").values_list("text", flat=True).get() == "We can begin in May."
    page.keyboard.press("n")
    expect(page.locator(".act[open] textarea")).to_have_value("Half a note")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".story")).to_contain_text("Half a note")
    expect(page.locator(".act__begun")).to_have_count(0)


def test_a_refusal_of_many_keeps_the_ticks_and_stands_beside_them(open_admin):
    for name in ["First Person", "Second Person"]:
        make_lead(name=name)
    page = open_admin("sales", path=NEW, may_fail=True)
    for box in page.get_by_role("checkbox", name="Select").all():
        box.check()
    page.locator("#bulk-verb").select_option("release")
    page.get_by_role("button", name="Do it").click()
    expect(page.locator("[data-bulk] [data-error]")).to_contain_text("is not in quarantine.")
    expect(page.locator("[data-rows] input:checked")).to_have_count(2)


def test_from_one_that_left_the_list_the_next_key_goes_to_what_followed(open_admin):
    at = timezone.now()
    for number in range(50):
        make_lead(name=f"Person {number}", at=at - timedelta(minutes=number))
    page = open_admin("sales", path=NEW)
    for number in range(3):
        page.keyboard.press("j")
        expect(page.locator("[data-open] h2")).to_have_text(f"Person {number}")
    page.keyboard.press("c")
    expect(page.locator(".pane__state")).to_contain_text("Yours")
    expect(page.locator('[data-count="new"]')).to_have_text("49")
    expect(page.locator(".row.has-come")).to_have_count(0)  # one from below has taken the place
    page.keyboard.press("j")
    expect(page.locator("[data-open] h2")).to_have_text("Person 3")
    page.keyboard.press("k")
    expect(page.locator("[data-open] h2")).to_have_text("Person 1")
