import uuid

import pytest
from django.core.exceptions import ValidationError

from leads.fields import Key, Lines, OneLine, Unfailing, WorkEmail, e164


@pytest.mark.parametrize(
    "impossible",
    [
        "plain",
        "@x.com",
        "a@",
        "a@b",
        "a@localhost",
        "a@b..com",
        "a b@x.com",
        "a@x.com,b@y.com",
        "a@x.com; b@y.com",
        "<a@x.com>",
        "a@[127.0.0.1]",
        '"a b"@x.com',
        "a@-x.com",
        "a@x.c_m",
        "a..b@x.com",
        ".a@x.com",
        "a@x.com.",
        "a@@x.com",
        "x" * 65 + "@example.com",
        "a@" + "x" * 250 + ".com",
        "a@x.invalid",
        "mailto:a@x.com",
    ],
)
def test_what_cannot_be_an_address_is_refused_in_words(impossible):
    with pytest.raises(ValidationError) as refused:
        WorkEmail(max_length=254).clean(impossible)
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("mistyped", "words"),
    [
        ("nope", "An e-mail address needs an @, such as name@company.com."),
        ("nope@", "The part after the @ is missing. Write the whole address, such as name@company.com."),
        ("nope@.", "The part after the @ is missing. Write the whole address, such as name@company.com."),
        ("@x.de", "The part before the @ is missing. Write the whole address, such as name@company.com."),
        ("a@b", "The part after the @ needs a full stop and an ending, such as company.com."),
        ("a b@c.de", "There is a space in the address. Take it out, as in name@company.com."),
        ("a@b c.de", "There is a space in the address. Take it out, as in name@company.com."),
        ("a@b..de", "There are two full stops in a row. Take one out, as in name@company.com."),
        ("a@b.de, c@d.de", "There is more than one @. Write one address with one @, such as name@company.com."),
        ("a@b,de", "There is a comma or semicolon in the address. Perhaps a full stop is meant, as in company.com."),
        ("A <a@b.de>", "Write the address alone, such as name@company.com, without < > and “mailto:”."),
        ("a@.de", "A full stop stands at an end or right beside the @. Take it out, or write what is missing there."),
        ("a@b_c.de", "The part after the @ can have letters, digits, full stops, and hyphens between them. Take out the rest."),
        ("a(b)@c.de", "The part before the @ has a sign that no address can have, such as a bracket. Take it out."),
        ("a@b.invalid", "This does not look like an e-mail address. Please check it, such as name@company.com."),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_the_way_to_mend_it(mistyped, words):
    with pytest.raises(ValidationError) as refused:
        WorkEmail(max_length=254).clean(mistyped)
    assert refused.value.messages == [words]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" ada@client.example.com ", "ada@client.example.com"),
        ("Ada.Quinn+web@Client.Example.COM", "Ada.Quinn+web@client.example.com"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("info@müller.example.com", "info@müller.example.com"),
        ("ada@exam\u200bple.com", "ada@example.com"),
        ("用户@例え.jp", "用户@例え.jp"),
        ("x" * 64 + "@example.com", "x" * 64 + "@example.com"),
    ],
)
def test_honest_addresses_are_taken(typed, kept):
    assert WorkEmail(max_length=254).clean(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "Ó Briain, Sinéad",
        "李小龍",
        "محمد",
        "D'Arcy-Smith",
        "Jean–Luc",
        "X Æ A-12",
        "Null",
        "Björn 👋",
        "Nguyễn",
    ],
)
def test_honest_names_are_taken_as_they_are(name):
    assert OneLine(max_length=120).clean(name) == name


def test_a_field_of_nothing_but_unwanted_signs_is_empty():
    with pytest.raises(ValidationError, match="required"):
        Lines().clean("\u202e\0 \u200b\n")


@pytest.mark.parametrize("value", [None, 7, "x" * 100_000, "\0\ud800", ["a"]])
def test_hidden_fields_never_fail(value):
    assert len(Unfailing(keep=50).clean(value)) <= 50


def test_a_key_is_a_uuid_or_nothing():
    key = uuid.uuid4()
    assert (Key(keep=50).clean(str(key)), Key(keep=50).clean(key.hex)) == (key, key)
    assert [Key(keep=50).clean(value) for value in ["", "x", None, "1" * 50]] == [None] * 4


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("020 7946 0958", "+442079460958"),
        ("+49 (0)30 901820", "+4930901820"),
        ("0044 20 7946 0958", "+442079460958"),
        ("+1 415-555-2671 ext. 5", "+14155552671"),
        ("call me", ""),
        ("", ""),
        ("1" * 100, ""),
        ("+999 1", ""),
        ("+49 123456789012345", ""),
        ("٠٢٠٧٩٤٦٠٩٥٨", "+442079460958"),
    ],
)
def test_a_number_is_read_if_it_can_be(typed, number):
    assert e164(typed) == number
