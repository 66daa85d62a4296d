"""Plain makers of valid, dull things; what matters is in the call."""

import io
import itertools
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module

from django.core.files.base import ContentFile
from PIL import Image

from blog.models import Article, Author, Authorship, Category, Picture
from config import darkroom
from staff.models import User

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_count = itertools.count(1)


def make_user(email=None, *, role=None, **fields):
    from django.contrib.auth.models import Group

    user = User.objects.create_user(
        email or f"person{next(_count)}@example.com", None, **{"name": "Sam Doe", **fields}
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_category(name=None, **fields):
    number = next(_count)
    return Category.objects.create(
        **{"name": name or f"Category {number}", "slug": f"category-{number}", **fields}
    )


def make_author(name="Mia Hartmann", **fields):
    return Author.objects.create(**{"name": name, "slug": f"author-{next(_count)}", **fields})


def make_article(
    title="A dull article", *, authors=None, tags=(), published_at=LONG_AGO, withdrawn_at=None, **fields
):
    """Published long ago unless told otherwise; `published_at=None` makes a draft."""
    number = next(_count)
    article = Article(
        **{
            "title": title,
            "slug": f"article-{number}",
            "summary": "What it is about. Who should read it.",
            "body": "<p>Some words.</p>",
            **fields,
        }
    )
    if article.category_id is None:
        article.category = make_category()
    article.save()
    for position, author in enumerate(authors if authors is not None else [make_author()]):
        Authorship.objects.create(article=article, author=author, position=position)
    if tags:
        article.tags.set(tags)
    if published_at:
        article.publish(at=LONG_AGO, by=None, live_from=published_at)
    if withdrawn_at:
        article.withdraw(at=withdrawn_at, by=None)
    return article


def image_bytes(width=64, height=48, colour="#336699", kind="PNG", **options):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind, **options)
    return buffer.getvalue()


def make_picture(content=None, *, alt="A blue rectangle", name="blue.png", **fields):
    number = next(_count)
    content = content or image_bytes(colour=(number % 256, number // 256 % 256, 99))
    with developed_here():
        return Picture.receive(ContentFile(content, name=name), at=LONG_AGO, by=None, alt=alt, **fields)


IN_A_CHILD = darkroom.develop


@contextmanager
def developed_here():
    """The same code as in the darkroom's child, without waiting a tenth of a second for a process each time. Threads
    may overlap: whoever ends first sends the others' pictures to the child, and nobody leaves this behind."""

    def develop(work, content, **options):
        module, _, name = work.partition(":")
        return getattr(import_module(module), name)(io.BytesIO(content), **options)

    darkroom.develop = develop
    try:
        yield
    finally:
        darkroom.develop = IN_A_CHILD


def show_review_links(*platforms):
    """Those that every site begins with; made again where a test has emptied the tables."""
    from reviews.models import ReviewLink

    for position, platform in enumerate(platforms or ["Google", "Trustpilot"]):
        fields = {
            "label": f"Review on {platform}",
            "address": "https://example.com/",
            "icon": platform.lower(),
        }
        ReviewLink.objects.update_or_create(
            platform=platform, defaults={**fields, "position": position, "is_shown": True}
        )
