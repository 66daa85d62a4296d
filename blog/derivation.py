"""What is derived from a cleaned body at save, so that no request pays for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from django.utils.text import slugify

from blog import embeds
from blog.highlighting import highlight
from blog.models.picture import Picture
from blog.own_links import address_now
from blog.reading_time import reading_seconds

HEADINGS = {"h2", "h3", "h4"}
VOID = {"br", "hr", "img"}
BLOCKS = HEADINGS | {
    "p",
    "li",
    "blockquote",
    "figcaption",
    "tr",
    "pre",
    "td",
    "th",
    "table",
    "ul",
    "ol",
    "figure",
    "aside",
}
NONE: Mapping[int, str] = {}
CALL_OUTS = {"note": "Note", "tip": "Tip", "warning": "Warning"}
# Where the page puts the call to action (templates/blog/article.html): nothing that people write can look like it.
TALK = '<aside class="talk"></aside>'
BODY_SIZES = "(min-width: 48rem) 44rem, 100vw"


@dataclass
class Derived:
    html: str = ""
    contents: list[dict[str, str | int]] = field(default_factory=list)  # {"id", "text", "level": 2 or 3}
    plain_text: str = ""
    reading_seconds: int = 0


def derive(body: str, pictures: Mapping[int, Picture], articles: Mapping[int, str] = NONE) -> Derived:
    """`body` as a page shows it: headings with ids, pictures with what renditions exist, coloured code, call-outs,
    embeds as links with a still, tables that scroll in themselves. An `<img>` whose picture is not in `pictures`
    disappears with its figure. `articles` (number → slug) gives links their article's present address.
    """
    walk = _Walk(pictures, articles)
    walk.feed(body)
    walk.close()
    text = re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", "".join(walk.text))).strip()
    prose = "".join(walk.prose)
    return Derived("".join(walk.out), walk.contents, text, reading_seconds(prose, walk.picture_count))


@dataclass
class _Embedding:
    """What a stored embed holds."""

    address: str = ""
    title: str = ""
    file: int = 0
    depth: int = 1  # figures in figures are nobody's idea, but the tags must match

    def take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            self.address = self.address or given.get("href", "")
        elif tag == "img":
            self.file = int(given.get("data-file") or 0)
        elif tag == "figure":
            self.depth += 1

    def ends_with(self, tag: str) -> bool:
        self.depth -= tag == "figure"
        return self.depth == 0


class _Walk(HTMLParser):
    def __init__(self, pictures: Mapping[int, Picture], articles: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.articles = articles
        self.out: list[str] = []
        self.text: list[str] = []
        self.prose: list[str] = []  # the text without code: what is read word by word
        self.contents: list[dict[str, str | int]] = []
        self.picture_count = 0
        self._ids: dict[str, int] = {}  # how often a stem was given; a given name counts as one
        self._heading: tuple[int, list[str]] | None = None  # where its start tag stands in `out`, its text
        self._code: list[str] | None = None
        self._language = ""
        self._depth = 0  # of <pre> in <pre>
        self._asides: list[tuple[int, str]] = []  # where each open one begins in `out`, its kind
        self._embed: _Embedding | None = None
        self._figure: tuple[int, bool] | None = None  # where it begins in `out`, whether it lost its picture

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in BLOCKS or tag == "br":
            self._break()
        if self._code is not None:
            self._depth += tag == "pre"
            self._language = given.get("class", "").removeprefix("language-") or self._language
        elif self._embed:
            self._embed.take(tag, given)
        elif tag == "figure" and given.get("class") == "embed":
            self._embed = _Embedding()
        elif tag == "aside":
            self._open_aside(given.get("class") or "note")
        elif tag == "pre":
            self._code, self._language, self._depth = [], "", 1
        elif tag == "img":
            self._picture(given)
        elif tag == "table":
            self.out.append('<div class="table" tabindex="0" role="region" aria-label="Table"><table>')
        else:
            self._open(tag, given)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        if tag in HEADINGS:
            self._heading = (len(self.out), [])
        if tag == "figure":
            self._figure = (len(self.out), False)
        slug = self.articles.get(int(given.pop("data-article", 0)))
        if slug:
            given["href"] = address_now(slug, given.get("href", ""))
        listed = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
        self.out.append(f"<{tag}{listed}>")

    def handle_endtag(self, tag: str) -> None:
        if self._code is not None:
            self._depth -= tag == "pre"
            if not self._depth:
                self._close_code()
        elif self._embed:
            self._close_embed(tag)
        elif tag == "aside":
            self._close_aside()
        elif tag not in VOID and tag != "pre":
            self._close(tag)
        if tag in BLOCKS:
            self._break()

    def _close(self, tag: str) -> None:
        if tag in HEADINGS and self._heading:
            self._close_heading(tag)
        self.out.append("</table></div>" if tag == "table" else f"</{tag}>")
        if tag == "figure":
            self._close_figure()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._embed:
            self._embed.title += data
            return
        if self._code is not None:
            self._code.append(data)
            return
        self.prose.append(data)
        self.out.append(escape(data, quote=False))
        if self._heading:
            self._heading[1].append(data)

    def _break(self) -> None:
        self.text.append("\n")
        self.prose.append("\n")

    def _close_heading(self, tag: str) -> None:
        place, words = self._heading or (0, [])
        text = " ".join("".join(words).split())
        self.out[place] = f'<{tag} id="{(name := self._free_id(text))}">'
        if tag != "h4" and text:
            self.contents.append({"id": name, "text": text, "level": int(tag[1])})
        self._heading = None

    def _free_id(self, text: str) -> str:
        """A prefixed, unique id: a bare word could name something that scripts look up on the document."""
        stem = "s-" + (slugify(text)[:60].strip("-") or slugify(text, allow_unicode=True)[:60] or "section")
        number = self._ids[stem] = self._ids.get(stem, 0) + 1
        while number > 1 and f"{stem}-{number}" in self._ids:
            number = self._ids[stem] = number + 1
        name = stem if number == 1 else f"{stem}-{number}"
        self._ids.setdefault(name, 1)
        return name

    def _close_code(self) -> None:
        code = "".join(self._code or []).strip("\n")
        self.out.append(highlight(code, self._language))
        self._code = None

    def _open_aside(self, kind: str) -> None:
        self._asides.append((len(self.out), kind))
        if kind in CALL_OUTS:
            # No <aside> inside of an article: it would be a landmark, one among many.
            self.out.append(f'<div class="callout {kind}" role="note" aria-label="{CALL_OUTS[kind]}">')

    def _close_aside(self) -> None:
        place, kind = self._asides.pop()
        if kind in CALL_OUTS:
            self.out.append("</div>")
        else:
            self.out[place:] = [TALK]

    def _close_embed(self, tag: str) -> None:
        if not self._embed or not self._embed.ends_with(tag):
            return
        if self._embed.address:
            still = self.pictures.get(self._embed.file)
            self.out.append(embeds.markup(self._embed.address, self._embed.title, still))
        self._embed = None

    def _picture(self, given: dict[str, str]) -> None:
        picture = self.pictures.get(int(given.get("data-file") or 0))
        if picture:
            self.picture_count += 1
            alt = "" if "data-decorative" in given else given.get("alt") or picture.alt
            self.out.append(picture.markup(alt=alt, sizes=BODY_SIZES))
        elif self._figure:
            self._figure = (self._figure[0], True)

    def _close_figure(self) -> None:
        if self._figure and self._figure[1]:
            del self.out[self._figure[0] :]
        self._figure = None
