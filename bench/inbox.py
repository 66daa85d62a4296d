"""Server time of the inbox among many leads: `.venv/bin/python bench/inbox.py [1000000]`.

Fills the database of $BYLINE_VAR (give it a folder of its own) with leads over ten years once, each with two events,
then asks each page five times as a sales person and prints the median. Nothing is asked over the network.
"""

import os
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

from bench.bulk import filling  # noqa: E402
from blog.models import Article, Category  # noqa: E402
from leads.admin.boxes import BOXES  # noqa: E402
from leads.models import Lead  # noqa: E402
from staff.models import User  # noqa: E402

TIMES, TARGET = 5, 0.2
LIST = "/admin/leads/lead/"
SIGNS = "34679CDFGHJKMNPQRTVWXY"
# Nine of ten are closed; of the others one in five is new and nobody's. Twenty people, articles, a hundred campaigns.
FILL = """
INSERT INTO leads_lead (reference, name, email, phone, phone_e164, company, message, consent_text, consent_version,
    article_title, category_name, page, landing_query, referrer, stage, network, suspicions,
    received_at, touched_at, quarantined_at, expert_id, article_id, category_id, value, currency)
SELECT 'BL-' || (SELECT string_agg(substr(%(signs)s, 1 + (n / (22 ^ place)::bigint %% 22)::int, 1), '')
                 FROM generate_series(0, 6) place),
    first.name || ' ' || last.name || n / 400, 'person' || n / 2 || '@company' || n %% 40000 || '.example.com',
    '030 ' || 1000000 + n, '+4930' || 1000000 + n, 'Company ' || n %% 40000,
    'We need a ' || words.one || ' with ' || words.two || ', number ' || n || '. '
        || repeat('Some more words about what we do, and what we would like. ', 3),
    '', '', 'Article ' || n %% 200, 'Shelf', '/blog/article/',
    CASE WHEN n %% 3 = 0 THEN jsonb_build_object('utm_campaign', 'campaign-' || n %% 100) ELSE '{}' END, '',
    CASE WHEN n %% 10 <> 0 THEN (ARRAY['won','lost','lost'])[1 + n %% 3]
        WHEN n %% 50 = 0 THEN 'new' ELSE 'contacted' END,
    '', CASE WHEN n %% 500 = 7 THEN ARRAY['Words.'] ELSE ARRAY[]::varchar[] END,
    %(now)s - n * interval '5 minutes', CASE WHEN n %% 50 <> 0 THEN %(now)s - n * interval '4 minutes' END,
    CASE WHEN n %% 500 = 7 THEN %(now)s - n * interval '5 minutes' END,
    CASE WHEN n %% 50 <> 0 THEN (%(people)s::bigint[])[1 + n %% %(many)s] END,
    (%(articles)s::bigint[])[1 + n %% 200], CASE WHEN n %% 200 = 150 THEN %(rare)s ELSE %(shelf)s END,
    CASE WHEN n %% 10 <> 0 AND n %% 3 = 0 THEN n %% 9000 END,
    CASE WHEN n %% 10 <> 0 AND n %% 3 = 0 THEN 'EUR' ELSE '' END
FROM generate_series(%(start)s::bigint, %(stop)s::bigint) n
CROSS JOIN LATERAL (SELECT (ARRAY['Ada','Bo','Cleo','Dana','Eli','Fay','Gus','Hal'])[1 + n %% 8]) first(name)
CROSS JOIN LATERAL (SELECT (ARRAY['Quinn','Reed','Stone','Tan','Umar','Vance','West'])[1 + n %% 7]) last(name)
CROSS JOIN LATERAL (SELECT (ARRAY['shop','site','booking','portal','server'])[1 + n %% 5],
    (ARRAY['ceramics','ferries','wine','bicycles','glass','clinics'])[1 + n %% 6]) words(one, two);
"""
EVENTS = """
INSERT INTO leads_leadevent (lead_id, kind, at, by_id, stage, text)
SELECT id, 'received', received_at, NULL, '', '' FROM leads_lead;
INSERT INTO leads_leadevent (lead_id, kind, at, by_id, stage, text)
SELECT id, 'claimed', touched_at, expert_id, '', '' FROM leads_lead WHERE expert_id IS NOT NULL;
"""
CHUNK = 50_000


def fill(count):
    there = Lead.objects.count()
    if there >= count:
        return
    sales = Group.objects.get(name="sales")
    people = []
    for number in range(20):
        person, _ = User.objects.get_or_create(
            email=f"bench{number}@example.com", defaults={"name": f"Bench {number}"}
        )
        person.groups.add(sales)
        people.append(person.pk)
    shelf, rare = (
        Category.objects.get_or_create(slug=slug, defaults={"name": slug})[0]
        for slug in ["bench", "bench-rare"]
    )
    for number in range(Article.objects.filter(slug__startswith="bench-").count(), 200):
        Article.objects.create(title=f"Article {number}", slug=f"bench-{number}", category=shelf)
    articles = list(Article.objects.filter(slug__startswith="bench-").values_list("pk", flat=True))
    given = {
        "signs": SIGNS,
        "now": timezone.now(),
        "people": people,
        "many": len(people),
        "articles": articles,
        "shelf": shelf.pk,
        "rare": rare.pk,
    }
    with filling("leads_lead", "leads_leadevent") as cursor:
        for start in range(there, count, CHUNK):
            stop = min(start + CHUNK, count) - 1
            cursor.execute(FILL, {**given, "start": start, "stop": stop})
            print(f"\r{stop + 1:,} leads", end="", flush=True)
        cursor.execute(EVENTS)
    print()


def narrowed(person, article):
    """Each view beside each filter, also where they rule one another out."""
    rare = Category.objects.get(slug="bench-rare")
    filters = [
        f"article={article.pk}",
        f"category={rare.pk}",
        "campaign=campaign-42",
        "stage=contacted",
        "stage=won",
        f"expert={person.pk}",
        "expert=nobody",
        "since=2024-01-01&until=2024-03-01",
        f"article={article.pk}&expert={person.pk}",
        f"article={article.pk}&q=wine",
        "campaign=campaign-42&stage=won",
    ]
    return [f"{LIST}?box={box}&{one}" for one in filters for box in BOXES]


def pages():
    person = User.objects.get(email="bench7@example.com")
    article = Article.objects.get(slug="bench-77")
    lead = Lead.objects.filter(expert=person).newest_first()[100]
    deep = Lead.objects.newest_first()[300_000:300_001] if Lead.objects.count() > 400_000 else []
    cursor = "".join(f"0-{int(one.received_at.timestamp() * 1_000_000)}-{one.pk}" for one in deep)
    return [
        *(f"{LIST}?box={box}" for box in ["new", "mine", "waiting", "later", "all", "quarantine"]),
        *(
            f"{LIST}?q={words}"
            for words in ["shop", "ada", "ceramics+booking", "number+4711", "person4711", "nothing"]
        ),
        *(
            f"{LIST}?q={words}"
            for words in ["company4711.example.com", "%2B49301004711", "1004711", lead.reference]
        ),
        f"{LIST}?q=shop&box=mine",
        f"{LIST}?q=we+need+a+shop+with+wine",
        *(
            f"{LIST}?{name}={value}"
            for name, value in [("article", article.pk), ("category", article.category_id)]
        ),
        f"{LIST}?campaign=campaign-42&box=all",
        f"{LIST}?stage=won",
        f"{LIST}?stage=lost&expert={person.pk}&since=2020-01-01&until=2020-12-31",
        f"{LIST}?expert=nobody&article={article.pk}",
        f"{LIST}?box=all&after={cursor}",
        f"{LIST}?box=waiting&after=1-1500000000000000-5",
        f"{LIST}{lead.pk}/change/",
        f"{LIST}{lead.pk}/change/?part=pane",
        f"{LIST}?box=waiting&part=list",
        f"{LIST}news/",
        *narrowed(person, article),
    ]


def measure():
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="bench7@example.com"))
    print(f"{'page':72} {'median':>9} {'queries':>8}")
    for page in pages():
        spent = []
        for _ in range(TIMES):
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(page)
            spent.append(time.perf_counter() - began)
            assert answer.status_code == 200, (page, answer.status_code)
        median = statistics.median(spent)
        print(f"{page:72} {median * 1000:6.0f} ms {len(asked):8}{'' if median < TARGET else '  SLOW'}")
        slowest = max(asked.captured_queries, key=lambda query: float(query["time"]))
        if float(slowest["time"]) > TARGET / 2:
            print(f"    slowest {slowest['time']} s: {slowest['sql'][:3000]}")


if __name__ == "__main__":
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    measure()
