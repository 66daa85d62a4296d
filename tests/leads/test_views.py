import io
import logging
import threading
import uuid
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from lxml import html

from brand.models import Company, Page
from config.log_lines import Line
from leads import crowd
from leads.forms import ALONG, TalkToOurExpertsForm
from leads.models import Delivery, Lead
from leads.receiving import Enquiry
from tests.brand.factories import make_page
from tests.factories import make_article, make_category
from tests.leads.factories import make_lead, posted

pytestmark = pytest.mark.django_db
TALK = "/talk-to-our-experts/"
FORM = "application/x-www-form-urlencoded"
FRAGMENT = {"X-Fragment": "form"}


def find(response, xpath):
    return html.document_fromstring(response.content.decode()).xpath(xpath)


def by_id(response, name):
    return find(response, f"//*[@id='{name}']")[0]


def hidden(response):
    fields = find(response, "//form[@data-talk-form]//input[@type='hidden']")
    return {field.name: field.get("value") or "" for field in fields}


def words(response, xpath):
    return [" ".join(found.text_content().split()) for found in find(response, xpath)]


def tick_box(response):
    return find(response, "//input[@type='checkbox']")[0]


def test_the_form_stands_on_a_page_of_its_own_with_autofill_and_without_a_cookie(client):
    response = client.get(TALK)
    tokens = {field.name: field.get("autocomplete") for field in find(response, "//*[@autocomplete]")}
    assert tokens == {
        "name": "name",
        "email": "email",
        "company": "organization",
        "phone": "tel",
        "subject_line": "off",
    }
    assert (response.headers["Cache-Control"], dict(response.cookies)) == ("private, no-store", {})
    assert "Vary" not in response.headers
    assert tick_box(response).get("checked") is None
    assert b"csrfmiddlewaretoken" not in response.content


def test_a_sent_form_leads_to_thanks_with_the_reference_number(client):
    response = client.post(TALK, posted())
    lead = Lead.objects.get()
    assert (response.status_code, response.content, dict(response.cookies)) == (303, b"", {})
    thanks = client.get(response.headers["Location"])
    assert words(thanks, "//h1") == ["Thank you. Your message has arrived."]
    assert words(thanks, "//main//strong") == [lead.reference]
    assert thanks.headers["Cache-Control"] == "private, no-store"
    assert find(thanks, "//meta[@name='robots']/@content") == ["noindex"]


def test_the_thanks_tell_nothing_about_the_person(client):
    lead = make_lead(name="Marker Person", email="marker@x.example.com", message="Marker words")
    thanks = client.get(client.post(TALK, posted(email=lead.email, message=lead.message)).headers["Location"])
    assert b"arker" not in thanks.content


def test_the_thanks_page_says_how_to_mend_a_mistyped_address(client):
    Company.objects.create(name="Webzworld", email="office@example.com")
    thanks = client.get(client.post(TALK, posted()).headers["Location"])
    assert words(thanks, "//main//p")[1] == (
        "We answer to the e-mail address that you gave. If nothing from us is there in a few minutes, look into your "
        "junk folder. If the address may have been mistyped, send the form once more or write to office@example.com."
    )
    reference = Lead.objects.get().reference
    assert find(thanks, "//main//p[2]/a/@href") == [TALK, f"mailto:office@example.com?subject={reference}"]


def test_only_the_answer_to_the_post_names_the_address(client):
    sent = posted(email="ada+<b>@client.example.com")
    assert client.post(TALK, sent, headers=FRAGMENT).status_code == 422
    sent["email"] = "ada&co@client.example.com"
    answer = client.post(TALK, sent, headers=FRAGMENT)
    assert words(answer, "//p")[1:] == [
        "We answer to ada&co@client.example.com.",
        "Not right? Correct the address",
    ]
    assert answer.content.startswith(b"\n<div")
    assert answer.headers["Cache-Control"] == "private, no-store"
    location = client.post(TALK, sent).headers["Location"]
    assert (b"client.example" in client.get(location).content, "client" in location) == (False, False)


def test_a_suspect_is_thanked_but_promised_no_mail(client):
    thanks = client.get(client.post(TALK, posted(name="http://x.example.com")).headers["Location"])
    assert (words(thanks, "//main//strong"), "confirmation" in thanks.content.decode()) == (
        [Lead.objects.get().reference],
        False,
    )


@pytest.mark.parametrize("token", ["x", "BL-3333333", "BL-3333333:x", "%00", "a" * 5000])
def test_thanks_need_our_signature(client, token):
    assert client.get(f"{TALK}thanks/{token}/").status_code in {400, 404}


def test_thanks_for_a_lead_that_was_erased_are_gone(client):
    address = client.post(TALK, posted()).headers["Location"]
    Lead.objects.all().delete()
    assert client.get(address).status_code == 404


def test_errors_stand_beside_the_field_and_on_top_and_what_was_typed_is_kept(client):
    sent = posted(name="Ada & Co <b>", email="ada@company", phone="12", company="Quinn", message="")
    response = client.post(TALK, sent | {"article": "an-article", "query": "utm_source=x"})
    assert response.status_code == 422
    summary = by_id(response, "talk-errors")
    assert [(link.get("href"), link.text) for link in summary.iter("a")] == [
        ("#talk-email", "The part after the @ needs a full stop and an ending, such as company.com."),
        ("#talk-message", "Write a sentence or two about what you need."),
    ]
    assert (summary.get("tabindex"), summary.get("autofocus")) == ("-1", "")
    email = by_id(response, "talk-email")
    assert (email.get("aria-invalid"), email.get("aria-describedby")) == ("true", "talk-email_error")
    assert by_id(response, "talk-email_error").text == next(summary.iter("a")).text
    assert {name: by_id(response, f"talk-{name}").get("value") for name in ("name", "phone", "company")} == {
        "name": "Ada & Co <b>",
        "phone": "12",
        "company": "Quinn",
    }
    assert (hidden(response)["article"], hidden(response)["query"]) == ("an-article", "utm_source=x")
    assert Lead.objects.count() == 0


@pytest.mark.parametrize("email", ["", "nope", "nope@", "@x.de", "a@b", "a b@c.de", "a@b..de"])
@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_mistyped_address_is_told_of_in_the_same_words_on_top_and_beside_the_field(client, email, headers):
    response = client.post(TALK, posted(email=email), headers=headers)
    (link,) = by_id(response, "talk-errors").iter("a")
    assert (link.get("href"), link.text) == ("#talk-email", by_id(response, "talk-email_error").text)
    assert (by_id(response, "talk-email").get("value") or "") == email


def test_a_tick_survives_an_error(client):
    box = tick_box(client.get(TALK)).get("value")
    response = client.post(TALK, posted(name="", consent=box))
    assert tick_box(response).get("checked") is not None


def test_the_hint_about_a_mistyped_domain_belongs_to_its_field(client):
    response = client.post(TALK, posted(name="", email="ada@gmial.com"))
    assert words(response, "//*[@id='talk-email_helptext']") == ["Did you mean ada@gmail.com?"]
    assert by_id(response, "talk-email").get("aria-describedby") == "talk-email_helptext"


def test_the_page_knows_the_article_from_its_address(client):
    article = make_article("On backups")
    response = client.get(
        f"{TALK}?article={article.slug}&category={article.category.slug}&utm_source=news&x=1"
    )
    assert words(response, "//main//p/a[starts-with(@href, '/blog/')]") == ["On backups"]
    known = hidden(response)
    assert (known["article"], known["category"], known["query"]) == (
        article.slug,
        article.category.slug,
        "utm_source=news",
    )


def test_the_page_knows_the_article_from_the_page_before_when_it_is_ours(client):
    article = make_article()
    before = f"http://localhost/blog/{article.slug}/?utm_source=news"
    known = hidden(client.get(TALK, headers={"Referer": before, "Host": "localhost"}))
    assert (known["article"], known["page"], known["query"]) == (
        article.slug,
        f"/blog/{article.slug}/",
        "utm_source=news",
    )
    known = hidden(client.get(TALK, headers={"Referer": before.replace("localhost", "evil.example")}))
    assert (known["article"], known["page"], known["query"]) == ("", "", "")


def test_a_draft_is_not_named(client):
    draft = make_article("Secret plans", published_at=None)
    response = client.get(f"{TALK}?article={draft.slug}")
    assert "Secret" not in response.content.decode()
    client.post(TALK, posted(article=draft.slug))
    assert (Lead.objects.get().article, Lead.objects.get().article_title) == (None, "")


def test_each_opened_page_has_a_key_of_its_own_so_that_a_refresh_sends_nothing_twice(client):
    one, two = hidden(client.get(TALK)), hidden(client.get(TALK))
    assert uuid.UUID(one["client_key"]) != uuid.UUID(two["client_key"])
    sent = posted(**one)
    answers = {client.post(TALK, sent).headers["Location"] for _ in range(3)}
    assert (len(answers), Lead.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_the_page_takes_at_most_six_queries(client, django_assert_max_num_queries):
    Company.objects.create(name="Webzworld")
    article = make_article()
    with django_assert_max_num_queries(6):
        client.get(f"{TALK}?article={article.slug}")


def test_the_privacy_notice_is_linked_at_the_form(client):
    Company.objects.create(name="Webzworld")
    make_page("Privacy notice", body="<p>We keep little.</p>")
    Page.objects.create(title="Imprint", slug="imprint")
    assert words(client.get(TALK), "//form[@data-talk-form]//p/a") == ["Privacy notice"]


def test_a_script_gets_only_the_part_that_changes(client):
    refused = client.post(TALK, posted(name=""), headers=FRAGMENT)
    assert (refused.status_code, words(refused, "//*[@id='talk-errors']//a")) == (
        422,
        ["Tell us your name, so that we know how to address you."],
    )
    taken = client.post(TALK, posted(), headers=FRAGMENT)
    assert (taken.status_code, words(taken, "//strong")) == (201, [Lead.objects.get().reference])
    assert [b"<html" in answer.content for answer in (refused, taken)] == [False, False]
    assert taken.headers["Cache-Control"] == "private, no-store"


def test_head_answers_as_get_without_a_body(client):
    response = client.head(TALK)
    assert (response.status_code, response.content) == (200, b"")


PAYLOADS = [
    "<script>pwn()</script>",
    '"><img src=x onerror=pwn()>',
    "'><svg onload=pwn()>",
    "</textarea><script>pwn()</script>",
    "</title><script>pwn()</script>",
    '" autofocus onfocus=pwn() x="',
    "javascript:pwn()",
    "{{ 7|add:7 }}{% load admin %}",
    "<iframe srcdoc='<script>pwn()</script>'>",
    "<a href=javascript:pwn()>x</a>",
    "&lt;script&gt;pwn()&lt;/script&gt;",
    "<!--><script>pwn()</script>",
    "<math><mtext><style><img src onerror=pwn()>",
    "\"><form action=https://evil.example><input name=q>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "%3Cscript%3Epwn()%3C/script%3E",
    "<x contenteditable onbeforeinput=pwn()>",
    "</script><script>pwn()</script>",
    "<style>@import 'https://evil.example'</style>",
]  # fmt: skip


def assert_inert(response):
    """Structure, not text: no element, handler or address that a payload would have made."""
    assert [source for source in find(response, "//script/@src") if not source.startswith("/static/")] == []
    assert (
        find(response, "//script[not(@src)] | //iframe | //math | //style | //base | //meta[@http-equiv]")
        == []
    )
    assert find(response, "//@*[starts-with(name(), 'on')] | //@contenteditable | //*[@src='x']") == []
    assert find(response, "//@href[starts-with(., 'javascript')] | //@action[contains(., 'evil')]") == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_visitors_type_stays_inert_on_our_pages(client, payload):
    typed = dict.fromkeys(["name", "email", "company", "phone", "message"], payload)
    invisible = dict.fromkeys(
        ["article", "category", "page", "query", "referrer", "client_key", "consent"], payload
    )
    for headers in ({}, FRAGMENT):
        assert_inert(client.post(TALK, typed | invisible, headers=headers))
    assert_inert(client.get(f"{TALK}?{urlencode(invisible | {'utm_source': payload})}"))
    assert_inert(client.get(client.post(TALK, posted(name=payload, message=payload)).headers["Location"]))


def test_logs_hold_no_name_no_address_no_words(client, caplog, monkeypatch):
    caplog.set_level("INFO")
    marked = posted(name="Marker", email="marker@client.example.com", message="Marker", phone="Marker")
    taken = client.post(TALK, marked)
    client.get(taken.headers["Location"])
    client.post(TALK, marked | {"email": "marker@nowhere"})
    client.post(TALK, marked, headers={"Origin": "https://evil.example"})
    monkeypatch.setattr(crowd, "receive_all", lambda *given: 1 / 0)
    client.raise_request_exception = False
    assert client.post(TALK, marked).status_code == 500
    assert ("division by zero" in caplog.text, "arker" in caplog.text) == (True, False)
    assert "arker" not in taken.headers["Location"]


def test_a_number_with_too_many_digits_is_kept_as_typed(client):
    response = client.post(TALK, posted(phone="+49 123456789012345"))
    lead = Lead.objects.get()
    assert (response.status_code, lead.phone, lead.phone_e164) == (303, "+49 123456789012345", "")


@pytest.mark.parametrize("name", [*TalkToOurExpertsForm.base_fields, *ALONG])
def test_a_nul_in_any_field_is_no_accident(client, name):
    make_article("On backups", slug="ab")
    wrong, right = posted(message="") | {name: "a\0b"}, posted() | {name: "a\0b"}
    refused = [client.post(TALK, wrong, headers=headers) for headers in ({}, FRAGMENT)]
    taken = client.post(TALK, right)
    again = client.post(TALK, right, headers=FRAGMENT)
    accepted = [422, 422] if name == "email" else [303, 201]
    still_wrong = [303, 201] if name == "message" else [422, 422]
    assert [answer.status_code for answer in refused] == still_wrong
    assert [taken.status_code, again.status_code] == accepted


@pytest.fixture
def logged():
    """Answers everything that was logged so far, as the console shows it."""
    written, names = io.StringIO(), ["", "django"]
    handler = logging.StreamHandler(written)
    handler.setFormatter(Line("{levelname} {name} {message}", style="{"))
    [logging.getLogger(name).addHandler(handler) for name in names]
    yield written.getvalue
    [logging.getLogger(name).removeHandler(handler) for name in names]


@pytest.mark.parametrize("message", ["Marker", "One\n\nMarker\nDETAIL: Marker"])
def test_logs_hold_no_row_that_the_database_refused(client, logged, monkeypatch, message):
    monkeypatch.setattr(Enquiry, "reference", "BL-REFUSED")  # against the column's own rule
    client.raise_request_exception = False
    sent = posted(name="Marker", email="marker@client.example.com", company="Marker", message=message)
    assert client.post(TALK, sent).status_code == 500
    assert [line for line in logged().splitlines() if "IntegrityError: " in line] == [
        'django.db.utils.IntegrityError: new row for relation "leads_lead" violates check constraint "leads_reference_is_ours"'
    ]
    assert ("CheckViolation" in logged(), "arker" in logged()) == (True, False)


def test_twenty_parallel_posts_are_one_lead_and_all_are_told_so(no_old_jobs):
    make_category()
    sent = posted(client_key=str(uuid.uuid4()))
    start, answers = threading.Barrier(20), []

    def post():
        try:
            start.wait()
            answers.append(Client().post(TALK, sent))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == Lead.objects.count() == 1
