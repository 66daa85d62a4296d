"""What a visitor's words find: articles that hold all of them, each from its beginning; accents and capitals are alike.

However many match, no more than `MOST` are looked at: the newest that have the words in their titles, and the newest
that have them anywhere. Among those the order is by where the words stand, how often, and how new the article is. Words
that many articles hold are looked for among the newest `WALKED`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.common_words import CommonWords
from config.prepared import ask

MOST = 100  # of each kind
WALKED = 2_000
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
LONGEST = 100  # signs of what is typed
HALF_LIFE = 3 * 365 * 24 * 3600  # seconds: an article of that age counts half

COMMON = CommonWords("blog_article", ["title_words", "all_words"])
VISIBLE = (
    """published_at <= %(at)s AND binned_at IS NULL AND (withdrawn_at IS NULL OR withdrawn_at > %(at)s)"""
)
NEWEST = "ORDER BY published_at DESC, id DESC LIMIT"
# Four statements, each of which a connection prepares once. Limits are written out: a plan is made for them.
# What stands behind OFFSET 0 is planned by itself: by the index of the rare words, whatever is to come first.
BY_INDEX = f"""
SELECT id FROM (
    SELECT id, published_at FROM blog_article
    WHERE {{column}} @@ to_tsquery('simple', blog_fold(%(rare_{{column}})s)) AND {VISIBLE}
        AND {{column}} || '' @@ to_tsquery('simple', blog_fold(%(asked)s)) OFFSET 0
) AS found {NEWEST} {{most}}
"""
ON_THE_WAY = f"""
SELECT id FROM (
    SELECT id, published_at, {{column}} AS words FROM blog_article WHERE {VISIBLE} {NEWEST} {{walked}}
) AS newest WHERE words @@ to_tsquery('simple', blog_fold(%(asked)s)) {NEWEST} {{most}}
"""
FOUND = f"""
SELECT id FROM blog_article, to_tsquery('simple', blog_fold(%(asked)s)) AS asked
WHERE id IN (({{titles}}) UNION ({{texts}}))
ORDER BY ts_rank('{{{{0.05, 0.2, 0.4, 1}}}}', all_words, asked, 1)
    / (1 + extract(epoch FROM %(at)s - published_at) / {HALF_LIFE}) DESC, published_at DESC, id DESC
"""


@dataclass(frozen=True)
class Found:
    ids: list[int]
    has_more: bool  # there are others that were not looked at


def search(typed: str, *, at: datetime) -> Found:
    """One query, and one a minute; none for what has neither letters nor digits."""
    words = WORD.findall(typed[:LONGEST])[:MOST_WORDS]
    if not words:
        return Found([], has_more=False)
    sql, values = statement(words, at)
    ids = [pk for (pk,) in ask(sql, values)]
    return Found(ids, has_more=len(ids) >= MOST)


def statement(words: Sequence[str], at: datetime) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"asked": _beginnings(words), "at": at}
    parts = []
    for column in ["title_words", "all_words"]:
        common = COMMON.among({word.lower() for word in words}, column)
        rare = [word for word in words if word.lower() not in common]
        values[f"rare_{column}"] = _beginnings(rare)
        part = BY_INDEX if rare else ON_THE_WAY
        parts.append(part.format(column=column, most=MOST, walked=WALKED))
    return FOUND.format(titles=parts[0], texts=parts[1]), values


def _beginnings(words: Sequence[str]) -> str:
    return " & ".join(f"{word}:*" for word in words)
