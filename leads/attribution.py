"""Where a lead came from. Nothing here ever refuses: what cannot be read is attribution lost, never a lead lost."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from blog.models import Article, Category, MovedPage
from config.words import one_line

CLICK_IDS = {"gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "li_fat_id"}
MAX_PARAMETERS, MAX_VALUE, MAX_QUERY = 12, 200, 4000


@dataclass(frozen=True)
class Origin:
    article: Article | None
    category: Category | None


def find(*, article: str, category: str, at: datetime) -> Origin:
    """By their slugs, also an article's old one. An article counts once it has been public, even if withdrawn since.

    At most three queries. A draft is never found: its title would tell what is to come.
    """
    known = _article(article, at)
    return Origin(known, known.category if known else _category(category))


def _article(slug: str, at: datetime) -> Article | None:
    if not slug or len(slug) > 200:
        return None
    once_public = Article.objects.filter(published_at__lte=at).select_related("category__expert")
    if article := once_public.filter(slug=slug).first():
        return article
    try:
        moved = MovedPage.find(reverse("blog:article", args=[slug]))
    except NoReverseMatch:  # not even a slug
        return None
    return once_public.filter(pk=moved.article_id).first() if moved and moved.article_id else None


def _category(slug: str) -> Category | None:
    return Category.objects.filter(slug=slug[:80]).first() if slug else None


def landing_query(query: str) -> dict[str, str]:
    """The campaign parameters (`utm_…` and the click ids of advertisers) of a query string, cleaned and capped."""
    try:
        pairs = parse_qsl(query[:MAX_QUERY].lstrip("?"), max_num_fields=100)
    except ValueError:
        return {}
    known = [(name.lower(), one_line(value)[:MAX_VALUE]) for name, value in pairs if is_campaign(name)]
    return dict(known[:MAX_PARAMETERS])


def is_campaign(name: str) -> bool:
    name = name.lower()
    return name in CLICK_IDS or (name.startswith("utm_") and name[4:].isalnum() and len(name) <= 40)


def article_at(path: str) -> str:
    """The slug of the article whose page has this path, or empty."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return match.kwargs["slug"] if match.view_name == "blog:article" else ""


def asked(**slugs: str) -> str:
    """The query string of a link to the form, such as `?article=a-title`; empty when nothing is known."""
    known = {name: slug for name, slug in slugs.items() if slug}
    return f"?{urlencode(known)}" if known else ""
