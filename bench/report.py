"""The report and the export among 1,000,000 leads: `BYLINE_VAR=/tmp/bench .venv/bin/python bench/report.py [1000000]`.

Fills the database of $BYLINE_VAR (give it a folder of its own) once, with leads of three years and their events, made
by SQL; those that bench/inbox.py made do, too. Then it has their facts derived and summed as the worker does, and asks
for the report as a sales lead, five times each period. Last, all leads leave as a table: the time, the size, and the
most memory that this process ever took.
"""

import os
import resource
import statistics
import sys
import time
from datetime import date, timedelta
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
from django.db.models import Min  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.bulk import filling  # noqa: E402
from blog.models import Article, Category  # noqa: E402
from leads.export import export  # noqa: E402
from leads.facts import renew_all  # noqa: E402
from leads.models import Lead, LeadFacts  # noqa: E402
from leads.selection import Selection  # noqa: E402
from leads.sums import sum_months  # noqa: E402
from staff.models import User  # noqa: E402

TIMES = 5
ARTICLES, DAYS = 400, 1095
LEADS = """
INSERT INTO leads_lead (reference, name, email, phone, phone_e164, company, message, consent_text, consent_version,
    article_title, category_name, page, landing_query, referrer, stage, expert_id, value, network, suspicions,
    quarantined_at, received_at, article_id, category_id)
SELECT 'BL-' || translate(lpad((n %% 10000000)::text, 7, '0'), '0123456789', '34679CDFGH'),
    'Person ' || n, 'person' || n || '@client.example.com', '', '', 'Company ' || n %% 9000,
    repeat('We need somebody who knows this. ', 12), '', '', 'Article ' || a, '', '/blog/article-' || a || '/',
    CASE WHEN n %% 3 = 0 THEN jsonb_build_object('utm_campaign', 'campaign ' || n %% 40) ELSE '{}' END, '',
    stage, CASE WHEN stage <> 'new' THEN %(expert)s END, CASE WHEN stage = 'won' THEN 500 + n %% 9000 END, '',
    CASE WHEN n %% 50 = 0 THEN '{spam}'::text[] ELSE '{}' END, CASE WHEN n %% 50 = 0 THEN at END, at,
    %(article)s + a, %(category)s + a %% 8
FROM (SELECT n, (sqrt(n::bigint * 7919 %% 160000))::int %% 400 AS a,
        (ARRAY['new', 'contacted', 'contacted', 'qualified', 'lost', 'lost', 'won', 'contacted'])[1 + n %% 8] AS stage,
        %(now)s::timestamptz - (n::bigint * 94608000 / %(count)s) * interval '1 second' AS at
    FROM generate_series(1, %(count)s) AS n) AS made
"""
EVENTS = """
INSERT INTO leads_leadevent (lead_id, kind, at, by_id, stage, value, text)
SELECT id, 'received', received_at, NULL::bigint, '', NULL::numeric, '' FROM leads_lead
UNION ALL SELECT id, 'claimed', received_at + (id %% 300) * interval '1 minute', %(expert)s, '', NULL, ''
    FROM leads_lead WHERE stage <> 'new'
UNION ALL SELECT id, 'moved', received_at + (id %% 900) * interval '1 minute', %(expert)s, 'contacted', NULL, ''
    FROM leads_lead WHERE stage <> 'new'
UNION ALL SELECT id, 'moved', received_at + (id %% 90) * interval '1 hour', %(expert)s, stage, value, ''
    FROM leads_lead WHERE stage IN ('qualified', 'won', 'lost')
"""
READS = """
INSERT INTO blog_dailyreads (article_id, day, reads)
SELECT %(article)s + a, %(now)s::date - d, 1 + (a * d) %% 90
FROM generate_series(0, 399) AS a, generate_series(0, 400) AS d
"""


def fill(count: int) -> None:
    if Lead.objects.exists():
        return
    now = timezone.now()
    expert = somebody()
    shelves = [Category.objects.create(name=f"Shelf {n}", slug=f"shelf-{n}") for n in range(8)]
    articles = Article.objects.bulk_create(
        Article(title=f"Article {n}", slug=f"article-{n}", summary="For whom.", body="<p>Words.</p>",
                category=shelves[n % 8], published_at=now - timedelta(days=DAYS))
        for n in range(ARTICLES)
    )  # fmt: skip
    names = {
        "expert": expert.pk,
        "article": articles[0].pk,
        "category": shelves[0].pk,
        "now": now,
        "count": count,
    }
    began = time.perf_counter()
    with filling("leads_lead", "leads_leadevent", "blog_dailyreads") as cursor:
        for statement in [LEADS, EVENTS, READS]:
            cursor.execute(statement, names)
    print(f"{count:,} leads and their events written in {time.perf_counter() - began:.0f} s")


def derive() -> None:
    if LeadFacts.objects.exists():
        return
    began = time.perf_counter()
    renew_all()
    print(f"their facts derived in {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    months = sum_months(today=timezone.localdate())
    print(f"{months} months summed in {time.perf_counter() - began:.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE leads_leadfacts, leads_monthsum")


def somebody() -> User:
    """A sales lead."""
    person, _ = User.objects.get_or_create(email="bench@example.com", defaults={"name": "Bench"})
    person.groups.add(Group.objects.get(name="sales lead"))
    return person


def since() -> date:
    return timezone.localdate(Lead.objects.aggregate(first=Min("received_at"))["first"])


def measure() -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(somebody())
    total = LeadFacts.objects.counted().count()
    print(f"{Lead.objects.count():,} leads, {total:,} of them counted")
    print(f"{'page':60} {'clock':>9} {'processor':>9} {'queries':>8}")
    today = timezone.localdate()
    ever = f"from={since()}&to={today}"
    for query in ["days=30", "days=90", "days=365", ever]:
        ask(client, f"/admin/leads/leadfacts/?{query}")
    for query in ["days=365", f"{ever}&reached=3", f"{ever}&p=400"]:
        ask(client, f"/admin/leads/leadfacts/leads/?{query}")


def ask(client: Client, page: str) -> None:
    """Beside the time on the clock, what it costs: on a busy machine only that says something."""
    spent, cost = [], []
    for _ in range(TIMES):
        began, busy = time.perf_counter(), _busy()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page)
        spent.append(1000 * (time.perf_counter() - began))
        cost.append(1000 * (_busy() - busy))
        assert answer.status_code == 200, (page, answer.status_code)
    median, usual = statistics.median(spent), statistics.median(cost)
    print(f"{page:60} {median:6.0f} ms {usual:6.0f} ms {len(asked):8}", flush=True)


def _busy() -> float:
    """Seconds of the processor, of this process and of its server process (on this machine, without its helpers)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def take_out() -> None:
    today = timezone.localdate()
    everything = Selection(since(), today)
    before, began = _peak(), time.perf_counter()
    lines = size = 0
    for piece in export(everything, by=somebody(), at=timezone.now()):
        lines += piece.count("\r\n")
        size += len(piece.encode())
        if lines % 100_000 < 1000:
            print(f"    {lines:9,} lines, most memory so far {_peak()} MB", end="\r")
    spent = time.perf_counter() - began
    print(
        f"\nexport: {lines - 1:,} leads, {size / 1e6:.0f} MB in {spent:.0f} s ({lines / spent:,.0f} a second)"
    )
    print(f"most memory: {before} MB before, {_peak()} MB after")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    derive()
    measure()
    take_out()
