"""Typed readers of the environment. A bad value stops the start with the variable's name and what it should be."""

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")
TRUE, FALSE = {"1", "on", "true", "yes"}, {"", "0", "off", "false", "no"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def read(name: str, default: str, parse: Callable[[str], Value], wanted: str) -> Value:
    """The variable `name` through `parse`; raises `ImproperlyConfigured` that names the variable, never its value."""
    try:
        return parse(text(name, default))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} must be {wanted}.") from error


def flag(name: str, default: bool = False) -> bool:
    return read(name, "on" if default else "off", _flag, "on or off")


def number(name: str, default: int, least: int = 0) -> int:
    return read(name, str(default), lambda value: _number(value, least), f"a whole number from {least}")


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def site_url(name: str, default: str) -> str:
    """An `http(s)://host[:port]` without path or slash at the end."""
    return read(name, default, _site_url, "an address such as https://www.example.com")


def base_url(name: str) -> str:
    """An `http(s)://host[:port][/path]` without a slash at the end, or nothing."""
    return read(name, "", _base_url, "an address such as https://media.example.com")


def bucket(name: str) -> str:
    """A bucket's name, or nothing."""
    return read(name, "", _bucket, "the name of a bucket, such as company-media")


def together(*names: str, beside: tuple[str, ...] = ()) -> bool:
    """Whether all of `names` are set. Refuses when only some are, or none and yet one of those `beside` them."""
    given = [name for name in (*names, *beside) if text(name)]
    missing = [name for name in names if not text(name)]
    if given and missing:
        raise ImproperlyConfigured(f"{missing[0]} must be set, too, because {given[0]} is.")
    return bool(given)


def address(name: str) -> str:
    """An e-mail address without a name, or nothing."""
    return read(name, "", _address, "an e-mail address such as answers@example.com")


def _address(value: str) -> str:
    if value and not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", value):
        raise ValueError
    return value


def _flag(value: str) -> bool:
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ValueError


def _number(value: str, least: int) -> int:
    if int(value) < least:
        raise ValueError
    return int(value)


def _site_url(value: str) -> str:
    parts = urlsplit(value)
    beyond = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in {"http", "https"} or not parts.hostname or beyond or parts.port == 0:
        raise ValueError  # as parts.port itself does when it is no number
    host = (
        f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    )  # both in lower case, as browsers say it
    standard = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in {None, standard} else "")


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    path = parts.path.rstrip("/")
    if not re.fullmatch(r"[\w.~/-]*", path, re.ASCII):
        raise ValueError
    return value and _site_url(parts._replace(path="").geturl()) + path


def _bucket(value: str) -> str:
    if not re.fullmatch(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{2,62})?", value):
        raise ValueError
    return value


WANTED_DATABASE = (
    "DATABASE_URL must look like postgres://user:password@host:5432/name "
    "(signs such as @ : / ? # in the password written as %40 %3A %2F %3F %23)."
)
WANTED_MAIL = "EMAIL_URL must look like smtps://user:password@mail.example.com:465 (or smtp://, smtp+tls://)."


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgres://` address.

    The user, password and name may be percent-encoded. A Unix socket's folder is given as `?host=/folder` or as a
    percent-encoded host; every other query parameter is handed to libpq (`sslmode`, `sslrootcert`,
    `application_name` …: PostgreSQL's manual, section 34.1.2).
    """
    # Not urlsplit's .port and .hostname: the former refuses, and the latter lowers, an encoded socket folder.
    match = re.fullmatch(
        r"postgres(?:ql)?://(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?"
        r"(?P<host>\[[^\]]+\]|[^:/?@]*)(?::(?P<port>\d+))?(?:/(?P<name>[^?]*))?(?:\?(?P<query>.*))?",
        url,
    )
    if not match:
        raise ImproperlyConfigured(WANTED_DATABASE)
    parts = {key: unquote(value or "") for key, value in match.groupdict().items() if key != "query"}
    options = dict(parse_qsl(match["query"] or ""))
    name = parts["name"] or options.pop("dbname", "")
    if not name:
        raise ImproperlyConfigured(WANTED_DATABASE)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": parts["user"] or options.pop("user", ""),
        "PASSWORD": parts["password"] or options.pop("password", ""),
        "HOST": (parts["host"] or options.pop("host", "")).strip("[]"),
        "PORT": parts["port"] or options.pop("port", ""),
        "OPTIONS": options,
    }


MAIL_SCHEMES = {"smtp": {}, "smtps": {"EMAIL_USE_SSL": True}, "smtp+tls": {"EMAIL_USE_TLS": True}}
MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def mail(url: str) -> dict[str, object]:
    """Django's `EMAIL_…` settings for `smtp://`, `smtps://` (TLS at once) or `smtp+tls://` (STARTTLS) addresses."""
    parts = urlsplit(url)
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ImproperlyConfigured(WANTED_MAIL) from None
    if not parts.hostname:
        raise ImproperlyConfigured(WANTED_MAIL)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        **MAIL_SCHEMES[parts.scheme],
    }


LOOPBACK = {"localhost", "127.0.0.1", "::1"}
WANTED_IMAP = (
    "INBOUND_IMAP_URL must look like imaps://user:password@mail.example.com/INBOX (signs such as @ : / ? # in user and "
    "password written as %40 %3A %2F %3F %23). imap://, without TLS, is for a server on this machine alone."
)


def imap(url: str) -> dict[str, Any]:
    """Where the mailbox is that answers go to. The whole address is kept nowhere: it holds the password."""
    parts = urlsplit(url)
    try:
        port = parts.port or {"imaps": 993, "imap": 143}[parts.scheme]
    except (ValueError, KeyError):
        raise ImproperlyConfigured(WANTED_IMAP) from None
    user, password, folder = (
        unquote(part or "") for part in (parts.username, parts.password, parts.path[1:])
    )
    is_safe = parts.scheme == "imaps" or parts.hostname in LOOPBACK
    is_plain = not re.search(r"[\0\r\n]", user + password) and re.fullmatch(
        r'[^"\\\x00-\x1f\x7f-\uffff]*', folder
    )
    if not parts.hostname or not user or not password or not is_safe or not is_plain:
        raise ImproperlyConfigured(WANTED_IMAP)
    return {
        "HOST": parts.hostname,
        "PORT": port,
        "IS_SECURE": parts.scheme == "imaps",
        "USER": user,
        "PASSWORD": password,
        "FOLDER": folder or "INBOX",
    }


def webhook_secret(name: str) -> bytes:
    """The key in `whsec_…` (Standard Webhooks: 24 to 64 bytes in base64); empty when the variable is."""
    return read(name, "", _webhook_secret, "whsec_ and 24 to 64 random bytes in base64")


def _webhook_secret(value: str) -> bytes:
    key = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    if value and not (value.startswith("whsec_") and 24 <= len(key) <= 64):
        raise ValueError
    return key


APIS = {
    "fastly": "https://api.fastly.com/service/{zone}",
    "cloudflare": "https://api.cloudflare.com/client/v4/zones/{zone}",
    "own": "",
}


def cdn(name: str, *, zone: str, token: str, api: str, seconds: int) -> dict[str, Any]:
    """The CDN in front of the site, from the variables whose names begin with CDN; empty without one."""
    name = name.lower()
    if not name:
        return {}
    if name not in APIS:
        raise ImproperlyConfigured(f"CDN must be {', '.join(APIS)}, or empty.")
    given = {"CDN_API": api} if name == "own" else {"CDN_ZONE": zone, "CDN_TOKEN": token}
    if missing := [variable for variable, value in given.items() if not value]:
        raise ImproperlyConfigured(f"CDN is {name}, so {' and '.join(missing)} must be set, too.")
    api = api or APIS[name].format(zone=zone)
    parts = urlsplit(api)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured("CDN_API must be an address such as https://cdn.example.com/purge.")
    return {"name": name, "api": api.rstrip("/"), "token": token, "seconds": seconds}
