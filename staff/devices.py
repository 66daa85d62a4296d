"""Browsers in which an account has signed in before, known by a signed cookie: whoever guesses a password has none.

After OWASP's “Slow Down Online Guessing Attacks with Device Cookies” (owasp.org/www-community, read November 2026).
The cookie goes to the sign-in page only. It opens nothing; it decides by what an attempt is counted (staff/sign_in.py).
Name and signature are made with the account, so that one browser can be known to several, and to none that it is not.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

KNOWN_FOR = timedelta(days=180)


def known(request: HttpRequest | None, account: str) -> str:
    """The random name that this browser was given when `account` signed in; empty for a browser that never was."""
    cookie = request.COOKIES.get(cookie_name(account), "") if request else ""
    try:
        return _signer(account).unsign(cookie, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""


def remember(response: HttpResponse, account: str) -> None:
    """Have this browser known to `account` from now on, under a new name."""
    response.set_cookie(
        cookie_name(account),
        _signer(account).sign(secrets.token_urlsafe(16)),
        max_age=KNOWN_FOR,
        path=reverse("admin:login"),
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Strict",
    )


def cookie_name(account: str) -> str:
    return f"{settings.DEVICE_COOKIE_NAME}-{salted_hmac('staff.devices', account).hexdigest()[:16]}"


def _signer(account: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"staff.devices {account}")
