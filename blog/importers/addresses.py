"""Every address that entries had and will have, known before the first one is written."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin

from django.urls import reverse
from django.utils.text import slugify

from blog.importers.entry import Entry
from blog.importers.links import NOWHERE, host_of, join, path_of, split
from blog.models import Article, ImportRecord
from blog.models.article import RESERVED_SLUGS
from blog.models.moved_page import normalise

MAX_SLUG = 180  # leaves room for what makes it different
PEOPLE = {"author", "authors"}
LABELS = {"tag", "tags"}


class Known(NamedTuple):
    """What the last run left of an entry."""

    article_id: int
    slug: str
    fingerprint: str
    imported_at: datetime
    changed_at: datetime | None  # by an editor, here


class Addresses:
    """Two queries, whatever the number of entries. Call `announce` for all of them, then ask."""

    def __init__(self, source: str, *, old_site: str = "") -> None:
        fields = ("article__slug", "fingerprint", "imported_at", "article__edited_at")
        records = ImportRecord.objects.filter(source=source).values_list("key", "article_id", *fields)
        self.known = {key: Known(*rest) for key, *rest in records}
        self.slugs: dict[str, str] = {}  # by key
        self.old_site = old_site.rstrip("/")
        self._taken = set(Article.objects.values_list("slug", flat=True)) | set(RESERVED_SLUGS)
        self._owners: dict[str, str] = {}  # old path, caseless → key
        self._hosts = {host_of(old_site)} - {""}
        self._links: Counter[tuple[str, str]] = (
            Counter()
        )  # (host, path) of links to other sites, or to our old one
        self._people: set[str] = set()
        self._labels: set[str] = set()
        self._guess: str | None = None

    # -- before the run -----------------------------------------------------------------------------------

    def announce(self, entry: Entry, key: str) -> None:
        self.slugs[key] = slug = self.known[key].slug if key in self.known else self._free_slug(entry)
        self._taken.add(slug)
        for address in entry.old_addresses:
            parts = split(address)
            self._owners.setdefault(_caseless(parts.path), key)
            self._hosts |= {parts.netloc.lower()} - {""}
        self._people |= {slugify(author.key) for author in entry.authors}
        self._labels |= {slugify(tag) for tag in entry.tags}
        for link in entry.links:
            parts = split(link)
            if parts.netloc:
                self._links[parts.netloc.lower(), _caseless(parts.path)] += 1

    def _free_slug(self, entry: Entry) -> str:
        wanted = (entry.slug or slugify(entry.title) or "article")[:MAX_SLUG].strip("-")
        return next(slug for slug in _variants(wanted, entry.published_at) if slug not in self._taken)

    # -- during the run -----------------------------------------------------------------------------------

    def owner(self, old_address: str) -> str | None:
        """The key of the entry that an old address belongs to: the first that named it."""
        return self._owners.get(_caseless(path_of(old_address)))

    @property
    def old_host(self) -> str:
        """The old site's host: what was said, else the one that links to entries name most often (twice at least)."""
        if self._guess is None:
            hits: Counter[str] = Counter()
            for (host, path), count in self._links.items():
                hits[host] += count if path in self._owners and path.count("/") > 1 else 0
            best = next(iter(hits.most_common(1)), ("", 0))
            said = host_of(self.old_site)
            self._guess = said or (best[0] if best[1] > 1 else "")
        return self._guess

    def target(self, href: str, entry: Entry) -> str | None:
        """Where a link leads from now on; None when that page did not come along."""
        if (parts := split(href)) == NOWHERE:
            return None
        if parts.scheme in {"mailto", "tel"}:
            return href
        if parts.netloc:
            is_ours = parts.netloc.lower() in self._hosts | {self.old_host}
            return (self._article(parts) if is_ours else None) or href
        parts = join(next(iter(entry.old_addresses), "/"), href)
        return self._article(parts) or self._other_page(parts) or self._on_the_old_site(parts)

    def _article(self, parts: SplitResult) -> str | None:
        key = self._owners.get(_caseless(parts.path))
        if key is None or key not in self.slugs:
            return None
        return reverse("blog:article", args=[self.slugs[key]]) + _fragment(parts.fragment)

    def _other_page(self, parts: SplitResult) -> str | None:
        path = _caseless(parts.path).strip("/")
        if path in {"", "blog"}:
            return f"/{path}/" if path else "/"
        place, _, name = path.rpartition("/")
        if place in PEOPLE and slugify(name) in self._people:
            return reverse("blog:author", args=[slugify(name)])
        if place in LABELS and slugify(name) in self._labels:
            return reverse("blog:tag", args=[slugify(name)])
        return None

    def _on_the_old_site(self, parts: SplitResult) -> str | None:
        return urljoin(f"{self.old_site}/", parts.geturl().lstrip("/")) if self.old_site else None


def _variants(wanted: str, published_at: datetime | None) -> Iterator[str]:
    yield wanted
    if published_at:
        yield f"{wanted}-{published_at:%Y}"
        yield f"{wanted}-{published_at:%Y-%m-%d}"
    number = 2
    while True:
        yield f"{wanted}-{number}"
        number += 1


def _caseless(path: str) -> str:
    return normalise(unquote(path)).casefold()


def _fragment(name: str) -> str:
    return f"#{heading_id(name)}" if name else ""


def heading_id(name: str) -> str:
    """As `blog.derivation` names a heading that a generator would have called `name`."""
    return "s-" + slugify(unquote(name))[:60].strip("-")
