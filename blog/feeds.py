"""The newest articles as Atom (RFC 4287): full text, and ids that outlive every change of address."""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from io import StringIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from blog import lists, page_keys
from blog.body import CONTROLS
from blog.derivation import TALK
from blog.models import Article
from blog.models.article import FEED_ENTRIES, Articles
from brand.context import current
from brand.models import Company
from config import page_cache
from config.prepared import AnyOf, Given, PreparedObjects

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TAG = re.compile(r"<[a-z][a-z0-9]* [^>]*>")  # with attributes; a > inside of one is written &gt;
OF_PAGES = re.compile(r' (?:tabindex|role|aria-label|data-language|data-player)="[^"]*"')
OF_SITE = re.compile(r' (href|src)="(?=/(?!/))')


class Feed(Atom1Feed):
    """Django's generator knows a summary only; ours also carries the text, and tells entry from feed: an entry is made
    when its article changes.
    """

    latest = NEVER  # an empty feed would claim to have changed just now, each time

    def latest_post_date(self) -> datetime:
        return self.latest

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def entries(self) -> str:
        written = StringIO()
        self.write_items(SimplerXMLGenerator(written, "utf-8", short_empty_elements=True))
        return written.getvalue()


@require_safe
@page_cache.kept
def newest(request: HttpRequest) -> HttpResponse:
    """Three queries, where nothing is kept: the company, which articles are the newest, and these."""
    at = timezone.now()
    entries = _entries(lists.newest(None, at=at)[:FEED_ENTRIES], at)
    feed = _feed(current())
    feed.latest = max((changed_at for changed_at, _ in entries), default=NEVER)
    head, end, rest = feed.writeString("utf-8").rpartition("</feed>")
    return HttpResponse(
        [head, *(entry for _, entry in entries), end, rest],
        content_type="application/atom+xml; charset=utf-8",
    )


def _feed(company: Company) -> Feed:
    address = settings.SITE_URL + reverse("blog:feed")
    return Feed(
        title=_plain(f"{company.name}: {company.blog_title}"),
        link=settings.SITE_URL + reverse("blog:index"),
        description=_plain(company.blog_text),
        feed_url=address,
        feed_guid=uuid.uuid5(uuid.NAMESPACE_URL, address).urn,
        author_name=_plain(company.name),
    )


def _entries(ids: Sequence[int], at: datetime) -> list[tuple[datetime, str]]:
    """When each was changed, and what it says. One query for all that are not kept."""
    loaded = _load([pk for pk in ids if page_cache.kept_part(_name(pk)) is None], at)

    def entry(pk: int) -> str:
        article = loaded[pk] if pk in loaded else _load([pk], at).get(pk)  # dropped in this very moment
        return _entry(article) if article else ""

    found = (page_cache.part(_name(pk), [f"article-{pk}"], partial(entry, pk)) for pk in ids)
    return [_taken_apart(one) for one in found if one]


def _name(pk: int) -> str:
    return f"feed entry {pk}"


def _load(ids: list[int], at: datetime) -> dict[int, Article]:
    return {article.pk: article for article in SHOWN.all(at=at, ids=ids)} if ids else {}


def _shown() -> Articles:
    articles = Article.objects.published(at=Given("at")).filter(AnyOf("pk", Given("ids")))
    return articles.with_bylines().with_labels().defer("plain_text", "body")


SHOWN = PreparedObjects(_shown)


def _entry(article: Article) -> str:
    """After a line with the moment of its last change."""
    page_keys.note_people_and_labels(article)
    link = settings.SITE_URL + article.get_absolute_url()
    feed = Feed(title="", link=link, description="")
    changed_at = max(filter(None, [article.published_at, article.updated_at]), default=NEVER)
    feed.add_item(
        title=_plain(article.title),
        link=link,
        description=_plain(article.summary),
        content=_away_from_home(article.body_html, link),
        unique_id=article.feed_id.urn,
        pubdate=article.published_at,
        updateddate=changed_at,
        author_name=_plain(", ".join(_names(article, "bylines"))) or None,
        categories=[_plain(name) for name in _names(article, "labels")],
    )
    return f"{changed_at.isoformat()}\n{feed.entries()}"


def _taken_apart(kept: str) -> tuple[datetime, str]:
    changed_at, _, entry = kept.partition("\n")
    return datetime.fromisoformat(changed_at), entry


def _names(article: Article, annotation: str) -> list[str]:
    """Of the `bylines` or the `labels` that the query added."""
    return [found["name"] for found in vars(article)[annotation]]


def _away_from_home(html: str, link: str) -> str:
    """As a reader elsewhere needs it: whole addresses, one file a picture, nothing to focus that does not scroll."""
    html = re.sub(r"<source [^>]*>|</?picture>", "", html.replace(TALK, ""))
    # Tag by tag: a sample of code may show the same attributes, but its < is written &lt;.
    return CONTROLS.sub("", TAG.sub(lambda tag: _tag_away_from_home(tag[0], link), html))


def _tag_away_from_home(tag: str, link: str) -> str:
    tag = OF_PAGES.sub("", tag)
    tag = OF_SITE.sub(rf' \1="{settings.SITE_URL}', tag)
    return tag.replace(' href="#', f' href="{link}#')


def _plain(text: str) -> str:
    """XML 1.0 has no place for control characters, and the generator raises on them."""
    return CONTROLS.sub("", text)
