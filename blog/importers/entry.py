"""What every reader yields and the one writer takes. No model and no file format is known here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What can be odd about an entry that is imported all the same; the words explain it in the receipt."""

    MISSING_PICTURE = "missing-picture"
    REFUSED_PICTURE = "refused-picture"
    MOVING_PICTURE = "moving-picture"
    REMOTE_PICTURE = "remote-picture"
    PORTRAIT = "portrait-left-out"
    TEMPLATE_SIGN = "template-sign"
    INCLUDE = "include"
    SCRIPT = "script"
    STYLE = "style"
    DRAWING = "inline-drawing"
    EMBED = "embed-as-link"
    FORM = "form-control"
    DEAD_LINK = "link-without-target"
    ANCHOR = "anchor-without-target"
    FRONT_MATTER = "front-matter-repaired"
    DATE = "date-from-file-name"
    SHORTENED = "text-shortened"
    SUMMARY = "summary-from-body"
    ADDRESS = "address-changed"
    REDIRECT = "redirect-taken"
    DRAFT = "left-as-draft"
    EDITED = "edited-here"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Kind.MISSING_PICTURE: "a picture that is in no assets folder: left out; of its caption, links stay",
    Kind.REFUSED_PICTURE: "a file that the library refuses (such as SVG): left out",
    Kind.MOVING_PICTURE: "an animation: its first picture was kept, and stands still",
    Kind.REMOTE_PICTURE: "a picture on another site: now a link to it",
    Kind.PORTRAIT: "an author’s portrait that the source only names: left out",
    Kind.TEMPLATE_SIGN: "a template sign of the old site that means nothing here: left out",
    Kind.INCLUDE: "a part of the old site’s templates: its picture and caption kept, anything else left out",
    Kind.SCRIPT: "a script: left out",
    Kind.STYLE: "a style sheet: left out",
    Kind.DRAWING: "a drawing (SVG) within the text: left out",
    Kind.EMBED: "a video or another site’s frame: now a plain link",
    Kind.FORM: "a form or one of its fields: left out, its words kept",
    Kind.DEAD_LINK: "a link to a page of the old site that did not come along: its words kept",
    Kind.ANCHOR: "a link to a place within the page that is not there: its words kept",
    Kind.FRONT_MATTER: "front matter that is not quite YAML: read all the same; look at the article",
    Kind.DATE: "a date that cannot be read: the one in the file’s name counts",
    Kind.SHORTENED: "a text that is longer than its field: cut at a sentence or word",
    Kind.SUMMARY: "no teaser: the first sentences of the text are the summary",
    Kind.ADDRESS: "an address that another article has: it got one of its own",
    Kind.REDIRECT: "an old address that already leads to another article: left there",
    Kind.DRAFT: "a draft, or something a published article needs is missing: imported, not published",
    Kind.EDITED: "changed in the source and, since the last import, here too: left as it is here",
}


@dataclass(frozen=True)
class Remark:
    """One warning: its kind and what it is about, in a few words."""

    kind: Kind
    about: str


@dataclass(frozen=True)
class Byline:
    key: str  # what the source calls the person
    name: str


@dataclass(frozen=True)
class Hero:
    path: str
    alt: str = ""
    caption: str = ""
    is_shown: bool = True  # above the text; else in lists and for sharing only


@dataclass
class Entry:
    """One article of the source, with nothing left in it that only the source understands.

    `body` is HTML: blocks at the top, each picture alone in a `<figure>` whose `<img src>` is a key of `pictures`,
    footnotes as `li#fn-…` and `sup#fnref-…`, links as the source wrote them (a path, or a full URL).
    """

    key: str  # unique in the source and the same in every run
    slug: str
    title: str
    summary: str  # plain text
    body: str
    published_at: datetime | None  # aware; None for a draft
    authors: list[Byline] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    category: str = ""  # a name; "" for the default one
    hero: Hero | None = None
    search_description: str = ""
    language: str = ""  # "" for the site's own
    old_addresses: list[str] = field(default_factory=list)  # paths or full URLs, the page's own first
    pictures: dict[str, str] = field(default_factory=dict)  # path → alternative text
    links: list[str] = field(default_factory=list)  # every href of the body, once
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Failure:
    """A piece of the source that cannot become an article, and why, in words."""

    key: str
    reason: str
