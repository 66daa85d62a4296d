"""The page of an article: its own text, kept as one part, around the articles that are related to it.

A neighbour that changes makes many pages old, and leaves each its own text: those are put together again without a look
at the article (docs/decisions/0013-where-a-page-s-time-goes.md).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from blog import embeds, page_keys
from blog.cards import load_renditions
from blog.models import Article, Picture
from blog.models.article import Articles
from blog.related import Choices, related_cards
from brand.context import current
from config import page_cache
from config.prepared import Given, PreparedObjects

RELATED_HERE = SafeString("<!-- related articles -->")  # nothing that people write can look like it


def _article() -> Articles:
    articles = Article.objects.published(at=Given("at")).filter(slug=Given("slug"))
    articles = articles.select_related("category", "hero", "social_picture").defer("plain_text", "body")
    return articles.with_bylines().with_labels().with_choices()


ARTICLE = PreparedObjects(_article)


@dataclass(frozen=True, slots=True)
class Known:
    """What its page has to know without its text."""

    pk: int
    keys: tuple[str, ...]
    has_video: bool


def article_page(request: HttpRequest, slug: str, *, at: datetime) -> HttpResponse:
    """Raises `Http404`. No query; where they are not kept one for the article, one for its related articles and one for
    the renditions of each of both.
    """

    @cache
    def read() -> Article:
        if (article := ARTICLE.first(slug=slug, at=at)) is None:
            raise Http404
        return article

    known = page_cache.part(f"article at {slug}", [], lambda: _known(read()))
    choices = page_cache.part(
        f"choices {known.pk}", [*known.keys, f"related-{known.pk}"], lambda: Choices.of(read())
    )
    # Before the text, so that one query finds the renditions for both where the article had to be read.
    besides = _pictures(read()) if read.cache_info().currsize else []
    related = related_cards(known.pk, choices, at=at, besides=besides)
    text = page_cache.part(f"article {known.pk}", known.keys, lambda: _text(request, read()))
    section = render_to_string("blog/_related.html", {"related": related, "company": current()})
    response = HttpResponse(text.replace(RELATED_HERE, section))
    return embeds.allow_players(response) if known.has_video else response


def _known(article: Article) -> Known:
    keys = page_keys.of_article(article)
    page_cache.note(*keys)
    return Known(article.pk, tuple(keys), embeds.has_video(article.body_html))


def _text(request: HttpRequest, article: Article) -> str:
    load_renditions(*_pictures(article))
    shown = {"article": article, "related_here": RELATED_HERE}
    return render_to_string("blog/article.html", shown, request)


def _pictures(article: Article) -> list[Picture | None]:
    return [article.hero, article.social_picture]
