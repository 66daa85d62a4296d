"""Where the pictures of the library are used: by what visitors see, by drafts, by earlier versions, as portraits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value

from blog.models import (
    Article,
    Author,
    Picture,
    PlannedChange,
    Revision,
    RevisionPicture,
    WorkingCopy,
)
from blog.models.picture import Pictures

HERO, SHARED, TEXT, PORTRAIT, VERSION = "hero", "picture when shared", "text", "portrait", "version"
DRAFT, PLANNED = "unpublished changes", "planned change"
UNSAVED, BEGUN = "unsaved words", "unsaved words of a new article"
KINDS = {PORTRAIT: 1, BEGUN: 2}  # of what holds it; all other places are in articles
LONG_TEXTS = ["body", "body_html", "plain_text", "contents"]


@dataclass
class Use:
    """One article or author that a picture is used by; or what somebody types for an article that has no row yet."""

    holder: Article | Author | WorkingCopy
    places: list[str] = field(default_factory=list)  # in it as it stands, and in what is to come
    versions: int = 0  # earlier ones, that can be restored

    @property
    def is_portrait(self) -> bool:
        return isinstance(self.holder, Author)


class Count(NamedTuple):
    standing: int = 0  # articles and authors that use it as they stand
    kept: int = 0  # articles that use it in a version alone: a draft of a live article, or an earlier one


def _relations() -> list[tuple[str, QuerySet[Any], str, str]]:
    """Every way to use a picture: place, rows, their field for the picture, their field for the article or author.

    Each of these fields has an index of its own.
    """
    typed = WorkingCopy.pictures.through._default_manager
    return [
        (HERO, Article.objects.all(), "hero_id", "pk"),
        (SHARED, Article.objects.all(), "social_picture_id", "pk"),
        (TEXT, Article.pictures.through.objects.all(), "picture_id", "article_id"),
        (PORTRAIT, Author.objects.all(), "portrait_id", "pk"),
        (VERSION, RevisionPicture.objects.all(), "picture_id", "revision__article_id"),
        (UNSAVED, typed.exclude(workingcopy__article=None), "picture_id", "workingcopy__article_id"),
        (BEGUN, typed.filter(workingcopy__article=None), "picture_id", "workingcopy_id"),
    ]


def _rows(pictures: Collection[int]) -> list[tuple[int, str, int]]:
    """Picture, place, and the article or author, each once. One query."""
    found = [
        rows.filter(**{f"{picture}__in": pictures})
        .order_by()
        .annotate(place=Value(place, CharField()), shown=F(picture), holder=F(holder))
        .values_list("shown", "place", "holder")
        for place, rows, picture, holder in _relations()
    ]
    return list(found[0].union(*found[1:]))


def counts(pictures: Iterable[Picture]) -> dict[int, Count]:
    """For each of them, by how many it is used. One query however many."""
    ids = [picture.pk for picture in pictures]
    standing: dict[int, set[tuple[int, int]]] = {pk: set() for pk in ids}
    kept: dict[int, set[tuple[int, int]]] = {pk: set() for pk in ids}
    for picture, place, holder in _rows(ids) if ids else ():
        of = kept if place in {VERSION, UNSAVED, BEGUN} else standing
        of[picture].add((KINDS.get(place, 0), holder))
    return {pk: Count(len(standing[pk]), len(kept[pk] - standing[pk])) for pk in ids}


def unused(pictures: Pictures) -> Pictures:
    """Those that nothing uses, and that can be deleted."""
    for _, rows, picture, _ in _relations():
        pictures = pictures.filter(~Exists(rows.filter(**{picture: OuterRef("pk")})))
    return pictures


def used(pictures: Pictures) -> Pictures:
    return pictures.exclude(pk__in=unused(Picture.objects.order_by()).values("pk"))


def uses(pictures: Collection[Picture]) -> dict[int, list[Use]]:
    """For each of them, by what it is used: the newest articles first, then authors. Five queries however many."""
    rows = sorted(_rows([picture.pk for picture in pictures]))
    ids: list[set[int]] = [
        {holder for _, place, holder in rows if KINDS.get(place, 0) == kind} for kind in (0, 1, 2)
    ]
    articles = _articles(ids[0])
    holders: list[dict[int, Any]] = [articles, Author.objects.in_bulk(ids[1]), _begun(ids[2])]
    found: dict[int, dict[tuple[int, int], Use]] = {picture.pk: {} for picture in pictures}
    for picture, place, holder in rows:
        kind = KINDS.get(place, 0)
        use = found[picture].setdefault((kind, holder), Use(holders[kind][holder]))
        if place != VERSION:
            use.places.append(place)
    for picture, article, places, versions in _versions(list(found), articles):
        use = found[picture][0, article]
        use.places += places
        use.versions = versions
    return {
        pk: [by_holder[key] for key in sorted(by_holder, key=lambda key: (key[0], -key[1]))]
        for pk, by_holder in found.items()
    }


def _articles(ids: set[int]) -> dict[int, Any]:
    newest = Revision.objects.filter(article=OuterRef("pk")).newest_first().values("pk")[:1]
    return Article.objects.defer(*LONG_TEXTS).annotate(newest=Subquery(newest)).in_bulk(ids)


def _begun(ids: set[int]) -> dict[int, WorkingCopy]:
    return WorkingCopy.objects.defer("content").select_related("person").in_bulk(ids) if ids else {}


def _versions(pictures: list[int], articles: dict[int, Any]) -> Iterable[tuple[int, int, list[str], int]]:
    """Picture, article, what is to come with it, and how many earlier versions name it. Two queries."""
    named = RevisionPicture.objects.filter(picture__in=pictures)
    by_article: dict[tuple[int, int], set[int]] = {}
    for picture, article, revision in named.values_list("picture_id", "revision__article_id", "revision_id"):
        by_article.setdefault((picture, article), set()).add(revision)
    waiting = PlannedChange.objects.waiting().filter(article__in=articles)
    planned = set(waiting.values_list("revision_id", flat=True))
    for (picture, pk), revisions in by_article.items():
        article = articles[pk]
        places = []
        if (
            article.published_at
            and article.newest in revisions
            and article.newest != article.live_revision_id
        ):
            places.append(DRAFT)
        if planned & revisions:
            places.append(PLANNED)
        yield picture, pk, places, len(revisions - {article.newest, article.live_revision_id} - planned)


def is_public(picture: Picture) -> bool:
    """Do visitors see it, or will they by a schedule, or did they? Such a picture was judged by an editor."""
    shown = Article.objects.filter(published_at__isnull=False)
    return any(
        rows.exists()
        for rows in [
            shown.filter(hero=picture),
            shown.filter(social_picture=picture),
            shown.filter(pictures=picture),
            Author.objects.filter(portrait=picture),
        ]
    )
