"""Openings of the lead form: within a page its script tells, the form's own page is asked for anew each time.

Kept is the article whose page led to it and the day; of the visitor nothing, neither here nor on the device.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from blog.day_counts import Counted, DayCounts, hurried
from blog.models import Article
from blog.readers import counts_as_read, counts_as_visit
from leads import attribution

# An article that was deleted meanwhile costs the attribution.
ADD = """
INSERT INTO leads_dailyopenings AS kept (article_id, day, openings)
VALUES ((SELECT id FROM blog_article WHERE id = %s), %s, %s)
ON CONFLICT (article_id, day) DO UPDATE SET openings = kept.openings + EXCLUDED.openings
"""
MAX_PATH = 400
NONE = 0  # the number of no article


def count_in_page(request: HttpRequest, *, at: datetime) -> None:
    """In memory; no query. The body is the path of the page that holds the form."""
    if counts_as_read(request, at=at):
        path = request.body[:MAX_PATH].decode(errors="replace")
        openings.add(attribution.article_at(path), on=timezone.localdate(at))


def count_own_page(request: HttpRequest, *, article: str, at: datetime) -> None:
    """As above. `article` is a slug, as unknown as it may be."""
    if request.method == "GET" and counts_as_visit(request, at=at):
        openings.add(article[:200], on=timezone.localdate(at))


def _write(counts: Mapping[Counted, int]) -> None:
    """In the order of the rows: two processes that write the same ones never wait for each other in a circle."""
    with hurried() as cursor:
        once_public = Article.objects.filter(published_at__lte=timezone.now())
        known = dict(once_public.filter(slug__in={slug for slug, _ in counts}).values_list("slug", "pk"))
        rows = sorted((known.get(slug, NONE), day, number) for (slug, day), number in counts.items())
        cursor.executemany(ADD, rows)


openings = DayCounts(_write)
