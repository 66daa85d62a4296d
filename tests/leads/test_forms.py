import uuid
from datetime import timedelta

import pytest

from leads.forms import TalkToOurExpertsForm, opened_at, shown_consent, was_just_opened
from leads.models import Lead
from leads.receiving import receive
from tests.factories import NOW
from tests.leads.factories import posted

pytestmark = pytest.mark.django_db


def lead_of(**fields):
    form = TalkToOurExpertsForm(posted(**fields))
    assert form.errors == {}
    return receive(form.enquiry(at=NOW), at=NOW)


def test_a_blank_form_says_what_is_missing():
    form = TalkToOurExpertsForm({"name": " \u200b", "email": "", "message": "\0"})
    assert form.errors == {
        "name": ["Tell us your name, so that we know how to address you."],
        "email": ["Give us an e-mail address, so that we can answer."],
        "message": ["Write a sentence or two about what you need."],
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "x" * 121, "Please shorten the name to 120 characters."),
        ("company", "x" * 121, "Please shorten the company’s name to 120 characters."),
        ("email", "a@" + "x" * 300 + ".com", "An e-mail address has at most 254 characters."),
        ("message", "x" * 5001, "Please shorten the message to 5,000 characters: it has 5001."),
        ("email", "ada", "An e-mail address needs an @, such as name@company.com."),
        (
            "email",
            "ada@company",
            "The part after the @ needs a full stop and an ending, such as company.com.",
        ),
    ],
)
def test_every_limit_has_words(field, value, words):
    assert TalkToOurExpertsForm(posted(**{field: value})).errors == {field: [words]}


def test_a_message_of_exactly_five_thousand_signs_is_taken():
    assert len(lead_of(message="👋" * 5000).message) == 5000


def test_everything_that_was_typed_is_kept():
    key = uuid.uuid4()
    lead = lead_of(
        name="Sinéad Ó Briain",
        email="Sinead@Client.example.com",
        company="Ó Briain & Daughters <Ltd>",
        phone="020 7946 0958 (mornings)",
        message="One.\r\n\r\nTwo.",
        page="/blog/a/",
        query="utm_source=news&x=1",
        referrer="https://search.example.com/",
        client_key=str(key),
    )
    assert (lead.name, lead.email, lead.company) == (
        "Sinéad Ó Briain",
        "Sinead@client.example.com",
        "Ó Briain & Daughters <Ltd>",
    )
    assert (lead.phone, lead.phone_e164) == ("020 7946 0958 (mornings)", "")
    assert (lead.message, lead.page, lead.landing_query) == (
        "One.\n\nTwo.",
        "/blog/a/",
        {"utm_source": "news"},
    )
    assert (lead.referrer, lead.suspicions, lead.quarantined_at) == ("https://search.example.com/", [], None)


@pytest.mark.parametrize("phone", ["call me", "1" * 500, "\0\u202e", "+", "🙂"])
def test_a_phone_number_never_blocks(phone):
    assert len(lead_of(phone=phone).phone) <= 100


def test_hidden_fields_full_of_nonsense_never_block():
    nonsense = {
        name: "\0\ud800<script>" * 1000
        for name in ["article", "category", "page", "query", "referrer", "client_key", "opened", "consent"]
    }
    lead = lead_of(**nonsense)
    assert (lead.article, lead.client_key, lead.consent_text, lead.landing_query) == (None, None, "", {})


def test_consent_is_the_text_that_was_shown():
    lead = lead_of(consent=shown_consent("Send me\n news: yes."))
    assert (lead.consent_text, lead.consent_at) == ("Send me news: yes.", NOW)


@pytest.mark.parametrize("forged", ["on", "Send me everything.", "Send me everything.:c2lnbmF0dXJl", ""])
def test_a_consent_that_we_never_showed_is_none(forged):
    assert lead_of(consent=forged).consent_text == ""


def test_a_filled_trap_only_scores():
    lead = lead_of(subject_line="x")
    assert (lead.suspicions, lead.quarantined_at) == (["A field that people do not see was filled in."], None)


def test_a_form_that_is_sent_at_once_with_a_filled_trap_is_looked_at():
    lead = lead_of(subject_line="x", opened=opened_at(NOW))
    assert lead.quarantined_at == NOW


def test_only_a_signed_moment_tells_when_the_page_was_opened():
    opened = opened_at(NOW)
    assert was_just_opened(opened, at=NOW + timedelta(seconds=1)) is True
    assert was_just_opened(opened, at=NOW + timedelta(seconds=3)) is False
    assert was_just_opened(str(int(NOW.timestamp())), at=NOW) is False
    assert was_just_opened("", at=NOW) is False


def test_a_mistyped_domain_gets_a_question_and_passes():
    form = TalkToOurExpertsForm(posted(email="ada@gmial.com"))
    assert form.is_valid()
    assert form["email"].help_text == "Did you mean ada@gmail.com?"


FORGED = """
id pk reference stage value expert expert_id quarantined_at suspicions received_at article_id article_title category_id
category_name consent_text consent_version consent_at phone_e164 landing_query network is_staff is_superuser
events-TOTAL_FORMS csrfmiddlewaretoken __proto__
"""


def test_fields_that_staff_change_cannot_be_sent():
    own = posted()
    extra = {name: "1" for name in FORGED.split()}
    lead = lead_of(**own, **extra)
    lead.refresh_from_db()
    assert (lead.stage, lead.value, lead.expert, lead.received_at) == ("new", None, None, NOW)
    assert (lead.article_title, lead.category_name, lead.consent_text) == ("", "", "")
    assert (lead.network, lead.phone_e164, lead.suspicions, lead.landing_query) == ("", "", [], {})
    assert lead.reference != "1"


@pytest.mark.parametrize(
    "odd",
    [
        "nul\0", "bell\x07", "esc\x1b[31m", "del\x7f", "c1\x9b", "rlo\u202e", "lre\u202a", "rli\u2067", "rlm\u200f",
        "alm\u061c", "surrogate\ud800", "pair\ud83d", "bom\ufeff", "zwsp\u200b", "wj\u2060", "tag\U000e0041",
        "vt\x0b", "ff\x0c", "nel\x85", "ls\u2028", "interlinear\ufff9", "zalgo" + "\u0301" * 50, "nonchar\uffff",
        "private\ue000", "confusable аdmin", "full-width ＝１＋１", "replacement\ufffd",
    ],
)  # fmt: skip
def test_odd_text_is_stored_clean(odd):
    lead = lead_of(name=odd, company=odd, message=odd)
    lead.refresh_from_db()
    unwanted = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    for text in (lead.name, lead.company, lead.message):
        assert {sign for sign in text if sign < " " or sign in unwanted} == set()
    assert Lead.objects.filter(name=lead.name).count() == 1
