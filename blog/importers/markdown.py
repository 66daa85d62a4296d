"""The Markdown reader: a folder of posts as Jekyll, Eleventy and their like keep them. It knows no model."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from django.utils.text import slugify

from blog.importers import dates, front_matter
from blog.importers.entry import Byline, Entry, Failure, Hero, Kind, Remark
from blog.importers.front_matter import FrontMatter, is_off, list_of, text_of
from blog.importers.html_tree import parse
from blog.importers.links import path_of
from blog.importers.markdown_html import to_html
from blog.importers.markup import Markup
from blog.importers.template_signs import PRIVATE, TemplateSigns

ENDINGS = {".md", ".markdown", ".mdown"}
MAX_BYTES = 4 * 1024 * 1024
# What a field is called in front matter; the first that says something counts.
KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "summary": ("excerpt", "summary", "teaser", "subtitle"),
    "description": ("description", "meta_description", "seo_description"),
    "date": ("date", "published", "publish_date", "published_at"),
    "authors": ("authors", "author"),
    "tags": ("tags", "tag", "keywords"),
    "category": ("category", "categories"),
    "hero": ("image", "hero_image", "cover", "thumbnail", "images"),
    "hero_is_shown": ("hero",),
    "hero_alt": ("image_alt", "cover_alt"),
    "hero_caption": ("image_figcaption", "image_caption", "cover_caption"),
    "language": ("locale", "lang", "language"),
    "slug": ("slug",),
    "address": ("permalink", "url"),
    "redirects": ("redirect_from", "aliases", "tumblr_url"),
    "draft": ("draft",),
}


@dataclass(frozen=True)
class Options:
    """What a folder does not say about itself; every default fits the most usual blog."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: KEYS)
    category_tags: tuple[str, ...] = ()  # the first of these that a post carries is its category
    address: str = "/{year}/{month}/{day}/{slug}/"  # of a post on the old site
    names: Mapping[str, str] = field(default_factory=dict)  # of authors, by key
    zone: tzinfo = UTC  # what a date without a zone is meant in


def files(folder: Path) -> list[Path]:
    """Every Markdown file below, by path; what begins with a dot is none of the posts."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in ENDINGS
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read(folder: Path, options: Options | None = None) -> Iterator[Entry | Failure]:
    """One for each of `files(folder)`, in that order. A file that cannot be read is a Failure, never an exception."""
    for path in files(folder):
        yield read_file(path, path.relative_to(folder).as_posix(), options or Options())


def read_file(path: Path, key: str, options: Options) -> Entry | Failure:
    try:
        return _Post(key, front_matter.read(_text(path)), options).entry()
    except front_matter.Unreadable as error:
        return Failure(key, str(error))
    except OSError as error:
        return Failure(key, f"The file cannot be read: {error.strerror}.")
    except RecursionError:
        return Failure(key, "Its markup is nested too deeply.")


def _text(path: Path) -> str:
    content = path.read_bytes()
    if len(content) > MAX_BYTES:
        raise front_matter.Unreadable(f"It is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise front_matter.Unreadable(f"It is not UTF-8 (byte {error.start}).") from error
    if "\0" in text:
        raise front_matter.Unreadable("It holds NUL bytes, so it is not a text.")
    return PRIVATE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


class _Post:
    def __init__(self, key: str, front: FrontMatter, options: Options) -> None:
        self.key, self.front, self.options = key, front, options
        self.folder = PurePosixPath(key).parent
        self.file_date, self.file_slug = dates.split_name(self._stem())
        self.remarks = [Remark(Kind.FRONT_MATTER, "")] if front.is_repaired else []
        self.signs = TemplateSigns({name: text_of(value) for name, value in front.values.items()})

    def _stem(self) -> str:
        """The file's name without its ending; its folder's for `a-post/index.md`."""
        path = PurePosixPath(self.key)
        return (
            path.parent.name if path.stem.lower() in {"index", "_index"} and path.parent.name else path.stem
        )

    def _value(self, name: str) -> front_matter.Value:
        """What front matter says about a field; a key that is there but empty says nothing."""
        found = (self.front.values.get(key) for key in self.options.keys.get(name, ()))
        return next((value for value in found if value), None)

    def _text(self, name: str) -> str:
        return text_of(self._value(name))

    # -- the entry ----------------------------------------------------------------------------------------

    def entry(self) -> Entry:
        moment = self._moment()
        title = self._plain(self._text("title"))
        if not title:
            raise front_matter.Unreadable("It has no title.")
        summary, body = self._plain(self._text("summary")), self._markup()
        html = self._render(self.front.body, body)
        return Entry(
            key=self.key,
            slug=slugify(self._text("slug") or self.file_slug.replace(".", "-").replace("_", "-")),
            title=title,
            summary=summary,
            body=html,
            published_at=None if self._is_draft() else moment.at,
            authors=[Byline(key, self._name_of(key)) for key in list_of(self._value("authors"))],
            tags=list_of(self._value("tags")),
            category=self._category(),
            hero=self._hero(body.pictures),
            search_description=self._plain(self._text("description")),
            language=self._text("language"),
            old_addresses=self._old_addresses(moment),
            pictures=body.pictures,
            links=list(body.links),
            remarks=self.remarks + self.signs.remarks + body.remarks,
        )

    def _moment(self) -> dates.Moment:
        """The date that is written wins over the one in the file's name."""
        written = self._text("date")
        moment = dates.parse(written, self.options.zone) if written else None
        if moment is None and (named := dates.parse(self.file_date, self.options.zone)):
            if written:
                self.remarks.append(Remark(Kind.DATE, written))
            moment = named
        if moment is None:
            raise front_matter.Unreadable("It has no date, neither in its front matter nor in its name.")
        return moment

    def _is_draft(self) -> bool:
        shelved = bool({"_drafts", "drafts"} & set(PurePosixPath(self.key).parts[:-1]))
        unpublished = is_off(self.front.values.get("published"))
        return shelved or unpublished or self._text("draft").lower() in {"true", "yes", "on", "1"}

    def _category(self) -> str:
        carried = {tag.casefold() for tag in list_of(self._value("tags"))}
        chosen = (tag for tag in self.options.category_tags if tag.casefold() in carried)
        return _as_name(text_of(self._value("category")) or next(chosen, ""))

    def _hero(self, pictures: Mapping[str, str]) -> Hero | None:
        """A hero without words of its own borrows those that the text gives the same picture."""
        if not (given := self._text("hero")):
            return None
        path = self._picture_path(given)
        alt = self._plain(self._text("hero_alt")) or pictures.get(path, "")
        caption = self._plain(self._text("hero_caption"))
        return Hero(path, alt, caption, not is_off(self._value("hero_is_shown")))

    def _old_addresses(self, moment: dates.Moment) -> list[str]:
        on = moment.on
        parts = {"year": f"{on:%Y}", "month": f"{on:%m}", "day": f"{on:%d}", "slug": self.file_slug}
        own = [self._text("address"), self.options.address.format(**parts)]
        others = [
            address
            for key in self.options.keys.get("redirects", ())
            for address in list_of(self.front.values.get(key))
        ]
        return [address for address in dict.fromkeys(own + others) if path_of(address).strip("/")]

    # -- texts --------------------------------------------------------------------------------------------

    def _markup(self) -> Markup:
        return Markup(self.signs.pieces, self._picture_path, self._name_of)

    def _render(self, text: str, markup: Markup) -> str:
        return markup.read(to_html(self.signs.expand(text)))

    def _plain(self, text: str) -> str:
        """Front matter's texts hold Markdown, HTML and entities; a page's title and summary hold none."""
        if not re.search(r"[<>&*_`\[\]{}\\]", text):
            return " ".join(text.split())
        text = re.sub(r"(?<=\w)\*(?=\w)", r"\\*", text)  # as in O*NET
        html = self._render(text, Markup(self.signs.pieces, self._picture_path, self._name_of))
        return " ".join(unescape(parse(html.replace("</p>", "</p> ")).text()).split())

    def _name_of(self, key: str) -> str:
        """A key such as `jane-doe` is all that most folders know of a person."""
        if key in self.options.names:
            return self.options.names[key]
        return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_\s]+", key) if word)

    def _picture_path(self, src: str) -> str:
        """From the site's root; a path without a slash is meant from the file's own folder, if it is there."""
        if src.startswith(("./", "../")):
            return urljoin(f"/{self.folder}/", src)
        return f"/{src.lstrip('/')}"


def _as_name(tag: str) -> str:
    """Tags are written small, names of categories are not."""
    return tag[:1].upper() + tag[1:] if tag == tag.lower() else tag


def with_keys(options: Options, mapping: Mapping[str, str]) -> Options:
    """`{"hero_alt": "picture_text"}`: that front-matter key comes before the usual ones."""
    keys = {name: (*([mapping[name]] if name in mapping else []), *usual) for name, usual in KEYS.items()}
    return replace(options, keys=keys)
