"""All that an editor can say about an article, as plain JSON: what a revision keeps and a working copy carries.

`title`, `slug`, `summary`, `body` … are strings or booleans; `category`, `hero`, `social_picture` an id or None; `tags`
a list of names; `authors` and `pins` lists of ids in their order. A key that a snapshot lacks has its field's default.
"""

from typing import Any

from blog import body as article_body
from blog.models.category import FormerCategory
from blog.models.tag import TagSynonym

Content = dict[str, Any]

SCHEMA = 1
TEXTS = [
    *("title", "slug", "summary", "body", "language", "search_title", "search_description"),
    *("canonical_address", "social_title", "social_text"),
]
SWITCHES = ["hero_is_shown", "is_indexed"]
REFERENCES = ["category", "hero", "social_picture"]
LISTS = ["tags", "authors", "pins"]


def take(article: Any) -> Content:
    """What the row says. Three queries."""
    content: Content = {name: getattr(article, name) for name in TEXTS + SWITCHES}
    content |= {name: getattr(article, f"{name}_id") for name in REFERENCES}
    content["tags"] = sorted(article.tags.names()) if article.pk else []
    content["authors"] = list(article.authorships.values_list("author_id", flat=True)) if article.pk else []
    content["pins"] = list(article.pins.values_list("other_id", flat=True)) if article.pk else []
    return content


def as_now(content: Content) -> Content:
    """With the tags and the category that those it names were merged into. Two queries at most.

    What a revision keeps is never rewritten, so a draft that waited may name what is gone.
    """
    now = dict(content)
    if "tags" in content:
        now["tags"] = TagSynonym.replace(content["tags"] or [])
    if "category" in content:
        now["category"] = FormerCategory.replace(content["category"])
    return now


def fill(article: Any, content: Content) -> None:
    """The row's own fields say what `content` does; nothing is saved. What no longer exists is left out.

    A query for each reference that is set.
    """
    for name in TEXTS + SWITCHES:
        if name in content:
            setattr(article, name, content[name])
    for name in REFERENCES:
        if name in content:
            model = article._meta.get_field(name).related_model
            setattr(article, name, model._default_manager.filter(pk=content[name]).first())


def put(article: Any, content: Content) -> None:
    """Row, tags, authors and pins say what `content` does from now on. To be called in a transaction."""
    content = as_now(content)
    fill(article, content)
    article.save()
    if "tags" in content:
        article.tags.set(content["tags"])
    if "authors" in content:
        _put_in_order(article.authorships, "author", content["authors"])
    if "pins" in content:
        _put_in_order(article.pins, "other", [pk for pk in content["pins"] if pk != article.pk])


def _put_in_order(rows: Any, name: str, wanted: list[int]) -> None:
    """Authorships or pins of one article: exactly `wanted`, in that order; unchanged rows are not written again."""
    model = rows.model
    there = list(rows.values_list(f"{name}_id", flat=True))
    if there == wanted:
        return
    known = model._meta.get_field(name).related_model._default_manager.in_bulk(wanted)
    rows.all().delete()
    kept = [pk for pk in dict.fromkeys(wanted) if pk in known]
    model.objects.bulk_create(
        model(article=rows.instance, position=position, **{f"{name}_id": pk})
        for position, pk in enumerate(kept)
    )


def picture_ids(content: Content) -> set[int]:
    """Those of the library's pictures that it names anywhere."""
    named = {pk for pk in (content.get("hero"), content.get("social_picture")) if pk}
    return named | set(article_body.picture_ids(content.get("body") or ""))


def differences(old: Content, new: Content) -> list[str]:
    """The names of the fields in which they differ, in the order above."""
    return [
        name
        for name in TEXTS + SWITCHES + REFERENCES + LISTS
        if (old.get(name) or None) != (new.get(name) or None)
    ]
