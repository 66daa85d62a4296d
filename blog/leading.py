"""Where an old address may lead, whoever asks for it: the form, an import, a merge."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from blog.models import Article, Category, MissingPage, MovedPage
from blog.models.moved_page import MAX_PATH_LENGTH, normalise
from brand.models import Page

Kind = Literal["made", "changed", "unchanged"]


def lead(old: str, new: str) -> Kind:
    """From now on `old` leads to `new`, both as people write them: paths, or whole addresses. Raises `Refused`."""
    with transaction.atomic():
        old_path = old_place(old)
        article, new_path = settled(old_path, None, new_place(new))
        known = MovedPage.objects.filter(old_path=old_path).first()
        if known and (known.article, known.new_path) == (article, new_path):
            return "unchanged"
        row, made = MovedPage.objects.update_or_create(
            old_path=old_path, defaults={"article": article, "new_path": new_path}
        )
        settle_others(row)
        return "made" if made else "changed"


def settled(old_path: str, article: Article | None, new_path: str) -> tuple[Article | None, str]:
    """Where it leads in the end; an article is known by itself, so that it may move again. Raises `Refused`."""
    if stands(old_path):
        raise MovedPage.Refused("A page stands at this address, and it comes first.")
    article, new_path = MovedPage.end_of(
        old_path, article or article_at(new_path), new_path if not article else ""
    )
    found = article or article_at(new_path)
    return found, "" if found else new_path


def settle_others(row: MovedPage) -> None:
    """What led to its old address leads on with it, and nobody misses that address any more."""
    MovedPage.gather(row.old_path, row.article, row.new_path)
    MissingPage.objects.filter(path=row.old_path).delete()


def old_place(words: str) -> str:
    """Also of another site: addresses of a site that this one replaces."""
    words = words.strip()
    path = urlsplit(words).path if "://" in words else words
    if not words or normalise(path) == "/":
        raise MovedPage.Refused("Write the old address, such as /2016/03/01/a-post/.")
    if len(path) >= MAX_PATH_LENGTH:
        raise MovedPage.Refused("The old address is too long.")
    return normalise(path)


def new_place(words: str) -> str:
    """A path on this site."""
    words = words.strip().removeprefix(settings.SITE_URL)
    if not words.startswith("/") or words.startswith(("//", "/\\")):
        raise MovedPage.Refused("The new address must be on this site and begin with a slash.")
    if len(words) > MAX_PATH_LENGTH or not words.isprintable():
        raise MovedPage.Refused("The new address is too long, or holds signs that no address has.")
    return words


def article_at(path: str) -> Article | None:
    slug = _slug(path, "blog:article")
    return Article.objects.filter(slug=slug).first() if slug else None


def _published(**lookup: str) -> bool:
    return Article.objects.published(at=timezone.now()).filter(**lookup).exists()


SHOWN: dict[str, Callable[[str], bool]] = {  # views of a row, and whether that row has a page at this moment
    "blog:article": lambda slug: _published(slug=slug),
    "blog:category": lambda slug: Category.objects.filter(slug=slug).exists(),
    "blog:tag": lambda slug: _published(tags__slug=slug),
    "blog:author": lambda slug: _published(authors__slug=slug),
    "page": lambda slug: Page.objects.filter(slug=slug).exists(),
}


def stands(path: str) -> bool:
    """Whether a page of ours answers there. At most one query."""
    for name, is_there in SHOWN.items():
        if slug := _slug(path, name):
            return is_there(slug)
    return _slug(path, "blog:index") is not None or normalise(path) == "/"


def leads_nowhere(path: str) -> bool:
    """Whether nobody finds anything there at this moment. Files are not looked for. At most one query."""
    path = urlsplit(path).path
    if path.startswith(settings.STATIC_URL):
        return False
    for spelling in (path, f"{normalise(path)}/"):
        try:
            view = resolve(spelling).view_name
        except Resolver404:
            continue
        return view in SHOWN and not stands(path)
    return True


def _slug(path: str, name: str) -> str | None:
    """Of a path that the named view answers; empty when it takes none."""
    try:
        match = resolve(f"{normalise(path)}/")
    except Resolver404:
        return None
    return match.kwargs.get("slug", "") if match.view_name == name else None
