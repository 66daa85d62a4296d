"""The form inside an article, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leads.models import Lead
from leads.spelling import meant
from tests.factories import make_article
from tests.journeys.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.wrong = []
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def article(transactional_db):
    return make_article("On backups")


def open_form(page, live_server, article, query=""):
    page.goto(live_server.url + article.get_absolute_url() + query)
    page.get_by_role("button", name="Talk to Our Experts").click()
    return page.locator("#talk form")


def fill(form, **typed):
    labels = {"name": "Your name", "email": "Work e-mail", "message": "What are you working on?"}
    for name, value in {
        "name": "Ada Quinn",
        "email": "ada@client.example.com",
        "message": "Hello",
        **typed,
    }.items():
        form.get_by_label(labels[name]).fill(value)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_a_mistyped_address_is_told_in_place_and_the_corrected_one_is_sent(page, live_server, article):
    form = open_form(page, live_server, article, "?utm_source=news&page=2")
    assert focused(page) == "talk-name"
    fill(form, email="ada@client")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("#talk-errors")).to_be_focused()
    expect(page.locator("#talk-email_error")).to_have_text(
        "The part after the @ needs a full stop and an ending, such as company.com."
    )
    assert page.locator("#talk-message").input_value() == "Hello"
    page.locator("#talk-errors a").click()
    assert focused(page) == "talk-email"
    page.locator("#talk-email").fill("ada@client.example.com")
    page.get_by_label("Send me occasional news").check()
    page.locator("#talk form").get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    lead = Lead.objects.get()
    expect(page.locator("[data-talk-place] strong")).to_have_text(lead.reference)
    assert (lead.article, lead.category, lead.page) == (article, article.category, article.get_absolute_url())
    assert (lead.landing_query, lead.referrer, bool(lead.client_key)) == ({"utm_source": "news"}, "", True)
    assert (lead.consent_text[:4], lead.quarantined_at, page.context.cookies()) == ("Send", None, [])
    assert [words for words in page.wrong if "422" not in words] == []


def test_the_thanks_name_the_address_and_a_wrong_one_is_corrected_in_place(page, live_server, article):
    form = open_form(page, live_server, article)
    fill(form, email="ada@")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("#talk-errors")).to_be_focused()
    fill(page.locator("#talk form"), email="adda@client.example.com")
    page.locator("#talk form").get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-address]")).to_have_text("adda@client.example.com")
    page.get_by_role("button", name="Correct the address").press("Enter")
    assert focused(page) == "talk-email"
    assert (page.locator("#talk-message").input_value(), page.locator("#talk-errors").count()) == ("Hello", 0)
    page.keyboard.type("ada@client.example.com")
    page.keyboard.press("Enter")
    expect(page.locator("[data-talk-address]")).to_have_text("ada@client.example.com")
    lead = Lead.objects.get()
    assert (lead.email, lead.article, lead.quarantined_at) == ("ada@client.example.com", article, None)
    expect(page.locator(".thanks")).to_contain_text(lead.reference)


def test_send_does_not_move_away_when_the_address_is_what_was_typed_last(page, live_server, article):
    page.set_viewport_size({"width": 1440, "height": 900})
    form = open_form(page, live_server, article)
    fill(form)
    form.get_by_label("Work e-mail").fill("ada@gmial.com")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_visible()
    assert (Lead.objects.get().email, page.wrong) == ("ada@gmial.com", [])


def test_a_mistyped_domain_is_asked_about_at_once_and_never_in_the_way(page, live_server, article):
    form = open_form(page, live_server, article)
    fill(form, email="ada@gmial.com")
    question = page.get_by_role("button", name="Did you mean ada@gmail.com?")
    question.click()
    assert (page.locator("#talk-email").input_value(), focused(page)) == ("ada@gmail.com", "talk-email")
    fill(form, email="ada@gmal.com", message="Hello again")
    expect(page.get_by_role("button", name="Did you mean ada@gmail.com?")).to_be_visible()
    form.get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    assert Lead.objects.get().email == "ada@gmal.com"


def test_the_page_asks_about_the_same_domains_as_the_server(page, live_server, article):
    open_form(page, live_server, article)
    for domain in [
        "gmial.com",
        "hotmial.com",
        "outlok.com",
        "yaho.co.uk",
        "gmail.com",
        "mail.com",
        "example.com",
    ]:
        page.locator("#talk-email").fill(f"ada@{domain}")
        page.locator("#talk-name").focus()
        asked = page.locator("[data-talk-meant]").all_text_contents()
        wanted = meant(f"ada@{domain}")
        assert asked == ([f"Did you mean {wanted}?"] if wanted else [])


def test_the_button_says_whether_it_is_open_and_escape_closes(page, live_server, article):
    open_form(page, live_server, article)
    button = page.get_by_role("button", name="Talk to Our Experts")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    expect(page.locator("#talk")).to_be_hidden()


def test_when_the_network_fails_everything_typed_stays_and_the_second_send_is_one_lead(
    page, live_server, article
):
    form = open_form(page, live_server, article)
    fill(form)
    # The worst moment: the server has it, the answer is lost.
    page.route("**/talk-to-our-experts/", lambda route: (route.fetch(), route.abort()))
    form.get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-failed]")).to_be_focused()
    expect(page.locator("[data-talk-failed]")).to_contain_text("Everything you wrote is still here")
    assert page.locator("#talk-message").input_value() == "Hello"
    page.unroute("**/talk-to-our-experts/")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    assert Lead.objects.count() == 1


def test_a_double_click_is_one_lead(page, live_server, article):
    form = open_form(page, live_server, article)
    fill(form)
    form.get_by_role("button", name="Send").dblclick()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    assert Lead.objects.count() == 1


def test_a_refusal_is_told_in_the_servers_words(page, live_server, article):
    form = open_form(page, live_server, article)
    fill(form)
    page.evaluate("document.querySelector('#talk-message').removeAttribute('maxlength')")
    page.locator("#talk-message").fill("👋" * 40_000)
    form.get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-failed]")).to_contain_text("This is longer than we can take")
    assert Lead.objects.count() == 0


def test_links_to_the_forms_page_carry_the_campaign_on(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url() + "?gclid=abc&x=1")
    links = page.locator('a[href*="/talk-to-our-experts/"]').evaluate_all("links => links.map(a => a.search)")
    assert {search.replace("?", "") for search in links} >= {"gclid=abc"}
    assert [search for search in links if "x=1" in search or "gclid=abc" not in search] == []


def test_axe_finds_nothing_in_any_state_of_the_form(browser, live_server, article):
    page = browser.new_context().new_page()
    form = open_form(page, live_server, article)
    found = {"open": violations(page)}
    fill(form, name="", email="ada@gmial.com")
    page.locator("[data-talk-meant]").wait_for()
    found["asked"] = violations(page)
    form.get_by_role("button", name="Send").click()
    expect(page.locator("#talk-errors")).to_be_focused()
    found["refused"] = violations(page)
    page.locator("#talk-name").fill("Ada Quinn")
    page.locator("#talk form").get_by_role("button", name="Send").click()
    expect(page.locator("[data-talk-thanks]")).to_be_focused()
    found["thanked"] = violations(page)
    page.goto(live_server.url + reverse("leads:talk"))
    page.get_by_role("button", name="Send").click()
    page.locator("#talk-errors").wait_for()
    found["refused page"] = violations(page)
    fill(page, message="Hello again")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks/**")
    found["thanks page"] = violations(page)
    assert found == {state: [] for state in found}
    page.context.close()


def test_without_scripts_the_same_words_lead_to_the_forms_page(browser, live_server, article):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + article.get_absolute_url() + "?utm_source=news")
    page.locator("[data-talk-open]").click()
    assert (
        page.url
        == f"{live_server.url}{reverse('leads:talk')}?article={article.slug}&category={article.category.slug}"
    )
    form = page.locator("form[data-talk-form]")
    fill(form, email="nobody")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("#talk-errors")).to_be_focused()
    page.locator("#talk-email").fill("ada@client.example.com")
    page.locator("form[data-talk-form]").get_by_role("button", name="Send").click()
    lead = Lead.objects.get()
    expect(page.locator("main strong")).to_have_text(lead.reference)
    assert (lead.article, lead.landing_query, lead.page) == (
        article,
        {"utm_source": "news"},
        article.get_absolute_url(),
    )
    page.context.close()
