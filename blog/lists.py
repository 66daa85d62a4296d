"""A page of a public list, the newest first.

The newest ones have numbers. Below them a page begins where another one ended (`?before=`), so that none has to walk
past all that is newer: the millionth article costs what the first does.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.http import Http404, HttpRequest

from blog import page_keys
from blog.models import Article, Author, Category, Tag
from blog.models.article import Articles
from blog.page_keys import Shelf
from config import page_cache
from config.prepared import Given, Prepared

SIZE = 13  # a leading card and four rows of three
LAST = 100  # number
NUMBER = re.compile(r"[1-9][0-9]{0,5}")  # larger ones PostgreSQL refuses as an OFFSET
PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")  # microseconds since 1970, and a primary key
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """A number of the navigation, or a gap; the current page has no address."""

    label: str
    query: str = ""


@dataclass(frozen=True)
class ListPage:
    """Queries are relative to the list's own address: `./`, `?page=2`, `?before=…`; empty where there is none."""

    ids: list[int]
    name: str  # after the title: "page 2"
    query: str  # its own
    steps: list[Step]
    newer: str
    older: str
    count: int | None = None  # of articles, as far as they are counted
    has_uncounted: bool = False


def index_page(request: HttpRequest, *, at: datetime) -> ListPage:
    """Of all articles. A query, where their order is not kept. Http404 for a number that no page has, and for a place
    that cannot be one.
    """
    return _page(request, None, at=at)


def shelf_page(request: HttpRequest, shelf: Shelf, *, at: datetime) -> ListPage:
    """The same of those that stand there."""
    return _page(request, shelf, at=at)


def newest(shelf: Shelf | None, *, at: datetime) -> Sequence[int]:
    """Primary keys of the articles on the pages that have a number, and one more, if there is one."""

    def find() -> Sequence[int]:
        name = SHELVES[type(shelf)]
        given = {"shelf": shelf.pk} if shelf else {}
        found = NEWEST[name].rows(at=at, **given) if name in NEWEST else _newest(_articles(shelf, at))
        return array("q", (pk for (pk,) in found))

    key = page_keys.of_list(shelf)
    return page_cache.part(f"newest of {key}", [key], find)


SHELVES = {type(None): "", Category: "category", Tag: "taggings__tag", Author: "authorships__author"}


def _page(request: HttpRequest, shelf: Shelf | None, *, at: datetime) -> ListPage:
    page_cache.note(page_keys.of_list(shelf))
    if "before" in request.GET:
        return _below(_articles(shelf, at).newest_first(), request.GET["before"])
    return _numbered(lambda: _articles(shelf, at), newest(shelf, at=at), request.GET.get("page", "1"))


def _articles(shelf: Shelf | None, at: datetime) -> Articles:
    articles = Article.objects.published(at=at)
    return articles.filter(**{SHELVES[type(shelf)]: shelf.pk}) if shelf else articles


def _newest(articles: Articles) -> QuerySet[Article, tuple[int]]:
    return articles.newest_first().values_list("pk")[: LAST * SIZE + 1]


def _asked(shelf: str) -> QuerySet[Article, tuple[int]]:
    articles = Article.objects.filter(**{shelf: Given("shelf")} if shelf else {})
    return _newest(articles.published(at=Given("at")))


# Of the pages that are asked for most, so their statements are prepared. Not of tags and authors: one has three
# articles and another a hundred thousand, and a plan that is made for all of them fetches the hundred thousand.
NEWEST = {shelf: Prepared(lambda shelf=shelf: [_asked(shelf)]) for shelf in ["", "category"]}  # type: ignore[misc]


def _numbered(articles: Callable[[], Articles], numbers: Sequence[int], asked: str) -> ListPage:
    """`numbers` are those of the pages that have a number, and one more, if there is one."""
    pages = Paginator(numbers[: LAST * SIZE], SIZE)
    number = _one_of(pages, asked)
    ids = list(pages.page(number))
    has_uncounted = len(numbers) > LAST * SIZE
    older = _query(number + 1) if number < pages.num_pages else ""
    if not older and has_uncounted and (last := articles().filter(pk=ids[-1]).first()):
        older = _after(last.pk, last.published_at)
    return ListPage(
        ids=ids,
        name=f"page {number}" if number > 1 else "",
        query=_query(number) if number > 1 else "",
        steps=_steps(pages, number, _query),
        newer=_query(number - 1) if number > 1 else "",
        older=older,
        count=pages.count,
        has_uncounted=has_uncounted,
    )


def numbered_page(request: HttpRequest, ids: Sequence[int]) -> ListPage:
    """Of what is found already, in this order. Other parameters than the number stay."""
    pages = Paginator(ids, SIZE)
    number = _one_of(pages, request.GET.get("page", "1"))
    kept = request.GET.copy()

    def query(number: int) -> str:
        kept["page"] = str(number)
        return f"?{kept.urlencode()}"

    return ListPage(
        ids=list(pages.page(number)),
        name=f"page {number}" if number > 1 else "",
        query="",
        steps=_steps(pages, number, query),
        newer=query(number - 1) if number > 1 else "",
        older=query(number + 1) if number < pages.num_pages else "",
        count=pages.count,
    )


def _one_of(pages: Paginator, asked: str) -> int:
    number = int(asked) if NUMBER.fullmatch(asked) else 0
    if number not in pages.page_range:
        raise Http404
    return number


def _steps(pages: Paginator, number: int, query: Callable[[int], str]) -> list[Step]:
    """None where there is one page only."""
    steps = pages.get_elided_page_range(number, on_each_side=1, on_ends=1)
    links = [Step(str(step), "" if step in {number, pages.ELLIPSIS} else query(int(step))) for step in steps]
    return links if pages.num_pages > 1 else []


def _below(articles: Articles, asked: str) -> ListPage:
    if not (place := PLACE.fullmatch(asked)):
        raise Http404
    try:
        moment = EPOCH + timedelta(microseconds=int(place[1]))
    except OverflowError as error:
        raise Http404 from error
    rows = list(_older_than(articles, moment, int(place[2])).values_list("pk", "published_at")[: SIZE + 1])
    if not rows:
        raise Http404
    shown = rows[:SIZE]
    return ListPage(
        ids=[pk for pk, _ in shown],
        name=f"before {moment:%-d %B %Y}",
        query=f"?before={asked}",
        steps=[],
        newer=_query(1),
        older=_after(*shown[-1]) if len(rows) > SIZE else "",
    )


def _older_than(articles: Articles, moment: datetime, pk: int) -> Articles:
    """By one comparison of rows, which the index of the order answers."""
    return articles.filter(TupleLessThan(Tuple(F("published_at"), F("pk")), (moment, pk)))


def _after(pk: int, published_at: datetime | None) -> str:
    assert published_at  # of a published article
    return f"?before={(published_at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def _query(number: int) -> str:
    """The first page has no number, so that it has one address only."""
    return f"?page={number}" if number > 1 else "./"
