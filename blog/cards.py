"""Articles as lists show them: their markup, kept beside the pages that it stands on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice, repeat
from typing import Any, Literal

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from blog import page_keys
from blog.models import Article, Picture, Rendition
from blog.models.article import Articles
from brand.context import current
from config import page_cache
from config.prepared import AnyOf, Given, PreparedObjects

Look = Literal["lead", "listed", "first", "brief"]

LOOKS: dict[Look, dict[str, Any]] = {
    "lead": {"lead": True, "level": 2},  # at the head of a list ...
    "listed": {"level": 2},  # ... and below it
    "first": {"lead": True},  # in a section of a page ...
    "brief": {"brief": True},  # ... and without its summary
}
BRIEF: Iterable[Look] = repeat("brief")
LISTED: Iterable[Look] = repeat("listed")


def looks_of_list() -> Iterable[Look]:
    return chain(["lead"], LISTED)


def looks_of_section() -> Iterable[Look]:
    return chain(["first"], BRIEF)


def cards(
    ids: Sequence[int],
    looks: Iterable[Look],
    *,
    at: datetime,
    most: int | None = None,
    besides: Iterable[Picture | None] = (),
) -> list[SafeString]:
    """The markup of those that a visitor can read at `at`, in their order, and `most` of them.

    Two queries for all that are not kept: articles, and the renditions of their heroes and of the pictures `besides`.
    """
    wanted = list(zip(ids, looks, strict=False))
    loaded = _load(_not_kept(wanted, most), at)
    load_renditions(*besides, *(article.hero for article in loaded.values() if article))
    found = (_card(pk, look, loaded, at) for pk, look in wanted)
    return list(islice(filter(None, found), most))


def markup(article: Article, look: Look) -> SafeString:
    """Of an article that has its renditions; with whatever it says at the moment, also of a draft."""
    return render_to_string("blog/_card.html", {"article": article, "company": current(), **LOOKS[look]})


def load_renditions(*pictures: Picture | None) -> None:
    """One query for all whose renditions are not kept."""
    shown = [picture for picture in pictures if picture]
    prefetch_related_objects(
        [one for one in shown if page_cache.kept_part(_renditions(one)) is None], "renditions"
    )
    for picture in shown:
        made: list[Rendition] = page_cache.part(
            _renditions(picture), [f"picture-{picture.pk}"], partial(list, picture.renditions.all())
        )
        known = picture.renditions.all()
        known._result_cache = made
        vars(picture).setdefault("_prefetched_objects_cache", {})["renditions"] = known  # as prefetching does


def _renditions(picture: Picture) -> str:
    return f"renditions {picture.pk}"


def _name(pk: int, look: Look) -> str:
    return f"card {pk} {look}"


def _not_kept(wanted: Sequence[tuple[int, Look]], most: int | None) -> list[int]:
    """Which are to be loaded: nothing, where enough of those that come first are kept."""
    missing, found = [], 0
    for pk, look in wanted:
        known = page_cache.kept_part(_name(pk, look))
        if known is None:
            missing.append(pk)
        elif known:
            found += 1
        if found == most and not missing:
            break
    return missing


def _load(ids: list[int], at: datetime) -> dict[int, Article | None]:
    """None: no visitor can read it."""
    if not ids:
        return {}
    return dict.fromkeys(ids) | {article.pk: article for article in SHOWN.all(at=at, ids=ids)}


def _shown() -> Articles:
    found = Article.objects.published(at=Given("at")).filter(AnyOf("pk", Given("ids")))
    return found.for_cards().prefetch_related(None)


SHOWN = PreparedObjects(_shown)


def _card(pk: int, look: Look, loaded: dict[int, Article | None], at: datetime) -> SafeString:
    def make() -> SafeString:
        article = loaded[pk] if pk in loaded else _load([pk], at)[pk]  # dropped in this very moment
        if article is None:
            return SafeString("")
        page_cache.note(*page_keys.of_card(article))
        return markup(article, look)

    return page_cache.part(_name(pk, look), [f"card-{pk}"], make)
