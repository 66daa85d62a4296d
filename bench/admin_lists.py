"""Server time of the editors' pages among many articles: `.venv/bin/python bench/admin_lists.py [100000]`.

Fills the database of $BYLINE_VAR (give it a folder of its own) with articles, revisions and tags once, then asks each
page five times as an editor and prints the median. Nothing is asked over the network.
"""

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "off")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.models import Article, Author, Authorship, Category, Picture, Rendition, Revision, Tag, Tagging  # noqa: E402
from staff.models import User  # noqa: E402

TIMES = 5
BATCH = 5_000
PAGES = [
    "/admin/",
    "/admin/blog/article/",
    "/admin/blog/article/?state=draft",
    "/admin/blog/article/?state=published&p=40",
    "/admin/blog/article/?q=number+4711",
    "/admin/blog/article/calendar/",
    "/admin/blog/picture/",
    "/admin/blog/picture/?used=no",
    "/admin/blog/picture/?alt=missing&p=40",
    "/admin/blog/picture/?q=photo+4711",
    "/admin/blog/picture/library/?q=photo",
    "/admin/blog/article/?month=2024",
    "/admin/blog/category/",
    "/admin/blog/tag/",
    "/admin/blog/author/",
]


def fill(count: int) -> None:
    """Three of four live over ten years, the rest drafts; each with an author, two tags and a revision."""
    there = Article.objects.count()
    if there >= count:
        return
    now = timezone.now()
    editor = User.objects.filter(email="bench@example.com").first() or User.objects.create_user(
        "bench@example.com", None, name="Bench"
    )
    editor.groups.add(Group.objects.get(name="editor"))
    shelf, _ = Category.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    byline, _ = Author.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
    tags = [Tag.objects.get_or_create(slug=f"tag-{n}", defaults={"name": f"Tag {n}"})[0] for n in range(200)]
    for begin in range(there, count, BATCH):
        rows = Article.objects.bulk_create(
            Article(
                title=f"Article number {n}", slug=f"article-number-{n}", summary="What it is about. For whom.",
                body="<p>Words.</p>", body_html="<p>Words.</p>", plain_text="Words.", category=shelf,
                published_at=None if n % 4 == 0 else now - timedelta(minutes=n * 50),
                edited_at=now - timedelta(minutes=n),
            )
            for n in range(begin, min(begin + BATCH, count))
        )  # fmt: skip
        Authorship.objects.bulk_create(Authorship(article=row, author=byline) for row in rows)
        Tagging.objects.bulk_create(
            Tagging(content_object=row, tag=tags[(row.pk + step) % 200]) for row in rows for step in (1, 7)
        )
        Revision.objects.bulk_create(
            Revision(
                article=row,
                kind="saved",
                content={"title": row.title},
                at=now,
                by=editor if row.pk % 2 else None,
            )
            for row in rows
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_pictures(count: int) -> None:
    """Rows without files, each with two renditions; the library reads none. Two of three are used."""
    there = Picture.objects.count()
    now = timezone.now()
    heroes = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:count])
    for begin in range(there, count, BATCH):
        rows = Picture.objects.bulk_create(
            Picture(
                file=f"pictures/bench-{n}.jpg", name=f"photo {n}.jpg", content_hash=f"{n:064}",
                width=1000 + n % 1000, height=900, alt="" if n % 5 == 0 else f"Photo number {n}",
                uploaded_at=now - timedelta(minutes=n * 40),
            )
            for n in range(begin, min(begin + BATCH, count))
        )  # fmt: skip
        Rendition.objects.bulk_create(
            Rendition(
                picture=row,
                format="webp",
                width=width,
                height=width // 2,
                size=40_000,
                file=f"pictures/{row.pk}-{width}.webp",
            )
            for row in rows
            for width in (480, 960)
        )
        used = [
            Article(pk=heroes[begin + step], hero=row)
            for step, row in enumerate(rows)
            if begin + step < len(heroes) and step % 3
        ]
        Article.objects.bulk_update(used, ["hero"], batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="bench@example.com"))
    print(f"{'page':44} {'median':>9} {'queries':>8}")
    pages = [*PAGES, f"/admin/blog/article/{Article.objects.order_by('pk').last().pk}/change/"]
    for page in pages:
        spent = []
        for _ in range(TIMES):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(page)
            spent.append(time.perf_counter() - began)
            assert answer.status_code == 200, (page, answer.status_code)
        print(f"{page:44} {statistics.median(spent) * 1000:6.0f} ms {len(asked):8}")
        slowest = max(asked.captured_queries, key=lambda query: float(query["time"]))
        if float(slowest["time"]) > 0.05:
            print(f"    slowest {slowest['time']} s: {slowest['sql'][:300]}")


if __name__ == "__main__":
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    fill(size)
    fill_pictures(size)
    measure()
