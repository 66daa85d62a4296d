"""Form fields that clean what people type before they judge it."""

import re
import uuid
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from config import words

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
MAX_LOCAL_PART = 64  # RFC 5321, section 4.5.3.1.1; the validator takes one more

# What people mistype in an address, what is wrong with it, and how to mend it. The first that fits is told.
MISTAKES = [
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in [
        (r"^[^@]*$", "An e-mail address needs an @, such as name@company.com."),
        (r"@.*@", "There is more than one @. Write one address with one @, such as name@company.com."),
        (r"[<>]|^mailto:", "Write the address alone, such as name@company.com, without < > and “mailto:”."),
        (r"^\s*@", "The part before the @ is missing. Write the whole address, such as name@company.com."),
        (r"@[.\s]*$", "The part after the @ is missing. Write the whole address, such as name@company.com."),
        (r"\s", "There is a space in the address. Take it out, as in name@company.com."),
        (
            r"[,;]",
            "There is a comma or semicolon in the address. Perhaps a full stop is meant, as in company.com.",
        ),
        (r"\.\.", "There are two full stops in a row. Take one out, as in name@company.com."),
        (r"@[^.]*\.?$", "The part after the @ needs a full stop and an ending, such as company.com."),
        (
            r"^\.|\.@|@\.|\.$",
            "A full stop stands at an end or right beside the @. Take it out, or write what is missing there.",
        ),
        (
            r"@.*([^\w.-]|_)|[@.]-|-\.|-$",
            "The part after the @ can have letters, digits, full stops, and hyphens between them. Take out the rest.",
        ),
        (
            r"[\s\"(),:;<>\[\\\]].*@",
            "The part before the @ has a sign that no address can have, such as a bracket. Take it out.",
        ),
    ]
]
NOT_AN_ADDRESS = "This does not look like an e-mail address. Please check it, such as name@company.com."


class Shared(forms.CharField):
    """Copied for each form without what no form of ours changes: its widget, validators and messages.

    Django copies all of it to the bottom, which cost more than checking what was typed.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "Shared":
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        return twin


class OneLine(Shared):
    """A single line without control characters and without signs that turn the direction of writing."""

    def to_python(self, value: Any) -> str:
        return words.one_line(super().to_python(value) or "")


class Lines(Shared):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return words.lines(super().to_python(value) or "")


class WorkEmail(OneLine):
    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        return _checked(address) if address else ""


def _checked(address: str) -> str:
    """Whether it could be an address is asked of its spelling alone: a visitor never waits for the DNS."""
    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_in_our_words(address), code="invalid") from error
    if len(checked.local_part) > MAX_LOCAL_PART:
        raise ValidationError(
            "The part before the @ is too long: it has at most 64 characters. Please check it.",
            code="invalid",
        )
    return checked.normalized


def _in_our_words(address: str) -> str:
    return next((words for mistake, words in MISTAKES if mistake.search(address)), NOT_AN_ADDRESS)


class Unfailing(Shared):
    """What a page or a script fills in, not a person: cut to `keep` signs, never an error."""

    widget = forms.HiddenInput

    def __init__(self, *, keep: int, **options: Any) -> None:
        self.keep = keep
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> str:
        return words.one_line(str(value or "")[: self.keep * 2])[: self.keep]


class Key(Unfailing):
    """A UUID, or None for anything else."""

    def clean(self, value: Any) -> uuid.UUID | None:  # type: ignore[override]
        try:
            return uuid.UUID(super().clean(value))
        except ValueError:
            return None


def e164(typed: str) -> str:
    """`typed` as + and at most 15 digits (ITU-T E.164), or empty when it cannot be read as a number.

    A number without + is taken for one of `settings.PHONE_REGION`. Possible is enough: number plans change faster
    than tables.
    """
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written if E164.fullmatch(written) else ""  # a "possible" number can still have 17 digits
