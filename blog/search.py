"""What a visitor's words find: articles that hold all of them, each from its beginning; accents and capitals are alike.

However many match, no more than `MOST` are looked at: the newest that have the words in their titles, and the newest
that have them anywhere. Among those the order is by where the words stand, how often, and how new the article is.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

MOST = 100  # of each kind
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
LONGEST = 100  # signs of what is typed

# `asked` is written out where an index is to answer it, so that PostgreSQL knows how rare the words are.
MATCHING = """
SELECT id FROM blog_article
WHERE {column} @@ to_tsquery('simple', blog_fold(%(asked)s)) AND published_at <= %(at)s AND binned_at IS NULL
    AND (withdrawn_at IS NULL OR withdrawn_at > %(at)s)
ORDER BY published_at DESC, id DESC LIMIT %(most)s
"""
FOUND = f"""
SELECT id FROM blog_article, to_tsquery('simple', blog_fold(%(asked)s)) AS asked
WHERE id IN (({MATCHING.format(column="title_words")}) UNION ({MATCHING.format(column="all_words")}))
ORDER BY ts_rank('{{0.05, 0.2, 0.4, 1}}', all_words, asked, 1)
    / (1 + extract(epoch FROM %(at)s - published_at) / %(half_life)s) DESC, published_at DESC, id DESC
"""
HALF_LIFE = 3 * 365 * 24 * 3600  # seconds: an article of that age counts half


@dataclass(frozen=True)
class Found:
    ids: list[int]
    has_more: bool  # there are older ones that were not looked at


def search(typed: str, *, at: datetime) -> Found:
    """One query; none for what has neither letters nor digits."""
    words = WORD.findall(typed[:LONGEST])[:MOST_WORDS]
    if not words:
        return Found([], has_more=False)
    asked = " & ".join(f"{word}:*" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"asked": asked, "at": at, "most": MOST, "half_life": HALF_LIFE})
        ids = [pk for (pk,) in cursor.fetchall()]
    return Found(ids, has_more=len(ids) >= MOST)
