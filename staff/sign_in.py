"""Signing in, counted so that guessing passwords takes years, and so that no stranger locks somebody else out.

A browser in which the account has signed in before (staff/devices.py) is counted by itself alone. Whoever comes
without is counted by network, which stops one network that tries many accounts; by account within the network, which
stops one that tries one; and by account over all networks, which stops many that try one. A stranger fills counts
that stand in the way of strangers only. All hold for unknown accounts too, so that neither words nor time tell who
works here.
"""

import hashlib
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from staff import devices
from staff.addresses import normalise
from staff.models import SignInCount, User
from staff.networks import UNKNOWN, network

WINDOW = timedelta(minutes=15)
ATTEMPTS_A_DEVICE = ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK = 10
ATTEMPTS_AN_ACCOUNT = 30  # from browsers that it does not know: a million a year
ATTEMPTS_A_NETWORK = 60


class TooManyAttempts(Exception):
    """Not even a right password is taken until `ends_at` (an aware datetime)."""

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(ends_at)
        self.ends_at = ends_at


class ThrottledBackend(ModelBackend):
    """Django's own, counted. Raises `TooManyAttempts`, which `SignInForm` puts into words."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        name = username or credentials.get(User.USERNAME_FIELD)
        if name is None or password is None:
            return None
        limits = list(_limits(account_key(name), request))
        _count(limits, at=timezone.now())
        user = super().authenticate(request, username=name, password=password)
        if user is not None:
            _forgive([key for key, _ in limits])
        return user


def account_key(name: str) -> str:
    """A hash, so that this table is no list of accounts, and no length is too much."""
    return f"account:{_hash(normalise(name))}"


def _limits(account: str, request: HttpRequest | None) -> Iterator[tuple[str, int]]:
    """By what an attempt is counted, each with how many are let through in a window."""
    if device := devices.known(request, account):
        yield f"device:{device}", ATTEMPTS_A_DEVICE
        return
    where = network(request) if request else UNKNOWN
    yield f"network:{where}", ATTEMPTS_A_NETWORK
    yield f"pair:{_hash(f'{account} {where}')}", ATTEMPTS_AN_ACCOUNT_IN_A_NETWORK
    yield account, ATTEMPTS_AN_ACCOUNT


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _count(limits: list[tuple[str, int]], *, at: datetime) -> None:
    """Counted before the password is looked at: parallel guesses cannot slip through. At most five queries.

    What one count refuses reaches no later one: a single network does not fill the count of the whole account.
    """
    for key, limit in limits:
        attempts, ends_at = SignInCount.add(key, at=at, window=WINDOW)
        if attempts == 1:
            SignInCount.forget(at=at)
        if attempts > limit:
            raise TooManyAttempts(ends_at)


def _forgive(keys: list[str]) -> None:
    """A right password counts for nothing, and the mistakes before it in this browser or network are forgiven; those
    of strangers are not.
    """
    for key in keys:
        if key.startswith(("device:", "pair:")):
            SignInCount.objects.filter(key=key).delete()
        else:
            SignInCount.take_back(key)


class SignInForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This address and password do not belong together, or the account may not sign in here. "
        "The password’s capital and small letters differ.",
        "too_many": "Too many attempts to sign in. Try again in %(wait)s, or now in another browser in which you have "
        "signed in before.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}
        self.ends_at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except TooManyAttempts as error:
            self.ends_at = error.ends_at
            raise forms.ValidationError(
                self.error_messages["too_many"],
                code="too_many",
                params={"wait": _in_words(error.ends_at - timezone.now())},
            ) from error


def _in_words(wait: timedelta) -> str:
    minutes = max(1, math.ceil(wait / timedelta(minutes=1)))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
