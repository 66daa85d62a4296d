"""E-mail addresses as names of accounts: one spelling each, and none that merely looks like another."""

import unicodedata

from django.core.exceptions import ValidationError


def normalise(address: str) -> str:
    """Compatibility forms (NFKC), case and blanks around it make no other account."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def validate_ascii(address: str) -> None:
    """Refuses letters that look like others: a Cyrillic а would make a second “anna”."""
    if not address.isascii():
        raise ValidationError(
            "Write the address with plain letters only (a domain such as müller.example as xn--mller-kva.example)."
        )
