"""All at once: readers, visitors and editor, each a process, and in this one the watch over memory."""

import multiprocessing
import time
import urllib.request
from dataclasses import dataclass

import psycopg

from bench.lead_storm.comparison import Comparison, compare
from bench.lead_storm.site import Site
from bench.lead_storm.spent import PARTS, Spent
from bench.lead_storm.visitors import Told
from bench.memory import Watch
from bench.mixed.editions import editions
from bench.mixed.editor import Changed, Day, Editor, edit, newest
from bench.mixed.enquiries import write
from bench.mixed.mix import kind_of, pages
from bench.mixed.readers import read
from bench.mixed.readings import Readings
from bench.mixed.staleness import Staleness, staleness

SOON = 4.0  # seconds in which the processes come up
DUE = """
SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
"""


@dataclass(frozen=True)
class Load:
    readers: int  # requests a second
    leads: float  # a second
    every: float  # seconds from one publish to the next
    warm: float  # seconds that are checked, not timed
    seconds: float


@dataclass
class Round:
    load: Load
    counted_from: float  # monotonic
    readings: Readings
    day: Day
    told: list[Told]
    watch: Watch
    staleness: Staleness
    comparison: Comparison
    due: tuple[int, int]  # jobs that the worker had not begun when the load began, and when it ended
    spent: dict[str, float]  # processors, by part


def run(site: Site, load: Load) -> Round:
    password = (site.var / "demo-password").read_text().strip()
    articles = newest(site)
    prepare(site, password, articles)
    paths = pages(site.port)
    must_show = shown_at_first(site, paths, articles)
    watch, whole = Watch(site), load.warm + load.seconds
    due_before, before = jobs_due(site), Spent.until_now(site)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        begin = time.monotonic() + SOON
        readers = pool.apply_async(read, (site.port, paths, begin, whole, load.readers))
        visitors = pool.apply_async(write, (site.port, begin, whole, load.leads))
        editor = pool.apply_async(edit, (site.port, password, articles, begin, whole, load.every))
        watch.until(begin + whole)
        readings, told, day = readers.get(), visitors.get(), editor.get()
        pool.close()
        pool.join()
    after, due_after = Spent.until_now(site), jobs_due(site)
    site.settle()
    return Round(
        load=load,
        counted_from=begin + load.warm,
        readings=readings,
        day=day,
        told=told,
        watch=watch,
        staleness=staleness(readings, day.publishes, paths, must_show),
        comparison=compare(site, told),
        due=(due_before, due_after),
        spent={name: (getattr(after, name) - getattr(before, name)) / whole for name in PARTS},
    )


def jobs_due(site: Site) -> int:
    with psycopg.connect(**site.target) as connection:
        (count,) = connection.execute(DUE).fetchone()
    return count


def prepare(site: Site, password: str, articles: list[Changed]) -> None:
    """Edition 0 of each; what follows from new titles, such as related articles, is done before readers come."""
    editor = Editor(site.port, password)
    for article in articles:
        editor.publish(article, 0)
        editor.see_that_it_is_live()
    site.rest()


def shown_at_first(site: Site, paths: list[str], articles: list[Changed]) -> dict[int, set[int]]:
    """Which of the changed articles each page has to show, by its place in `paths`. Related articles may change."""
    must_show = {}
    for number, path in enumerate(paths):
        with urllib.request.urlopen(f"http://127.0.0.1:{site.port}{path}") as answer:
            places = set(dict(editions(answer.read(), "")))
        if kind_of(path) == "article":
            places = {article.place for article in articles if article.path == path}
        must_show[number] = places
    return must_show
