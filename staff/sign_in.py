"""Signing in, counted by account and by network, so that guessing passwords takes years.

The account's count stops many networks that try one account, the network's one network that tries many. Both hold
for unknown accounts too, so that neither words nor time tell who works here.
"""

import hashlib
import math
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from staff.addresses import normalise
from staff.models import SignInCount, User
from staff.networks import network

WINDOW = timedelta(minutes=15)
ATTEMPTS_AN_ACCOUNT, ATTEMPTS_A_NETWORK = 10, 60


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
        _count(account_key(name), request, at=timezone.now())
        user = super().authenticate(request, username=name, password=password)
        if user is not None:
            SignInCount.objects.filter(key=account_key(name)).delete()
        return user


def account_key(name: str) -> str:
    """A hash, so that this table is no list of accounts, and no length is too much."""
    return f"account:{hashlib.sha256(normalise(name).encode(errors='replace')).hexdigest()}"


def _count(account: str, request: HttpRequest | None, *, at: datetime) -> None:
    """Counted before the password is looked at: parallel guesses cannot slip through. At most three queries."""
    limits = {account: ATTEMPTS_AN_ACCOUNT}
    if request is not None:
        limits[f"network:{network(request)}"] = ATTEMPTS_A_NETWORK
    counts = {key: SignInCount.add(key, at=at, window=WINDOW) for key in limits}
    full = [ends_at for key, (attempts, ends_at) in counts.items() if attempts > limits[key]]
    if any(attempts == 1 for attempts, _ in counts.values()):
        SignInCount.forget(at=at)
    if full:
        raise TooManyAttempts(max(full))


class SignInForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This address and password do not belong together, or the account may not sign in here. "
        "The password’s capital and small letters differ.",
        "too_many": "Too many attempts to sign in. Try again in %(wait)s.",
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
