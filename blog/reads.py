"""Reads of articles: a page tells once, after some seconds in sight (static/js/read.js), that it is read.

Pages may come from a cache, so the view of the article knows nothing of this. Of a read, its article and its day are
kept; of the reader nothing, neither here nor on the device.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from blog.day_counts import Counted, DayCounts, hurried
from blog.models import Article
from blog.readers import counts_as_read

# An article that was deleted meanwhile is no error.
ADD = """
INSERT INTO blog_dailyreads AS kept (article_id, day, reads)
SELECT id, %s, %s FROM blog_article WHERE id = %s
ON CONFLICT (article_id, day) DO UPDATE SET reads = kept.reads + EXCLUDED.reads
"""


def count(request: HttpRequest, slug: str, *, at: datetime) -> None:
    """In memory; no query. Whether there is such an article is asked when the numbers are written."""
    if counts_as_read(request, at=at):
        reads.add(slug, on=timezone.localdate(at))


def _write(counts: Mapping[Counted, int]) -> None:
    """In the order of the rows: two processes that write the same ones never wait for each other in a circle."""
    with hurried() as cursor:
        public = Article.objects.published(at=timezone.now()).filter(slug__in={slug for slug, _ in counts})
        known = dict(public.values_list("slug", "pk"))
        rows = sorted((known[slug], day, number) for (slug, day), number in counts.items() if slug in known)
        cursor.executemany(ADD, [(day, number, pk) for pk, day, number in rows])


reads = DayCounts(_write)
