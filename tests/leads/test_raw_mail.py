"""A mail as it comes in, read: what is new in it and what quoted; nothing that is sent breaks it."""

import pytest

from leads import raw_mail
from leads.raw_mail import MAX_TEXT, Unreadable, read
from tests.leads.mails import mail_file, plain


@pytest.mark.parametrize(
    ("name", "new", "history"),
    [
        ("gmail", "Thursday at ten suits us – thank you!\n\nAda", "On Mon, 4 May 2026 at 10:31, Marcus Bell (Webzworld)\n<hello@"),
        ("outlook", "Guten Tag Herr Bell,\n\ndas wäre uns recht. Anbei unser „Briefing“.\n\nMit freundlichen Grüßen\nAda Quinn", "________________________________\nVon: Marcus"),
        ("outlook_html", "Two things:\n\n- a shop\n\n- a blog\n\nIs 5 < 7?", "From: Marcus Bell\nSent: Monday\nHello Ada"),
        ("apple", "This is how it looks now:\n\nCan you mend it?", "> On 4 May 2026, at 10:31, Marcus"),
        ("between", "Am 04.05.26 um 10:31 schrieb Marcus Bell:\n> Which system is it?\nAn old one.\n\n> When shall we talk?\nOn Thursday.", ""),
    ],
)  # fmt: skip
def test_what_is_new_is_parted_from_what_is_quoted_and_nothing_is_lost(name, new, history):
    found = read(mail_file(name))
    assert found.text == new
    assert found.history.startswith(history)
    assert bool(found.history) == bool(history)


@pytest.mark.parametrize(
    "text",
    [
        "> All of it is quoted.",
        "Dear Sam,\n\nFrom: Berlin\nTo: Paris\n\nA ticket: please.",
        "Ada Quinn\nTel: +44 20\nFax: no\nWeb: www",
        "1 > 0",
        "",
    ],
)
def test_what_only_looks_like_history_stays(text):
    found = read(plain(text))
    assert (found.text, found.history) == (text.strip(), "")


def test_attachments_are_listed_and_not_kept():
    assert read(mail_file("outlook")).attachments == [
        {"name": "Briefing.pdf", "type": "application/pdf", "size": 9},
        {"name": "Skizze ü.png", "type": "image/png", "size": 8},
    ]


def test_a_broken_mail_is_read_as_far_as_it_can_be():
    found = read(mail_file("broken", sent="<ours@example.com>"))
    assert (found.sender, found.thread) == ("ada@client.example.com", ["<ours@example.com>"])
    assert "\n" not in found.subject


def test_deceiving_signs_are_taken_out():
    found = read(plain("a\0b \u202egnp.exe\r\n\u2066x", Subject="one\x0btwo \u202e"))
    assert (found.text, found.subject) == ("ab gnp.exe\nx", "onetwo")


def test_several_senders_are_nobody():
    two = b"From: ada@client.example.com\r\nFrom: eve@example.org\r\n\r\nYes."
    assert [read(two).sender, read(plain(sender="")).sender] == ["", ""]


NESTED = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(300))


HOSTILE = {
    "empty": b"",
    "zeros": b"\0" * 1000,
    "not even text": bytes(range(256)) * 50,
    "a header without end": b"From: " + b"a" * 300_000,
    "parts in parts": b"Content-Type: multipart/mixed; boundary=b0\n\n" + NESTED,
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 3000,
    "thousands of parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 6000,
    "many lines": b"\n\n" + b"> a\n" * 30_000,
    "elements in elements": b"Content-Type: text/html\n\n" + b"<div>" * 20_000 + b"deep",
    "no charset": plain("é", Content_Type="text/plain; charset=\"'; drop\"; format*0*=x''%ff"),
    "odd file name": plain("x", Content_Disposition="attachment; filename*=nosuch'x'%FF%00; filename*0*=a"),
    "odd address": plain("x", sender='"@" <@,;:>'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_is_sent_raises_anything_else(name):
    if name == "mails in mails":
        with pytest.raises(Unreadable, match="RecursionError"):
            read(HOSTILE[name])
    else:
        found = read(HOSTILE[name])
        assert len(found.text.encode()) + len(found.history.encode()) <= MAX_TEXT
        assert not {"\0", "\r"} & set(found.text + found.subject + found.sender)


def test_a_long_mail_is_cut_and_says_so(monkeypatch):
    long = read(plain("é" * MAX_TEXT))
    assert (len(long.text), long.is_cut) == (MAX_TEXT // 2, True)
    monkeypatch.setattr(raw_mail, "MAX_BYTES", 500)
    assert read(plain("x" * 1000)).is_cut
    assert not read(plain("x")).is_cut


# -- matching -------------------------------------------------------------------------------------------
