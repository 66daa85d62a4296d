"""What an article still needs before visitors should see it. Drafts may lack all of it; the rules bite at publish."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from blog.body_parts import Parts, parts_of
from blog.models import Article, MovedPage, Picture, Rule
from blog.models.moved_page import normalise
from blog.models.snapshot import Content, picture_ids

DESCRIPTION = range(50, 161)  # characters that search engines show whole
EMPTY_WORDS = {
    "here",
    "click here",
    "this",
    "link",
    "this link",
    "read more",
    "more",
    "this article",
    "this page",
}
FILE_NAME = re.compile(
    r"(?i)(^(img|dsc|pict|image|photo|screenshot)[\s_-]?\d+)|\.(jpe?g|png|gif|webp|avif|heic)$"
)
WARN, BLOCK, OFF = Rule.Level.WARN, Rule.Level.BLOCK, Rule.Level.OFF

Found = Iterator[tuple[str, str]]  # (field, what is wrong in words)


@dataclass(frozen=True)
class Finding:
    key: str
    field: str  # of the form, beside which the words stand
    words: str
    level: str  # `warn` or `block`

    @property
    def blocks(self) -> bool:
        return self.level == BLOCK


class Examined:
    """A draft with what several rules look at, read once: three queries at most."""

    def __init__(self, content: Content, *, article: Article | None) -> None:
        self.content, self.article = content, article
        self.parts: Parts = parts_of(content.get("body") or "")
        self.pictures = Picture.objects.in_bulk(list(picture_ids(content)))
        self.hero = self.pictures.get(content.get("hero") or 0)
        self.broken = set(self._broken_links())

    def text(self, name: str) -> str:
        return (self.content.get(name) or "").strip()

    def _broken_links(self) -> Iterator[str]:
        ours = {
            link.address: link.article for link in self.parts.links if link.article or _slug_of(link.address)
        }
        slugs = {_slug_of(address) for address in ours}
        there = (
            Article.objects.out_of_bin().filter(slug__in=slugs).values_list("slug", flat=True) if ours else ()
        )
        ids = [pk for pk in ours.values() if pk]
        alive = (
            set(Article.objects.out_of_bin().filter(pk__in=ids).values_list("pk", flat=True))
            if ids
            else set()
        )
        known = set(there)
        for address, pk in ours.items():
            if pk not in alive and _slug_of(address) not in known and not MovedPage.find(normalise(address)):
                yield address


def _slug_of(address: str) -> str:
    """Of one of our articles; empty for any other address."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return ""
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    return found.kwargs["slug"] if found.view_name == "blog:article" else ""


def _needs(field: str, words: str) -> Callable[[Examined], Found]:
    def rule(draft: Examined) -> Found:
        value = draft.content.get(field)
        if not (value.strip() if isinstance(value, str) else value):
            yield field, words

    return rule


def _address(draft: Examined) -> Found:
    others = Article.objects.filter(slug=draft.text("slug"))
    if draft.article:
        others = others.exclude(pk=draft.article.pk)
    if draft.text("slug") and others.exists():
        yield "slug", "Another article has this address."


def _hero_alternative(draft: Examined) -> Found:
    if draft.hero and not draft.hero.alt.strip():
        yield "hero", "The hero picture has no alternative text: say what it shows."


def _heading_order(draft: Examined) -> Found:
    level = 1
    for heading, words in draft.parts.headings:
        if not words:
            yield "body", "There is an empty heading."
        elif heading > level + 1:
            yield (
                "body",
                f"“{words}” is a heading of level {heading} below one of level {level}: use level {level + 1}.",
            )
        level = heading


def _empty_links(draft: Examined) -> Found:
    for link in draft.parts.links:
        if not link.words.strip():
            yield "body", f"A link to {link.address or 'nowhere'} has no words."
        elif not link.address:
            yield "body", f"The link “{link.words.strip()}” leads nowhere."


def _link_words(draft: Examined) -> Found:
    for link in draft.parts.links:
        words = link.words.strip().strip(".…:").lower()
        if words in EMPTY_WORDS or words.startswith(("http://", "https://")):
            yield "body", f"The link “{link.words.strip()}” does not say where it leads."


def _description(draft: Examined) -> Found:
    length = len(draft.text("search_description") or draft.text("summary"))
    if length and length not in DESCRIPTION:
        which = (
            "description for search engines"
            if draft.text("search_description")
            else "summary, which search engines show,"
        )
        yield (
            "search_description" if draft.text("search_description") else "summary",
            f"The {which} has {length} characters; {DESCRIPTION.start} to {DESCRIPTION.stop - 1} are shown well.",
        )


def _internal_links(draft: Examined) -> Found:
    for link in draft.parts.links:
        if link.address in draft.broken:
            yield "body", f"The link “{link.words.strip()}” leads to an article that is not there."


def _alternatives(draft: Examined) -> Found:
    for number, image in enumerate(draft.parts.images, 1):
        known = draft.pictures.get(image.picture or 0)
        if not image.is_decorative and not image.alt and not (known and known.alt.strip()):
            yield (
                "body",
                f"Picture {number} has no alternative text: say what it shows, or mark it as decoration.",
            )


def _file_names(draft: Examined) -> Found:
    alternatives = [image.alt for image in draft.parts.images] + [draft.hero.alt if draft.hero else ""]
    for alt in alternatives:
        if FILE_NAME.search(alt.strip()):
            yield "body", f"The alternative text “{alt}” is the name of a file: say what the picture shows."


class Known:
    """A rule as it ships: what it asks for, how strict it is, and whether the company may loosen it."""

    def __init__(
        self, words: str, level: str, look: Callable[[Examined], Found], *, is_fixed: bool = False
    ) -> None:
        self.words, self.level, self.look, self.is_fixed = words, level, look, is_fixed


RULES = {
    "title": Known("A title", BLOCK, _needs("title", "Give it a title."), is_fixed=True),
    "summary": Known("A summary", BLOCK, _needs("summary", "Say in two sentences who should read on."), is_fixed=True),
    "body": Known("A text", BLOCK, _needs("body", "Write the text."), is_fixed=True),
    "category": Known("A category", BLOCK, _needs("category", "Choose a category."), is_fixed=True),
    "authors": Known("An author", BLOCK, _needs("authors", "Say who it is by."), is_fixed=True),
    "address": Known("An address of its own", BLOCK, _address, is_fixed=True),
    "hero": Known("A hero picture", WARN, _needs("hero", "Choose a hero picture: lists and messengers show it.")),
    "hero_alternative": Known("Alternative text of the hero picture", BLOCK, _hero_alternative),
    "heading_order": Known("Headings in order", WARN, _heading_order),
    "empty_links": Known("No empty links", BLOCK, _empty_links),
    "link_words": Known("Links that say where they lead", WARN, _link_words),
    "description": Known("A description of a good length", WARN, _description),
    "internal_links": Known("No broken links to our own articles", BLOCK, _internal_links),
    "alternatives": Known("Alternative texts of pictures", BLOCK, _alternatives),
    "file_names": Known("Alternative texts that are no file names", WARN, _file_names),
}  # fmt: skip


def levels() -> dict[str, str]:
    """How strict each rule is here: as shipped, where nobody has chosen otherwise. One query."""
    chosen = dict(Rule.objects.values_list("key", "level"))
    return {key: rule.level if rule.is_fixed else chosen.get(key, rule.level) for key, rule in RULES.items()}


def findings(content: Content, *, article: Article | None) -> list[Finding]:
    """What `content` lacks, the strict first. A handful of queries, whatever the length."""
    draft, strict = Examined(content, article=article), levels()
    found = [
        Finding(key, field, words, strict[key])
        for key, rule in RULES.items()
        if strict[key] != OFF
        for field, words in rule.look(draft)
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def refuse_if_blocked(content: Content, *, article: Article) -> None:
    """Raises `Article.NotReady` with every sentence that stands in the way."""
    if blocking := [finding.words for finding in findings(content, article=article) if finding.blocks]:
        raise Article.NotReady(f"“{article}” is not ready: {' '.join(blocking)}")
