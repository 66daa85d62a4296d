"""What the admin says about where a picture is used, to somebody who may not see every article."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from blog import picture_uses
from blog.admin import rights, state
from blog.models import Article, Picture, WorkingCopy
from blog.picture_uses import Count, Use

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One article or author in the list of uses."""

    words: str
    address: str
    state: str  # HTML; empty for an author
    places: str
    versions: int
    history: str


@dataclass(frozen=True)
class Uses:
    """Those of one picture; `hidden` counts articles whose titles the reader may not know."""

    picture: Picture
    lines: list[Line]
    hidden: int
    more: int

    def __bool__(self) -> bool:
        return bool(self.lines or self.hidden)


def of(request: HttpRequest, pictures: list[Picture]) -> list[Uses]:
    """For each picture, in their order. Six queries however many."""
    found = picture_uses.uses(pictures)
    seen = (
        None
        if rights.may(request, "view")
        else set(rights.own(request, Article.objects.all()).values_list("pk", flat=True))
    )
    return [
        _of_one(picture, found[picture.pk], lambda use: _may_know(request, use, seen)) for picture in pictures
    ]


def _may_know(request: HttpRequest, use: Use, seen: set[int] | None) -> bool:
    if isinstance(use.holder, WorkingCopy):
        return seen is None or use.holder.person_id == request.user.pk
    return use.is_portrait or seen is None or use.holder.pk in seen


def _of_one(picture: Picture, uses: list[Use], may_know: Callable[[Use], bool]) -> Uses:
    told = [use for use in uses if may_know(use)]
    return Uses(
        picture, [_line(use) for use in told[:SHOWN]], len(uses) - len(told), len(told) - len(told[:SHOWN])
    )


def _line(use: Use) -> Line:
    if isinstance(copy := use.holder, WorkingCopy):
        words = f"A new article by {copy.person}, not saved yet"
        return Line(words, reverse("admin:blog_article_add"), "", "", 0, "")
    if not isinstance(article := use.holder, Article):
        address = reverse("admin:blog_author_change", args=[article.pk])
        return Line(str(article), address, "", "portrait", 0, "")
    return Line(
        str(article),
        reverse("admin:blog_article_change", args=[article.pk]),
        state.label(article.state(at=timezone.now())),
        ", ".join(use.places),
        use.versions,
        reverse("admin:blog_article_revisions", args=[article.pk]),
    )


def count_in_words(count: Count) -> str:
    """Such as “2 uses”; what only a version names can be restored, so it is no rubbish either."""
    if count.standing:
        return f"{count.standing} use{'s' if count.standing > 1 else ''}"
    return "in drafts or the history only" if count.kept else "not used"
