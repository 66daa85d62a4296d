"""Ground module: addresses that other people typed and we turn into links. Imports no app.

Django's `URLValidator` takes `https://x.com\\@evil.com`, user names and `ftp:`; this one does not.
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

MAX_LENGTH = 500
_validate = URLValidator(schemes=["http", "https"])


def validate_link(value: str) -> None:
    """Refuses whatever is not a plain public http(s) address. Raises `ValidationError` in words."""
    if len(value) > MAX_LENGTH or re.search(r"[\s\\\x00-\x1f\x7f]", value):
        raise ValidationError(
            "Write a plain web address without blanks, such as https://www.example.com/page."
        )
    parts = _parts(value)
    if parts.scheme not in {"http", "https"}:
        raise ValidationError("The address must begin with https:// (or http://).")
    if parts.username is not None or parts.password is not None:
        raise ValidationError("The address must not hold a user name or password.")
    _validate(value)


def _parts(value: str):  # noqa: ANN202 - urlsplit's own type
    try:
        return urlsplit(value)
    except ValueError as error:
        raise ValidationError("This is not a web address.") from error
