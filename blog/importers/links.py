"""Addresses as people write them. None of these raises, whatever is in the text."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from blog.importers.template_signs import QUOTED_TOKEN

NOWHERE = SplitResult("", "", "", "", "")


def tidy(address: str) -> str:
    """Without line breaks, blanks encoded; `//host.example/…` is meant as https, `//2016/…` as a path."""
    address = re.sub(r"[\t\r\n]+", "", QUOTED_TOKEN.sub("", address).strip()).replace(" ", "%20")
    if not address.startswith("//"):
        return address
    return f"https:{address}" if "." in host_of(address) else f"/{address.lstrip('/')}"


def split(address: str) -> SplitResult:
    """`NOWHERE` for what is no address, such as `https://[x`."""
    try:
        return urlsplit(address)
    except ValueError:
        return NOWHERE


def join(base: str, address: str) -> SplitResult:
    """`address` as it is meant on the page at `base`."""
    try:
        return urlsplit(urljoin(base, address))
    except ValueError:
        return NOWHERE


def host_of(address: str) -> str:
    return split(address).netloc.lower()


def path_of(address: str) -> str:
    return split(address).path
