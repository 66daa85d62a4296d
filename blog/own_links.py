"""Links of a text to our own articles. They are kept by the article's number, so that a changed address breaks none.

Pure: who asks brings the numbers and slugs along. `html` is always cleaned, so a tag's attributes hold no `>`.
"""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

LINK = re.compile(r"<a [^>]*>")
HREF = re.compile(r' href="([^"]*)"')


def path_of(address: str) -> str | None:
    """The path of an address on this site, which may have the site's name before it; None for any other."""
    try:
        parts = urlsplit(address.removeprefix(settings.SITE_URL))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return parts.path if parts.path.endswith("/") else f"{parts.path}/"


def slug_of(address: str) -> str | None:
    """Of an article of ours, by an address such as `/blog/why/#part`."""
    try:
        found = resolve(path_of(address) or "")
    except Resolver404:
        return None
    return found.kwargs["slug"] if found.view_name == "blog:article" else None


def slugs(html: str) -> list[str]:
    """Of the articles that are linked by their address only, each once, in order."""
    found = (slug for tag in LINK.findall(html) if (slug := _bare_slug(tag)))
    return list(dict.fromkeys(found))


def identified(html: str, ids: Mapping[str, int]) -> str:
    """`html` with the article's number at every link whose slug `ids` knows."""

    def with_number(link: re.Match[str]) -> str:
        slug = _bare_slug(link[0])
        if slug is None or slug not in ids:
            return link[0]
        return link[0].replace("<a ", f'<a data-article="{ids[slug]}" ', 1)

    return LINK.sub(with_number, html)


def _bare_slug(tag: str) -> str | None:
    href = HREF.search(tag)
    return slug_of(unescape(href[1])) if href and " data-article=" not in tag else None


def address_now(slug: str, href: str) -> str:
    """The article's present address, with the part of the page that `href` pointed to."""
    parts = urlsplit(href)
    query, fragment = parts.query and f"?{parts.query}", parts.fragment and f"#{parts.fragment}"
    return f"{reverse('blog:article', args=[slug])}{query}{fragment}"
