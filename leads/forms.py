"""The form behind “Talk to Our Experts”, on its own page and inside an article."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing

from config import words
from leads import attribution, fields, spelling
from leads.canary_mark import is_canary
from leads.receiving import Enquiry

INSTANT = timedelta(seconds=2)

# What a page sends along. None of it fails: a page that knows too little costs attribution, not the lead. So they are
# no fields of a form, which would copy and bind each of them for every visitor: a tenth of an enquiry.
ALONG: dict[str, fields.Unfailing] = {
    "article": fields.Unfailing(keep=200),
    "category": fields.Unfailing(keep=80),
    "page": fields.Unfailing(keep=400),
    "query": fields.Unfailing(keep=attribution.MAX_QUERY),
    "referrer": fields.Unfailing(keep=500),
    "client_key": fields.Key(keep=50),
    "opened": fields.Unfailing(keep=100),
    "instead": fields.Unfailing(keep=100),  # from the thanks (leads/correcting.py)
    "canary": fields.Unfailing(keep=200),  # on no page: only we can make one (leads/canary.py)
}


class TalkToOurExpertsForm(forms.Form):
    name = fields.OneLine(
        max_length=120,
        label="Your name",
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={
            "required": "Tell us your name, so that we know how to address you.",
            "max_length": "Please shorten the name to 120 characters.",
        },
    )
    email = fields.WorkEmail(
        max_length=254,
        label="Work e-mail",
        widget=forms.EmailInput(
            {
                "autocomplete": "email",
                "spellcheck": "false",
                "data-common": " ".join(spelling.COMMON),
                "data-real": " ".join(spelling.REAL),
            }
        ),
        error_messages={
            "required": "Give us an e-mail address, so that we can answer.",
            "max_length": "An e-mail address has at most 254 characters.",
        },
    )
    phone = fields.Unfailing(
        keep=100,
        label="Phone (optional)",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "maxlength": 100}),
    )
    company = fields.OneLine(
        max_length=120,
        required=False,
        label="Company (optional)",
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"max_length": "Please shorten the company’s name to 120 characters."},
    )
    message = fields.Lines(
        max_length=5000,
        label="What are you working on?",
        widget=forms.Textarea({"rows": 6}),
        error_messages={
            "required": "Write a sentence or two about what you need.",
            "max_length": "Please shorten the message to 5,000 characters: it has %(show_value)d.",
        },
    )
    # Its value is the signed text that was shown, so that exactly this text is kept.
    consent = fields.Unfailing(keep=2000, widget=forms.HiddenInput)
    # Nothing that a browser would fill by itself; what stands here only scores (leads/suspicion.py).
    subject_line = fields.Unfailing(
        keep=200, label="Leave this empty", widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id="talk-%s")
        if self.is_bound and (meant := self.suggested_email()):
            self.fields["email"].help_text = f"Did you mean {meant}?"

    def clean_consent(self) -> str:
        """The text that was agreed to; one that we never showed counts as no consent."""
        try:
            return CONSENT.unsign(self.cleaned_data["consent"])
        except signing.BadSignature:
            return ""

    def suggested_email(self) -> str:
        """What a mistyped address may have meant; empty mostly."""
        return spelling.meant(words.one_line(self.data.get("email", "")[:254]))

    @property
    def along(self) -> dict[str, Any]:
        """By name, as it came: for a page that is shown again."""
        came = self.data if self.is_bound else self.initial
        return {name: came.get(name, "") for name in ALONG}

    def clean_along(self) -> dict[str, Any]:
        return {name: ALONG[name].clean(value) for name, value in self.along.items()}

    def is_ticked(self) -> bool:
        return bool(self.data.get("consent"))

    def enquiry(self, *, at: datetime, network: str = "") -> Enquiry:
        """What this valid form says. `network` is where it came from, already unrecognisable."""
        given, along = self.cleaned_data, self.clean_along()
        return Enquiry(
            **{name: given[name] for name in ["name", "email", "message", "phone", "company"]},
            **{name: along[name] for name in ["article", "category", "page", "referrer", "client_key"]},
            phone_e164=fields.e164(given["phone"]),
            consent_text=given["consent"],
            landing_query=attribution.landing_query(along["query"]),
            network=network,
            trap=given["subject_line"],
            is_instant=was_just_opened(along["opened"], at=at),
            is_canary=is_canary(along["canary"], words=given["message"]),
        )


CONSENT = signing.Signer(salt="leads.consent")
OPENED = signing.Signer(salt="leads.opened")


def shown_consent(text: str) -> str:
    """What the box sends when it is ticked: the text in one line, signed."""
    return CONSENT.sign(words.one_line(text))


def opened_at(at: datetime) -> str:
    return OPENED.sign(str(int(at.timestamp())))


def was_just_opened(opened: str, *, at: datetime) -> bool:
    """Unknown is no: the inline form and a page without the field are opened at no known time."""
    try:
        seconds = at.timestamp() - int(OPENED.unsign(opened))
    except signing.BadSignature:
        return False
    return 0 <= seconds < INSTANT.total_seconds()
