"""What search engines and messengers show of an article, and the same facts as linked data.

schema.org's BlogPosting and BreadcrumbList as Google reads them (developers.google.com/search/docs/appearance/
structured-data/article, November 2026): only what the page shows. Reviews of ourselves on our own site count as
self-serving there, so none are marked up.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from blog.models import Article
from blog.social_card import SIZE, Card
from brand.models import Company

SHARED_WIDTH = 1200  # pixels: wide enough for a large card, far from an original's weight
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Appearance:
    """Whole addresses, plain words."""

    address: str
    canonical: str
    robots: str
    title: str
    text: str
    picture: str
    picture_words: str
    picture_size: tuple[int, int] | None = None


def appearance(article: Article, company: Company) -> Appearance:
    """No query when the pictures came along with their renditions. Without any, a card is drawn when asked for."""
    address = whole(article.get_absolute_url())
    picture = article.social_picture or article.hero
    shown = picture.rendition_url(SHARED_WIDTH) if picture else card_address(article, company)
    return Appearance(
        address=address,
        canonical=article.canonical_address or address,
        robots="max-image-preview:large" if article.is_indexed else "noindex",
        title=shared_title(article),
        text=article.social_text or article.search_description or article.summary,
        picture=whole(shown),
        picture_words=picture.alt if picture else shared_title(article),
        picture_size=None if picture else SIZE,
    )


def shared_title(article: Article) -> str:
    return article.social_title or article.search_title or article.title


def card_of(article: Article, company: Company) -> Card:
    category = article.category.name if article.category else ""
    return Card(shared_title(article), category, company.name, company.accent.lower())


def card_address(article: Article, company: Company) -> str:
    """It holds what the picture shows as a digest, so that it can be kept for ever."""
    return reverse("blog:card", args=[article.pk, card_of(article, company).digest()])


def whole(path: str) -> str:
    """An address that is whole already, such as a picture's in a bucket, stays."""
    return path if path.startswith(("https://", "http://")) else f"{settings.SITE_URL}{path}"


def linked_data(article: Article, seen: Appearance, company: Company) -> SafeString:
    """Of an article with `bylines` and `labels`: JSON that is safe between `<script>` tags, whatever people wrote."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [_posting(article, seen, company), _trail(article, company)],
    }
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))


def _posting(article: Article, seen: Appearance, company: Company) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": article.title,
        "description": article.summary,
        "url": seen.address,
        "mainEntityOfPage": seen.canonical,
        "inLanguage": article.language,
        "articleSection": article.category.name if article.category else None,
        "keywords": [label["name"] for label in vars(article)["labels"]],
        "image": [seen.picture],
        "author": [_person(byline) for byline in vars(article)["bylines"]],
        "publisher": _publisher(company),
    }
    if article.published_at:
        found["datePublished"] = article.published_at.isoformat()
        if article.updated_at and article.updated_at > article.published_at:
            found["dateModified"] = article.updated_at.isoformat()
    return {name: value for name, value in found.items() if value}


def _person(byline: dict[str, str]) -> dict[str, str]:
    address = whole(reverse("blog:author", args=[byline["slug"]]))
    return {"@type": "Person", "name": byline["name"], "url": address}


def _publisher(company: Company) -> dict[str, str]:
    logo = {"logo": whole(company.logo.url)} if company.logo else {}
    return {"@type": "Organization", "name": company.name, "url": whole(reverse("home")), **logo}


def _trail(article: Article, company: Company) -> dict[str, Any]:
    """The ways back that the page offers, and the page itself."""
    steps = [(company.blog_title, reverse("blog:index"))]
    if article.category:
        steps.append((article.category.name, article.category.get_absolute_url()))
    steps.append((article.title, article.get_absolute_url()))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": whole(path)}
            for position, (name, path) in enumerate(steps, 1)
        ],
    }
