"""The one writer: an entry of any reader becomes an article, or stays what it was."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import slugify

from blog.importers.addresses import Addresses, Known
from blog.importers.entry import Byline, Entry, Kind, Remark
from blog.importers.html_tree import parse
from blog.importers.links import path_of
from blog.importers.pictures import Assets
from blog.importers.placing import Placing
from blog.importers.texts import room, shorten, summary_of
from blog.models import (
    Article,
    Author,
    Authorship,
    Category,
    ImportRecord,
    MovedPage,
    Picture,
    Tag,
    TagSynonym,
)
from blog.models.moved_page import normalise

if TYPE_CHECKING:
    from staff.models import User

FORM = 1  # of what is written; a higher number lets the next run update every article
# Not part of a fingerprint as the source has it: how an entry is known again, what its body says anyway, and what is
# counted as that which it leads to (body, hero). Any other field of an entry counts by itself.
UNCOUNTED = {"key", "slug", "pictures", "links", "remarks", "body", "hero"}
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\Z")


@dataclass(frozen=True)
class Outcome:
    key: str
    kind: Literal["imported", "updated", "unchanged", "failed"]
    remarks: list[Remark] = field(default_factory=list)
    reason: str = ""  # of a failure, in words


@dataclass(frozen=True)
class Terms:
    """What holds for every entry of a run."""

    default_category: str = "General"
    default_author: str = ""  # a name, for entries that have no author
    old_site: str = ""  # such as https://old.example: links to pages that did not come along lead there
    overwrite: bool = False  # also what was changed here since the last import
    is_dry: bool = False  # tell, write nothing


class Writer:
    """`announce` every entry, so that links find articles that come later; then `write` each.

    One transaction an article: whatever stops the run, what is there is whole. Pictures are received before it, each
    in a transaction of its own.
    """

    def __init__(
        self,
        source: str,
        *,
        assets: Sequence[Path],
        at: datetime,
        by: "User | None" = None,
        terms: Terms | None = None,
    ) -> None:
        self.source, self.at, self.by = source, at, by
        self.terms = terms or Terms()
        self.assets = Assets(assets, at=at, by=by)
        self.addresses = Addresses(source, old_site=self.terms.old_site)

    def announce(self, entry: Entry) -> None:
        self.addresses.announce(entry, record_key(entry.key))

    def write(self, entry: Entry) -> Outcome:
        """Never raises for what is wrong with one entry: that is an Outcome `failed`."""
        try:
            return self._write(entry)
        except ValidationError as error:
            return Outcome(entry.key, "failed", reason=_in_words(error))
        except Picture.NotStored as error:
            return Outcome(entry.key, "failed", reason=str(error))
        except DatabaseError as error:
            return Outcome(
                entry.key, "failed", reason=f"The database refused it: {str(error).splitlines()[0]}"
            )

    def _write(self, entry: Entry) -> Outcome:
        known = self.addresses.known.get(record_key(entry.key))
        paper = Placing(entry, self.addresses, self.assets, is_on_paper=True)
        fingerprint = self._fingerprint(entry, paper.html())
        fitted = _Fitted(entry)
        remarks = [*entry.remarks, *paper.remarks, *fitted.remarks, *self._hero_trouble(entry)]
        remarks += self._address_remarks(entry)
        if known and known.fingerprint == fingerprint:
            return Outcome(entry.key, "unchanged", remarks)
        if known and self._is_edited(known):
            return Outcome(entry.key, "unchanged", [*remarks, Remark(Kind.EDITED, entry.title)])
        if not self.terms.is_dry:
            body = Placing(entry, self.addresses, self.assets, is_on_paper=False).html()
            remarks += self._save(entry, fitted, body, fingerprint, known)
        return Outcome(entry.key, "updated" if known else "imported", remarks)

    def _fingerprint(self, entry: Entry, body: str) -> str:
        """Of all that was read and what it leads to: also a picture that turns up later makes an update."""
        said = {part.name: getattr(entry, part.name) for part in fields(entry) if part.name not in UNCOUNTED}
        said |= {"form": FORM, "body": body, "authors": [author.key for author in entry.authors]}
        if entry.hero:
            said["hero"] = asdict(entry.hero) | {"path": self.assets.content_hash(entry.hero.path)}
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()

    def _is_edited(self, known: Known) -> bool:
        since = known.changed_at
        return not self.terms.overwrite and since is not None and since > known.imported_at

    def _hero_trouble(self, entry: Entry) -> Iterable[Remark]:
        """A missing picture that the text shows too was told there."""
        trouble = self.assets.trouble(entry.hero.path) if entry.hero else None
        return [trouble] if trouble and entry.hero and entry.hero.path not in entry.pictures else []

    def _address_remarks(self, entry: Entry) -> Iterable[Remark]:
        key = record_key(entry.key)
        if entry.slug and self.addresses.slugs[key] != entry.slug:
            yield Remark(Kind.ADDRESS, f"{entry.slug} → {self.addresses.slugs[key]}")
        for address in entry.old_addresses:
            if self.addresses.owner(address) != key:
                yield Remark(Kind.REDIRECT, address)

    # -- one article --------------------------------------------------------------------------------------

    @transaction.atomic
    def _save(
        self, entry: Entry, fitted: "_Fitted", body: str, fingerprint: str, known: Known | None
    ) -> list[Remark]:
        key = record_key(entry.key)
        article = (
            Article.objects.select_for_update().get(pk=known.article_id)
            if known
            else Article(slug=self.addresses.slugs[key])
        )
        article.updated_at = self.at if known else None
        article.title, article.summary, article.body = fitted.title, fitted.summary, body
        article.search_description = fitted.search_description
        article.category = _category(entry.category or self.terms.default_category)
        article.language = _language(entry.language) or article.language
        if hero := entry.hero:
            article.hero = self.assets.receive(hero.path, alt=hero.alt, caption=hero.caption)
            article.hero_is_shown = hero.is_shown
        if not article.title:  # a draft may lack one, an import may not
            raise ValidationError({"title": "This field cannot be blank."})
        article.full_clean()
        article.save()
        self._sign(article, entry.authors)
        article.tags.set(TagSynonym.replace([tag[: room(Tag, "name")] for tag in entry.tags]))
        self._leave_redirects(article, entry, key)
        remarks = self._publish(article, entry)
        if known:
            article.adopt(at=self.at, by=self.by)
        ImportRecord.objects.update_or_create(
            source=self.source, key=key, defaults={"fingerprint": fingerprint, "article": article}
        )
        return remarks

    def _sign(self, article: Article, bylines: Sequence[Byline]) -> None:
        if not bylines and self.terms.default_author:
            bylines = [Byline(self.terms.default_author, self.terms.default_author)]
        authors = list(dict.fromkeys(_author(byline) for byline in bylines))
        article.authorships.all().delete()
        Authorship.objects.bulk_create(
            Authorship(article=article, author=author, position=position)
            for position, author in enumerate(authors)
        )

    def _leave_redirects(self, article: Article, entry: Entry, key: str) -> None:
        """An address that an editor or another source has pointed elsewhere stays as it is."""
        paths = [path_of(a) for a in entry.old_addresses if self.addresses.owner(a) == key]
        ours = [normalise(path) for path in paths]
        elsewhere = MovedPage.objects.filter(old_path__in=ours).exclude(article=article)
        for path in set(ours) - set(elsewhere.values_list("old_path", flat=True)):
            MovedPage.leave(path, article)

    def _publish(self, article: Article, entry: Entry) -> list[Remark]:
        """With the date it had. What was withdrawn here stays withdrawn."""
        if entry.published_at is None:
            return [Remark(Kind.DRAFT, "a draft")]
        if article.withdrawn_at or article.published_at == entry.published_at:
            return []
        try:
            if article.published_at:
                article.redate(at=entry.published_at, by=self.by)
            else:
                article.publish(at=entry.published_at, by=self.by)
        except Article.NotReady as error:
            return [Remark(Kind.DRAFT, str(error))]
        return []


class _Fitted:
    """The texts of an entry, none longer than its field."""

    def __init__(self, entry: Entry) -> None:
        self.remarks: list[Remark] = []
        self.title = self._fit("title", entry.title)
        self.search_description = self._fit("search_description", entry.search_description)
        self.summary = self._fit("summary", entry.summary)
        if self.search_description == self.summary:
            self.search_description = ""
        if not self.summary:
            self.summary = summary_of(parse(entry.body))
            self.remarks.append(Remark(Kind.SUMMARY, entry.title))

    def _fit(self, name: str, text: str) -> str:
        fitted = shorten(text, room(Article, name))
        if fitted != text:
            self.remarks.append(Remark(Kind.SHORTENED, f"{name}, {len(text)} signs"))
        return fitted


def _in_words(error: ValidationError) -> str:
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())


def record_key(key: str) -> str:
    """As long as its column allows; what is longer ends in its hash."""
    limit = room(ImportRecord, "key")
    return (
        key if len(key) <= limit else f"{key[: limit - 33]}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    )


def _category(name: str) -> Category:
    known = Category.objects.filter(name__iexact=name).first()
    slug = slugify(name)[:80] or "category"
    return known or Category.objects.get_or_create(slug=slug, defaults={"name": name[:80]})[0]


def _author(byline: Byline) -> Author:
    slug = slugify(byline.key)[:120] or slugify(byline.name)[:120] or "author"
    return Author.objects.get_or_create(slug=slug, defaults={"name": byline.name[:120]})[0]


def _language(tag: str) -> str:
    tag = tag.replace("_", "-")
    return tag if LANGUAGE.match(tag) and len(tag) <= 12 else ""
