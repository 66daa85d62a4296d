"""What templates of any page ask of the blog."""

from collections.abc import Sequence
from typing import cast

from django import template
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from blog import appearance as appearances
from blog import embeds, page_keys
from blog.cards import BRIEF, cards, looks_of_section
from blog.derivation import TALK
from blog.lists import newest
from blog.models import Article, Category, Picture
from blog.reading_time import minutes
from brand.models import Company
from config import page_cache

register = template.Library()

RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
COVERS = 4
FEWEST_SECTIONS = 3
register.filter("minutes", minutes)


@register.simple_tag
def categories_in_use() -> Sequence[Category]:
    """Those that hold something to read, in the admin's order. A query once they are looked at."""
    return cast(Sequence[Category], SimpleLazyObject(_categories_in_use))


def _categories_in_use() -> list[Category]:
    return page_cache.part(
        "categories", [page_keys.FRAME], lambda: list(Category.objects.in_use(at=timezone.now()))
    )


@register.simple_tag
def newest_cards(count: int, first_is_wide: bool = False) -> list[SafeString]:
    """The markup of each. Three queries, where nothing is kept."""
    now = timezone.now()
    return cards(newest(None, at=now)[:count], looks_of_section() if first_is_wide else BRIEF, at=now)


@register.filter
def direction(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@register.filter
def focus(picture: Picture) -> str:
    """The class that keeps the picture's focal point in sight where it is cropped: one of nine places."""
    across = ("start", "middle", "end")[min(picture.focal_x // 34, 2)]
    down = ("top", "centre", "bottom")[min(picture.focal_y // 34, 2)]
    return f"focus-{across} focus-{down}"


@register.simple_tag
def picture(picture: Picture, sizes: str, alt: str | None = None, eager: bool = False) -> str:
    """`<picture>` in the sizes that exist; decoration where `alt` is given empty."""
    return picture.markup(alt=alt, sizes=sizes, eager=eager)


@register.filter
def sharing_image(picture: Picture) -> str:
    """The file that messengers show."""
    return picture.rendition_url(appearances.SHARED_WIDTH)


@register.simple_tag
def appearance(article: Article, company: Company) -> appearances.Appearance:
    """What search engines and messengers show of it."""
    return appearances.appearance(article, company)


@register.simple_tag
def linked_data(article: Article, seen: appearances.Appearance, company: Company) -> str:
    return appearances.linked_data(article, seen, company)


@register.filter
def variant(number: int) -> int:
    """One of four drawings for a cover without a picture; a category keeps its own."""
    return number % COVERS + 1


@register.filter
def needs_contents(article: Article) -> bool:
    """Three sections or more; deeper headings alone do not count."""
    return sum(section["level"] == 2 for section in article.contents) >= FEWEST_SECTIONS


@register.filter
def parts(article: Article) -> list[str]:
    """The text, parted where an editor placed the call to action."""
    return article.body_html.split(TALK)


@register.filter
def has_embed(article: Article) -> bool:
    return embeds.ANY in article.body_html


@register.filter
def has_video(article: Article) -> bool:
    return embeds.has_video(article.body_html)
