"""The newest articles as Atom (RFC 4287): full text, and ids that outlive every change of address."""

import re
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from blog import page_keys
from blog.body import CONTROLS
from blog.derivation import TALK
from blog.models import Article
from blog.models.article import FEED_ENTRIES
from brand.models import Company
from config import page_cache

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TAG = re.compile(r"<[a-z][a-z0-9]* [^>]*>")  # with attributes; a > inside of one is written &gt;
OF_PAGES = re.compile(r' (?:tabindex|role|aria-label|data-language|data-player)="[^"]*"')
OF_SITE = re.compile(r' (href|src)="(?=/(?!/))')


class Feed(Atom1Feed):
    """Django's generator knows a summary only; ours also carries the text and every author's page."""

    def latest_post_date(self) -> datetime:
        """An empty feed would claim to have changed just now, each time."""
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
@page_cache.kept
def newest(request: HttpRequest) -> HttpResponse:
    """Two queries: the company, the articles."""
    articles = Article.objects.published(at=timezone.now()).newest_first().select_related("category")
    newest = list(articles.with_bylines().with_labels()[:FEED_ENTRIES])
    page_cache.note(page_keys.LISTS, page_keys.FRAME)
    for article in newest:
        page_cache.note(f"article-{article.pk}")
        page_keys.note_people_and_labels(article)
    feed = _feed(Company.current(), newest)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _feed(company: Company, articles: list[Article]) -> Feed:
    address = settings.SITE_URL + reverse("blog:feed")
    feed = Feed(
        title=_plain(f"{company.name}: {company.blog_title}"),
        link=settings.SITE_URL + reverse("blog:index"),
        description=_plain(company.blog_text),
        feed_url=address,
        feed_guid=uuid.uuid5(uuid.NAMESPACE_URL, address).urn,
        author_name=_plain(company.name),
    )
    for article in articles:
        _add(feed, article)
    return feed


def _add(feed: Feed, article: Article) -> None:
    link = settings.SITE_URL + article.get_absolute_url()
    feed.add_item(
        title=_plain(article.title),
        link=link,
        description=_plain(article.summary),
        content=page_cache.part(
            f"feed-{article.pk}",
            [f"article-{article.pk}"],
            lambda: _away_from_home(article.body_html, link),
        ),
        unique_id=article.feed_id.urn,
        pubdate=article.published_at,
        updateddate=_updated_at(article),
        author_name=_plain(", ".join(_names(article, "bylines"))) or None,
        categories=[_plain(name) for name in _names(article, "labels")],
    )


def _names(article: Article, annotation: str) -> list[str]:
    """Of the `bylines` or the `labels` that the query added."""
    return [found["name"] for found in vars(article)[annotation]]


def _updated_at(article: Article) -> datetime | None:
    return max(filter(None, [article.published_at, article.updated_at]), default=None)


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
