"""The demo's articles: Markdown files beside this module, brought in through the product's own verbs."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.html import escape
from markdown_it import MarkdownIt

from blog.models import Article, Author, Authorship, Category, Picture, Pin
from config.demo import library, pictures
from staff.models import User

FOLDER = Path(__file__).parent / "articles"
CATEGORIES = [
    (
        "Web Development", "web-development", "mia@webzworld.example",
        "How websites and applications are built, and how to tell whether yours is built well.",
        "Talk to a Developer",
    ),
    (
        "Hosting & Performance", "hosting-performance", "tomas@webzworld.example",
        "Where your site lives, how fast it answers, and who looks after it at night.",
        "Talk to a Hosting Expert",
    ),
    (
        "Design & UX", "design-ux", "priya@webzworld.example",
        "Pages that people understand at once, on any device and in any circumstances.",
        "Talk to a Designer",
    ),
    (
        "Growth & Strategy", "growth-strategy", "hannah@webzworld.example",
        "What a website is for, what it costs, and how to know that it works.",
        "",
    ),
]  # fmt: skip
FIGURE = re.compile(r'<p><img src="figure:([a-z0-9-]+)" alt="([^"]*)"(?: title="([^"]*)")?\s*/?></p>')
_markdown = MarkdownIt("commonmark").enable("table")


def seed(*, at: datetime, drawn: library.Draw = pictures.draw) -> None:
    """All categories and articles, as if they had been written over the last year; pins when all are there."""
    for position, (name, slug, email, description, label) in enumerate(CATEGORIES):
        Category.objects.create(
            name=name,
            slug=slug,
            description=description,
            talk_label=label,
            expert=User.objects.get(email=email),
            position=position,
        )
    sources = list(read())
    for meta, text in sources:
        _bring_in(meta, text, at=at, drawn=drawn)
    for meta, _ in sources:
        _pin(meta)


def read() -> Iterator[tuple[dict[str, Any], str]]:
    """(front matter, Markdown) of each file, by name."""
    for path in sorted(FOLDER.glob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        yield yaml.safe_load(head), text


def _bring_in(meta: dict[str, Any], text: str, *, at: datetime, drawn: library.Draw) -> None:
    """One article in the state its file asks for. Its days count back, or on, from `at`."""
    add = partial(library.add, at=at, drawn=drawn)
    editor = User.objects.get(email="editor@example.com")
    article = Article(
        title=meta["title"],
        slug=meta["slug"],
        summary=meta["summary"],
        search_description=meta["search_description"],
        category=Category.objects.get(name=meta["category"]),
        hero=add(meta["hero"], alt=meta["hero_alt"]),
        body=FIGURE.sub(
            lambda found: _figure(add(found[1], alt=found[2], caption=found[3] or "")), _markdown.render(text)
        ),
    )
    article.save()
    for position, name in enumerate(meta["authors"]):
        Authorship.objects.create(article=article, author=Author.objects.get(name=name), position=position)
    article.tags.set(meta["tags"])
    _bring_to_state(article, meta, at=at, by=editor)


def _bring_to_state(article: Article, meta: dict[str, Any], *, at: datetime, by: User) -> None:
    if meta["state"] == "scheduled":
        article.publish(at=at, by=by, live_from=_morning(at, meta["days"]))
    if meta["state"] in {"published", "withdrawn"}:
        article.publish(at=_morning(at, -meta["days"]), by=by)
    if meta["state"] == "withdrawn":
        article.withdraw(at=_morning(at, -meta["withdrawn_days"]), by=by)


def _morning(at: datetime, days: int) -> datetime:
    """Half past eight, the hour at which Elena publishes."""
    return (timezone.localtime(at) + timedelta(days=days)).replace(hour=8, minute=30, second=0, microsecond=0)


def _figure(picture: Picture) -> str:
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure><img src="{picture.own_address}" alt="{escape(picture.alt)}" width="{picture.width}" '
        f'height="{picture.height}" data-file="{picture.pk}">{caption}</figure>'
    )


def _pin(meta: dict[str, Any]) -> None:
    article = Article.objects.get(slug=meta["slug"])
    for position, slug in enumerate(meta.get("pins") or []):
        Pin.objects.create(article=article, other=Article.objects.get(slug=slug), position=position)


def remove() -> None:
    """The demo's articles, then the categories that hold no other."""
    metas = [meta for meta, _ in read()]
    Article.objects.filter(slug__in=[meta["slug"] for meta in metas]).delete()
    Category.objects.filter(slug__in=[slug for _, slug, *_ in CATEGORIES], articles=None).delete()
