"""What readers, editors and the worker wait for as a site grows: `.venv/bin/python bench/grow.py [100000]`.

Fills the database of $BYLINE_VAR (give it a folder of its own; a million articles take 10 GB and a quarter of an hour)
to 1,000, 10,000, 100,000 … articles over twenty years, with 50,000 tags, and asks at each size. Prints milliseconds in
a table of size against page, medians of five, nothing kept from one page to the next; below it the plans of the slowest
statements of the last size. Nothing is asked over the network.
"""

import os
import random
import statistics
import sys
import time
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

from bench.admin_lists import PAGES  # noqa: E402
from blog.derivation import derive  # noqa: E402
from blog.models import Article, Author, Category, Tag  # noqa: E402
from blog.related import renew  # noqa: E402
from config.page_cache.dropping import wait_until_dropped  # noqa: E402
from config.page_cache.listener import Listener  # noqa: E402
from config.page_cache.pages import Pages  # noqa: E402
from config.page_cache.renewing import Renewer  # noqa: E402
from staff.models import User  # noqa: E402

TIMES, SHOWN_PLANS = 5, 10
CHUNK = 25_000
TAGS, AUTHORS, TEXTS = 50_000, 200, 400
SHELVES = ["news", "guides", "design", "code", "search", "shops", "hosting", "writing"]
# Sentences of a length that people write.
SUBJECTS = [
    "A slow page", "The first draft", "Whoever moves house", "A small team", "The old shop",
    "One reader in ten", "A good form",
]  # fmt: skip
VERBS = [
    "asks for", "does without", "is worth more than", "often hides", "begins with", "needs to be told about",
    "outlives",
]  # fmt: skip
THINGS = [
    "a second look", "three questions", "the plan of last year", "a picture of its own", "plain words",
    "a budget", "the person who answers", "an honest headline", "less than one thinks",
    "a list that nobody reads", "a server in the cellar", "some patience",
]  # fmt: skip
FILL = """
INSERT INTO blog_article (title, slug, summary, body, body_html, plain_text, contents, reading_seconds, category_id,
    language, search_title, search_description, canonical_address, is_indexed, hero_is_shown, social_title, social_text,
    created_at, edited_at, published_at, feed_id)
SELECT texts.subject || ', number ' || n, 'number-' || n, 'What it is about, in number ' || n || '. For whom.',
    texts.body || '<p>Number ' || n || '.</p>', texts.html || '<p>Number ' || n || '.</p>',
    texts.plain || ' Number ' || n || '.', texts.contents, 200,
    (%(shelves)s::bigint[])[1 + CASE WHEN n %% 2 = 0 THEN 0 ELSE n / 2 %% %(shelf_count)s END],
    'en', '', '', '', true, true, '', '', moment, moment, CASE WHEN n %% 10 <> 0 THEN moment END, gen_random_uuid()
FROM generate_series(%(start)s::bigint, %(stop)s::bigint) n
CROSS JOIN LATERAL (SELECT %(now)s - n * interval '10 minutes') AS moments(moment)
JOIN bench_texts AS texts ON texts.number = n %% %(texts)s
"""
AROUND = [
    """INSERT INTO blog_tagging (tag_id, content_object_id)
    SELECT DISTINCT tag, id FROM (
        SELECT id, unnest(ARRAY[
            (%(tags)s::bigint[])[1 + (id * 7919) %% 50000], (%(tags)s::bigint[])[1 + id %% 300],
            (%(tags)s::bigint[])[301 + id %% 7]]) AS tag
        FROM blog_article WHERE id > %(last)s) AS all_of_them WHERE tag IS NOT NULL""",
    """INSERT INTO blog_authorship (article_id, author_id, position)
    SELECT id, (%(authors)s::bigint[])[1 + id %% 200], 0 FROM blog_article WHERE id > %(last)s""",
    """INSERT INTO blog_relatedlist (article_id, others, scores, renewed_at)
    SELECT id, ARRAY(SELECT id - 8 * step FROM generate_series(1, 8) step), ARRAY[8,7,6,5,4,3,2,1], %(now)s
    FROM blog_article WHERE id > %(last)s AND published_at IS NOT NULL""",
    """INSERT INTO blog_revision (article_id, kind, content, schema, at, note, name)
    SELECT id, 'saved', jsonb_build_object('title', title), 1, edited_at, '', ''
    FROM blog_article WHERE id > %(last)s""",
]  # fmt: skip


def sentences(chance: random.Random, count: int) -> str:
    return " ".join(
        f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(THINGS)}." for _ in range(count)
    )


def texts() -> None:
    """Some hundred whole bodies, derived as a saved one is; each article adds a sentence of its own."""
    chance = random.Random(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_texts (number int, subject text, body text, html text, plain text, contents jsonb)"
        )
        for number in range(TEXTS):
            body = "".join(
                f"<h2>{chance.choice(THINGS).capitalize()}</h2>"
                + "".join(f"<p>{sentences(chance, 5)}</p>" for _ in range(2))
                for _ in range(4)
            )
            derived = derive(body, {}, {})
            subject = f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(THINGS)}"
            row = [
                number,
                subject,
                body,
                derived.html,
                derived.plain_text,
                connection.ops.adapt_json_value(derived.contents, None),
            ]
            cursor.execute("INSERT INTO bench_texts VALUES (%s, %s, %s, %s, %s, %s)", row)


def people_and_shelves() -> None:
    editor = User.objects.filter(email="bench@example.com").first() or User.objects.create_user(
        "bench@example.com", None, name="Bench"
    )
    editor.groups.add(Group.objects.get(name="editor"))
    for position, name in enumerate(SHELVES):
        Category.objects.get_or_create(
            slug=f"bench-{name}", defaults={"name": f"All {name}", "position": position}
        )
    if Tag.objects.filter(slug__startswith="bench-").count() < TAGS:
        Tag.objects.bulk_create(
            (Tag(name=f"Bench {n}", slug=f"bench-{n}") for n in range(TAGS)),
            batch_size=5000,
            ignore_conflicts=True,
        )
    if Author.objects.filter(slug__startswith="bench-").count() < AUTHORS:
        Author.objects.bulk_create(
            (Author(name=f"Author {n}", slug=f"bench-{n}") for n in range(AUTHORS)), ignore_conflicts=True
        )


def fill(count: int) -> None:
    """Nine of ten live, half of them on one shelf. Tags for few, for some and for a seventh of all."""
    there = Article.objects.filter(slug__startswith="number-").count()
    if there >= count:
        return
    given = {
        "now": timezone.now(),
        "texts": TEXTS,
        "shelves": list(Category.objects.filter(slug__startswith="bench-").values_list("pk", flat=True)),
        "shelf_count": len(SHELVES),
        "tags": list(
            Tag.objects.filter(slug__startswith="bench-").order_by("pk").values_list("pk", flat=True)
        ),
        "authors": list(Author.objects.filter(slug__startswith="bench-").values_list("pk", flat=True)),
    }
    with connection.cursor() as cursor:
        # No triggers and no look at foreign keys; indexes of pieces of words are made anew, which is ten times as fast.
        for setting in ["statement_timeout = 0", "session_replication_role = replica", "synchronous_commit = off",
                        "maintenance_work_mem = '512MB'"]:  # fmt: skip
            cursor.execute(f"SET {setting}")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%% USING gin %%' "
                       "AND tablename IN ('blog_article', 'blog_relatedlist')", [])  # fmt: skip
        slow = cursor.fetchall()
        for name, _ in slow:
            cursor.execute(f"DROP INDEX {name}")
        try:
            for start in range(there, count, CHUNK):
                stop = min(start + CHUNK, count) - 1
                cursor.execute("SELECT coalesce(max(id), 0) FROM blog_article")
                given |= {"start": start, "stop": stop, "last": cursor.fetchone()[0]}
                cursor.execute(FILL, given)
                for statement in AROUND:
                    cursor.execute(statement, given)
                print(f"\r{stop + 1:,} articles", end="", file=sys.stderr, flush=True)
        finally:
            for _, definition in slow:
                cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET ALL")
    print(file=sys.stderr)


def public_pages() -> dict[str, str]:
    """What it is called, and an address."""
    articles = Article.objects.published(at=timezone.now()).newest_first()
    middle = articles.filter(slug__startswith="number-").order_by("pk")[:1].get()
    last = articles.last()
    deep = int(last.published_at.timestamp() * 1_000_000) + 10**11
    few, some, many = (
        Tag.objects.filter(slug__startswith="bench-").order_by("pk")[n].slug for n in (2500, 100, 303)
    )
    return {
        "article": f"/blog/{middle.slug}/",
        "index": "/blog/",
        "index, page 10": "/blog/?page=10",
        "index, the oldest": f"/blog/?before={deep}-1",
        "category": "/blog/category/bench-news/",
        "category, page 10": "/blog/category/bench-news/?page=10",
        "category, the oldest": f"/blog/category/bench-news/?before={deep}-1",
        "tag of few": f"/blog/tag/{few}/",
        "tag of some": f"/blog/tag/{some}/",
        "tag of many": f"/blog/tag/{many}/",
        "tag of many, the oldest": f"/blog/tag/{many}/?before={deep}-1",
        "author": f"/blog/author/{Author.objects.filter(slug__startswith='bench-').first().slug}/",
        "search, a word of many": "/blog/search/?q=patience",
        "search, words of one": "/blog/search/?q=patience+number+777",
        "search, of none": "/blog/search/?q=xylophone",
        "home": "/",
        "feed": "/blog/feed.xml",
        "sitemap": "/sitemap.xml",
        "sitemap, a part": "/blog/sitemap-articles-1.xml",
        "not there": "/blog/number-nothing/",
    }


class Measured:
    def __init__(self) -> None:
        self.slowest: dict[str, tuple[float, str]] = {}  # by statement

    def spent(self, client: Client, address: str) -> float:
        """Milliseconds, median."""
        found = []
        for _ in range(TIMES):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            found.append((time.perf_counter() - began) * 1000)
            assert answer.status_code in {200, 302, 404}, (address, answer.status_code)
        for query in asked.captured_queries:
            if (sql := query["sql"]) and sql.startswith(("SELECT", "WITH")):
                took = float(query["time"]) * 1000
                self.slowest[sql] = max(self.slowest.get(sql, (0.0, "")), (took, address))
        return statistics.median(found)


def publishing() -> dict[str, float]:
    """The editor's commit, and until every process has dropped what is old; the job that chooses related articles."""
    pages = Pages(1_000_000)
    listener = Listener(pages, Renewer(pages, lambda address, page: None))
    listener.see_that_it_runs()
    while not listener.is_trusted():
        time.sleep(0.01)
    committed, dropped, related = [], [], []
    tag, author = Tag.objects.filter(slug__startswith="bench-").order_by("pk")[303], Author.objects.first()
    for _ in range(TIMES):
        now = timezone.now()
        article = Article(title="New", slug=f"new-{now.timestamp():.6f}".replace(".", "-"), summary="About. For whom.",
                          body="<p>Words.</p>", category=Category.objects.get(slug="bench-news"))  # fmt: skip
        article.save()
        article.authors.add(author)
        article.tags.add(tag)
        began = time.perf_counter()
        article.publish(at=now, by=None)
        committed.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        wait_until_dropped()
        dropped.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        renew(article.pk, at=now)
        related.append((time.perf_counter() - began) * 1000)
        article.delete()
    listener.end()
    return {
        "publish, to commit": statistics.median(committed),
        "publish, from there to dropped": statistics.median(dropped),
        "related articles (worker)": statistics.median(related),
    }


def measure() -> tuple[dict[str, float], Measured]:
    anyone, editor, measured = (
        Client(headers={"host": "localhost"}),
        Client(headers={"host": "localhost"}),
        Measured(),
    )
    editor.force_login(User.objects.get(email="bench@example.com"))
    figures = {name: measured.spent(anyone, address) for name, address in public_pages().items()}
    figures |= publishing()
    some = Article.objects.filter(slug__startswith="number-").first()
    for address in [*PAGES, f"/admin/blog/article/{some.pk}/change/"]:
        figures[address.replace(f"/{some.pk}/", "/…/")] = measured.spent(editor, address)
    return figures, measured


def show(table: dict[int, dict[str, float]]) -> None:
    sizes = list(table)
    print(f"{'milliseconds':44}" + "".join(f"{size:>12,}" for size in sizes))
    for name in table[sizes[-1]]:
        print(f"{name:44}" + "".join(f"{table[size].get(name, float('nan')):>12.0f}" for size in sizes))


def show_plans(measured: Measured) -> None:
    slowest = sorted(measured.slowest.items(), key=lambda item: -item[1][0])[:SHOWN_PLANS]
    with connection.cursor() as cursor:
        for sql, (took, address) in slowest:
            print(f"\n{took:.0f} ms, {address}\n{sql[:400]}")
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql)
            print("\n".join("    " + line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    people_and_shelves()
    texts()
    table = {}
    for size in [size for size in (1_000, 10_000, 100_000) if size < most] + [most]:
        if Article.objects.count() > 2 * size:
            continue  # filled further by an earlier run
        fill(size)
        table[size], last = measure()
    show(table)
    show_plans(last)
