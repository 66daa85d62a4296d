"""A site with something of everything, and with the hard cases: long words, wide tables, no picture."""

from datetime import timedelta

from django.utils import timezone

from blog.lists import SIZE
from brand.models import Company
from tests.brand.factories import make_page
from tests.factories import (
    image_bytes,
    make_article,
    make_author,
    make_category,
    make_picture,
    show_review_links,
)

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
CODE = "<pre><code class='language-python'>def greet(name):\n    # a comment\n    return f'Hello {name}' * 100  # and a line that is far too long for any narrow screen in the world\n</code></pre>"
TABLE = (
    "<table><tbody><tr>"
    + "<th>Heading of a column</th>" * 7
    + "</tr><tr>"
    + "<td>1,234,567</td>" * 7
    + "</tr></tbody></table>"
)
WORDS = "Most pages are read by people who came for one answer and have little time to look for it. " * 6
PAGES = {
    "home": "/",
    "index": "/blog/",
    "second page": "/blog/?page=2",
    "article": "/blog/rich/",
    "plain article": "/blog/plain/",
    "category": "/blog/category/web/",
    "empty category": "/blog/category/empty/",
    "tag": "/blog/tag/seo/",
    "author": "/blog/author/mia/",
    "plain page": "/privacy/",
    "talk": "/talk-to-our-experts/",
    "search": "/blog/search/?q=older",
    "search that finds nothing": "/blog/search/?q=nothing-of-the-kind",
    "missing page": "/no-such-page/",
}


def fill():
    """Answers the rich article."""
    Company.objects.create(
        name="Webzworld",
        description="Webzworld builds websites.",
        email="hello@example.com",
        phone="+44 20 7946 0018",
    )
    make_page("Privacy notice", body="<p>What we keep.</p><h2>Why</h2><p>So.</p>")
    show_review_links()
    web, mia = (
        make_category("Web", slug="web", description="All about it."),
        make_author(slug="mia", role="Lead"),
    )
    make_category("Empty", slug="empty")
    hero = make_picture(image_bytes(1600, 900), alt="A bridge", credit="Drawn by us")
    rich = make_article(
        f"Hosting and the {LONG_WORD}",
        slug="rich",
        category=web,
        authors=[mia, make_author("Tomás Oliveira")],
        tags=["seo", "hosting", "a tag of several words"],
        hero=hero,
        summary="Who should read on. And why they should.",
        body=_body(hero),
        published_at=timezone.now() - timedelta(days=1),
    )
    make_article("Plain", slug="plain", category=web, body="<p>Only this.</p>")
    for number in range(SIZE):
        make_article(f"Older {number}", category=web, authors=[mia], tags=["seo"])
    return rich


def _body(picture):
    sections = "".join(
        f"<h2>Section {n}</h2><p>{WORDS}<a href='/privacy/'>A link</a> and <code>code</code>.</p><h3>Deeper</h3><p>{WORDS}</p>"
        for n in range(1, 4)
    )
    return (
        f"<p>{WORDS}</p><blockquote><p>A quote.</p></blockquote><ul><li>One</li><li>Two</li></ul>{CODE}{TABLE}"
        f"<figure><img src='{picture.file.url}' data-file='{picture.pk}' alt=''><figcaption>A caption</figcaption></figure>"
        f"<p>{LONG_WORD}{LONG_WORD}</p>{sections}"
    )
