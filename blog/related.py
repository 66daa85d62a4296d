"""What to read next: an editor's pins, then the best matches.

A match scores by shared tags, each the more the fewer articles carry it, by the same category, and by nearness in time.
The score is the same in both directions, so one article that is new, or filed elsewhere, needs one look at its
neighbours: `renew` writes its own list, and puts it into the lists of those that it is a better match for.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction
from django.utils.safestring import SafeString

from blog import page_keys
from blog.cards import BRIEF, cards
from blog.models import Article, Picture
from blog.models.related_list import LENGTH, RelatedList
from config.page_cache import note

T = TypeVar("T")

COUNT = 3  # on a page
SAME_CATEGORY = 0.5  # as much as a tag that six articles carry
NEARNESS = 0.3  # for articles of the same day; half of it at `HALF_LIFE`
HALF_LIFE = timedelta(days=180)
COMMON = 2000  # a tag that more articles carry proposes none of them
STALE = timedelta(days=7)
AT_ONCE = 50  # old lists
NEIGHBOURS = 100  # to each side in time, of the same category and of all

# Of an article that has a date or will have one. Bounded by the neighbours, whatever the size of the whole.
SCORES = """
WITH it AS (
    SELECT id, category_id, coalesce(published_at, %(at)s) AS moment FROM blog_article WHERE id = %(article)s
), labels AS (
    SELECT tag_id, (
        SELECT count(*) FROM (SELECT FROM blog_tagging t WHERE t.tag_id = mine.tag_id LIMIT %(common)s + 1) AS some_of
    ) AS bearers
    FROM blog_tagging mine WHERE content_object_id = %(article)s
), near AS (
    SELECT content_object_id AS id FROM blog_tagging JOIN labels USING (tag_id) WHERE bearers <= %(common)s
    UNION (SELECT a.id FROM it, LATERAL (SELECT id FROM blog_article WHERE category_id = it.category_id
        AND published_at <= it.moment AND binned_at IS NULL ORDER BY published_at DESC LIMIT %(neighbours)s) a)
    UNION (SELECT a.id FROM it, LATERAL (SELECT id FROM blog_article WHERE category_id = it.category_id
        AND published_at > it.moment AND binned_at IS NULL ORDER BY published_at LIMIT %(neighbours)s) a)
    UNION (SELECT a.id FROM it, LATERAL (SELECT id FROM blog_article WHERE published_at <= it.moment
        AND binned_at IS NULL ORDER BY published_at DESC, id DESC LIMIT %(neighbours)s) a)
    UNION (SELECT a.id FROM it, LATERAL (SELECT id FROM blog_article WHERE published_at > it.moment
        AND binned_at IS NULL ORDER BY published_at, id LIMIT %(neighbours)s) a)
)
SELECT a.id, (
    coalesce((SELECT sum(1 / ln(1.0 + bearers)) FROM blog_tagging JOIN labels USING (tag_id)
        WHERE content_object_id = a.id), 0)
    + CASE WHEN a.category_id = it.category_id THEN %(same_category)s ELSE 0 END
    + %(nearness)s / (1 + abs(extract(epoch FROM a.published_at - it.moment)) / %(half_life)s)
)::float8 AS score
FROM near JOIN blog_article a USING (id), it
WHERE a.id <> it.id AND a.published_at IS NOT NULL AND a.binned_at IS NULL
    AND (a.withdrawn_at IS NULL OR a.withdrawn_at > %(at)s)
ORDER BY score DESC, a.published_at DESC, a.id DESC
"""

# Into the lists of its neighbours, in one order of rows, so that two that are renewed at once cannot block each other.
INSERTED = """
WITH scored AS (SELECT * FROM unnest(%(ids)s::bigint[], %(scores)s::float8[]) AS s(id, score)),
held AS (
    SELECT l.article_id, l.others, l.scores, s.score FROM blog_relatedlist l
    LEFT JOIN scored s ON s.id = l.article_id
    WHERE l.others @> ARRAY[%(article)s::bigint]
        OR (s.id IS NOT NULL AND (cardinality(l.others) < %(length)s OR l.scores[%(length)s] < s.score))
    ORDER BY l.article_id FOR UPDATE OF l
), anew AS (
    SELECT article_id,
        coalesce(array_agg(best.id ORDER BY place) FILTER (WHERE best.id > 0), '{}') AS others,
        coalesce(array_agg(best.score ORDER BY place) FILTER (WHERE best.id > 0), '{}') AS scores
    FROM held LEFT JOIN LATERAL (
        SELECT id, one.score, row_number() OVER (ORDER BY one.score DESC, id DESC) AS place FROM (
            SELECT id, u.score FROM unnest(held.others, held.scores) AS u(id, score) WHERE id <> %(article)s
            UNION ALL SELECT %(article)s, held.score WHERE held.score IS NOT NULL
        ) AS one ORDER BY one.score DESC, id DESC LIMIT %(length)s
    ) AS best ON true
    GROUP BY article_id
)
UPDATE blog_relatedlist l SET others = anew.others, scores = anew.scores
FROM anew WHERE l.article_id = anew.article_id AND l.others <> anew.others
"""


def related_to(article: Article, *, at: datetime, count: int = COUNT) -> list[Article]:
    """Articles that a visitor can read at `at`, pins first and in their order. The heroes' renditions are not
    loaded. One query where the article was read `with_choices`, else two; one more before the first `renew`.
    """
    return _best(article.pk, Choices.of(article), lambda ids: _articles(ids, at), at=at, count=count)


def related_cards(
    pk: int, choices: "Choices", *, at: datetime, besides: Sequence[Picture | None] = ()
) -> list[SafeString]:
    """The markup of each of them, for the article with this key; `besides` as in blog/cards.py."""

    def readable(ids: list[int]) -> list[SafeString]:
        return cards(ids, BRIEF, at=at, most=COUNT, besides=besides)

    return _best(pk, choices, readable, at=at, count=COUNT)


class Choices(NamedTuple):
    """What may be shown beside an article, the first the best: keys of what editors chose, and of what `renew` found,
    which is None before the first.
    """

    pins: list[int]
    listed: list[int] | None

    @classmethod
    def of(cls, article: Article) -> "Choices":
        """A query, unless it was read `with_choices`."""
        known = vars(article)
        if "pin_ids" not in known:
            found = Article.objects.with_choices().only("pk").filter(pk=article.pk).first()
            known = vars(found) if found else {"pin_ids": [], "related_ids": None}
        return cls(known["pin_ids"], known["related_ids"])


def _best(
    pk: int | None,
    choices: Choices,
    readable: Callable[[list[int]], list[T]],
    *,
    at: datetime,
    count: int,
) -> list[T]:
    """`readable` answers what stands for those that a visitor can read, in their order."""
    pins, listed = choices
    found = readable(_once([*pins, *(listed or [])]))
    if len(found) < count and (listed is None or len(listed) >= LENGTH):
        note(
            page_keys.RELATED
        )  # no list yet, or most of what it names is gone: whatever changes may change it
        near = [other for other, _ in _scores(pk, at=at)[: 2 * count + len(pins)]]
        found = readable(_once([*pins, *near]))
    elif pk:
        note(f"related-{pk}", *(f"card-{other}" for other in [*pins, *(listed or [])]))
    return found[:count]


def _once(ids: list[int]) -> list[int]:
    """A pinned one mostly stands in the list, too."""
    return list(dict.fromkeys(ids))


def renew(article_id: int, *, at: datetime) -> None:
    """Its list, and its place in the lists of others. Three queries. A deleted article is no error."""
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        return
    is_public = article.published_at is not None and article.binned_at is None
    scores = _scores(article_id, at=at) if is_public else []
    best = scores[:LENGTH]
    others, their_scores = [pk for pk, _ in best], [score for _, score in best]
    with transaction.atomic(), connection.cursor() as cursor:
        RelatedList.objects.update_or_create(
            article_id=article_id, defaults={"others": others, "scores": their_scores, "renewed_at": at}
        )
        ids, all_scores = [pk for pk, _ in scores], [score for _, score in scores]
        values: dict[str, Any] = {"article": article_id, "ids": ids, "scores": all_scores, "length": LENGTH}
        cursor.execute(INSERTED, values)


def renew_missing(*, at: datetime, most: int = 1000) -> int:
    """Lists of articles that have none yet, after an import or an update of the site, and answers how many; then
    some of the oldest: tags become common, and others were filed elsewhere."""
    without = Article.objects.filter(published_at__isnull=False, binned_at=None, related_list=None)
    found = list(without.order_by("-pk").values_list("pk", flat=True)[:most])
    old = RelatedList.objects.filter(renewed_at__lt=at - STALE).order_by("renewed_at")
    for pk in [*found, *old.values_list("pk", flat=True)[:AT_ONCE]]:
        renew(pk, at=at)
    return len(found)


def _articles(ids: list[int], at: datetime) -> list[Article]:
    order = {pk: place for place, pk in reversed(list(enumerate(ids)))}
    found = Article.objects.published(at=at).filter(pk__in=list(order)).for_cards().prefetch_related(None)
    return sorted(found, key=lambda one: order[one.pk])


def _scores(pk: int | None, *, at: datetime) -> list[tuple[int, float]]:
    values: dict[str, Any] = {
        "article": pk,
        "at": at,
        "common": COMMON,
        "neighbours": NEIGHBOURS,
        "same_category": SAME_CATEGORY,
        "nearness": NEARNESS,
        "half_life": HALF_LIFE.total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(SCORES, values)
        return cursor.fetchall()
