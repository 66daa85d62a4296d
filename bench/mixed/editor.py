"""An editor who changes titles at the desk, and looks at once whether readers have them."""

import json
import time
from dataclasses import dataclass, field

from bench.lead_storm.site import Site
from bench.mixed.browser import Browser, fields_of
from bench.mixed.editions import titled
from bench.mixed.looks import Looks

EMAIL = "editor@example.com"
CHANGED = 4  # articles that take turns
NEWEST = """
import json
from django.utils import timezone
from blog.models import Article
for article in Article.objects.published(at=timezone.now()).select_related("category").newest_first()[:{count}]:
    print(json.dumps([article.pk, article.get_absolute_url(), article.category.get_absolute_url()]))
"""


@dataclass(frozen=True)
class Changed:
    """An article that the editor changes."""

    place: int
    pk: int
    path: str
    category: str

    @property
    def desk(self) -> str:
        return f"/admin/blog/article/{self.pk}/change/"


@dataclass(frozen=True)
class Publish:
    place: int
    number: int
    sent: float  # monotonic
    answered: float


@dataclass
class Day:
    """What came of an editor's work."""

    publishes: list[Publish] = field(default_factory=list)
    looks: int = 0
    stale: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def newest(site: Site) -> list[Changed]:
    rows = map(json.loads, site.ask(NEWEST.format(count=CHANGED)).splitlines())
    return [Changed(place, *row) for place, row in enumerate(rows)]


def edit(
    port: int, password: str, articles: list[Changed], begin: float, seconds: float, every: float
) -> Day:
    """One article after the other. Edition 0 of each was published before."""
    editor, day, number = Editor(port, password), Day(), 0
    with Looks(port) as looks:
        while (due := begin + every * (number + 1)) < begin + seconds:
            time.sleep(max(0, due - time.monotonic()))
            number += 1
            article = articles[number % len(articles)]
            try:
                day.publishes.append(publish := editor.publish(article, number))
                for path in [article.path, "/blog/", article.category]:
                    day.stale += looks.at(path, publish)
                editor.see_that_it_is_live()
            except OSError as error:
                day.failed.append(str(error))
        day.looks = looks.count
    return day


class Editor:
    def __init__(self, port: int, password: str) -> None:
        self.browser, self.next = Browser(port), ""
        self.browser.sign_in(EMAIL, password)

    def publish(self, article: Changed, number: int) -> Publish:
        """Returns as soon as the desk has answered. Raises `OSError` when it refuses."""
        fields = fields_of(self.browser.open(article.desk), "desk")
        fields |= {"title": titled(fields["title"], article.place, number), "_publish": "1"}
        sent = time.monotonic()
        self.next = self.browser.send(article.desk, fields)
        return Publish(article.place, number, sent, time.monotonic())

    def see_that_it_is_live(self) -> None:
        if "is live." not in self.browser.open(self.next):
            raise OSError("The desk does not say that it is live.")
