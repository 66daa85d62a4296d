"""The same addresses as `shown`, on a site where everything is as long as its field takes: each word, each list."""

from datetime import timedelta

from django.utils import timezone

from brand.models import Company
from leads.views import THANKS
from tests.brand.factories import make_page
from tests.factories import (
    image_bytes,
    make_article,
    make_author,
    make_category,
    make_picture,
    show_review_links,
)
from tests.journeys.shown import CODE, LONG_WORD, TABLE
from tests.leads.factories import make_lead

WORD = LONG_WORD[:78]
WORDS = [
    "name",
    "tagline",
    "description",
    "address",
    "legal_line",
    "home_title",
    "home_text",
    "blog_title",
    "blog_text",
    "talk_text",
    "thanks_title",
    "thanks_text",
    "consent_text",
    "reviews_title",
    "reviews_text",
    "related_title",
    "band_title",
    "band_text",
]
LABELS = ["back_to_blog", "talk_label", "read_label", "band_button"]
CATEGORIES = 10
TALK_ABOUT = "/talk-to-our-experts/?article=rich"


def fill():
    """Answers the path of a page of thanks."""
    Company.objects.create(
        **dict.fromkeys(WORDS, WORD),
        **dict.fromkeys(LABELS, WORD[:40]),
        email=f"{WORD[:60]}@{WORD[:60]}.example.com",
        phone="0" * 40,
    )
    make_page(WORD, slug="privacy", body=BODY)
    make_page(f"{WORD}s", slug="imprint", body="")
    show_review_links()
    categories = [
        make_category(f"{number}{WORD}", slug=f"web{number or ''}", description=WORD, position=number)
        for number in range(CATEGORIES)
    ]
    make_category(f"{WORD}!", slug="empty", description=WORD)
    mia = make_author(WORD, slug="mia", role=WORD, biography=WORD)
    hero = make_picture(image_bytes(1600, 900), caption=WORD, credit=WORD)
    _article("rich", categories[0], [mia, make_author(WORD)], hero=hero, body=BODY)
    _article("plain", categories[0], [mia])
    for number, category in enumerate(categories):
        _article(f"one-of-{number}", category, [mia])
    for number in range(4):
        _article(f"more-{number}", categories[0], [mia])
    return f"/talk-to-our-experts/thanks/{THANKS.sign(make_lead().reference)}/"


def _article(slug, category, authors, **fields):
    return make_article(
        f"{WORD} {WORD} {slug}",
        slug=slug,
        category=category,
        authors=authors,
        summary=f"{WORD} {WORD}",
        tags=["seo", WORD, WORD[::-1]],
        published_at=timezone.now() - timedelta(days=1),
        **fields,
    )


SECTIONS = "".join(f"<h2>{WORD}{n}</h2><p>{WORD}</p><h3>{WORD}</h3>" for n in range(3))
BODY = (
    f"<p>{WORD} <a href='https://example.com/{WORD}'>{WORD}</a> <code>{WORD}</code></p>{SECTIONS}<h4>{WORD}</h4>"
    f"<ul><li>{WORD}<ul><li>{WORD}<ol><li>{WORD}</li></ol></li></ul></li></ul><blockquote><p>{WORD}</p></blockquote>"
    f"{CODE}{TABLE}<table><tbody><tr><th>{WORD}</th><td>{WORD}</td></tr></tbody></table>"
)
