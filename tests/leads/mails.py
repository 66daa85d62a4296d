"""Mails as programs send them (tests/files/mail), about a lead of ours."""

from pathlib import Path

FILES = Path(__file__).parents[1] / "files/mail"


def mail_file(name, *, sent="<nobody@example.com>", sender="ada@client.example.com"):
    raw = (FILES / f"{name}.eml").read_bytes()
    return raw.replace(b"{sent}", sent.encode()).replace(b"{from}", sender.encode())


def plain(text="Yes.", *, sent="<nobody@example.com>", sender="ada@client.example.com", **headers):
    """A mail with these headers; `_` in their names is a hyphen."""
    given = {"From": sender, "Message-ID": "<one@client.example.com>", "In-Reply-To": sent}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
    return f"{head}\r\n{text}".encode()
