"""Any HTML → the few blocks that an article's body is made of (the table is `blog.body.TAGS`).

What has no place there is unwrapped, turned into the nearest thing that has, or left out with a remark. Pictures stand
alone in figures; frames, videos and embeds become plain links; words are never lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.text import slugify

from blog.importers.embeds import page_of
from blog.importers.entry import Kind, Remark
from blog.importers.html_tree import Element, Node, parse
from blog.importers.template_signs import (
    QUOTED_TOKEN,
    TOKEN,
    Embed,
    Nothing,
    Person,
    Picture,
    Piece,
    unprotect,
)

RENAMED = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "var": "em",
    "dfn": "em",
    "del": "s",
    "strike": "s",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "tfoot": "tbody",
}
INLINE = {"a", "strong", "em", "s", "sub", "sup", "code", "br"}
HEADINGS = {"h2", "h3", "h4"}
WRAPPERS = {
    *(
        "div",
        "section",
        "aside",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "center",
        "details",
        "dl",
        "form",
    ),
    *("fieldset", "address", "hgroup"),
}
LOST = {
    "script": Kind.SCRIPT,
    "style": Kind.STYLE,
    "svg": Kind.DRAWING,
    "math": Kind.DRAWING,
} | dict.fromkeys(("input", "button", "select", "textarea"), Kind.FORM)
OPENED = WRAPPERS | {"p", "dd", "caption", "figcaption"}
FRAMES = {"iframe", "video", "audio", "embed", "object"}
KEPT = {
    *RENAMED, *INLINE, *HEADINGS, *WRAPPERS, *FRAMES,
    *("p", "hr", "pre", "blockquote", "ul", "ol", "li", "figure", "img", "figcaption", "source", "span"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "dt", "dd", "summary", "legend"),
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "code": {"class"},
    "iframe": {"src", "title"},
    "video": {"src", "title"},
    "audio": {"src", "title"},
    "source": {"src"},
    "embed": {"src"},
    "object": {"data", "title"},
    "li": {"id"},
    "sup": {"class"},
    **{key: {"colspan", "rowspan"} for key in ("th", "td")},
    **{key: {"id"} for key in ("h1", "h2", "h3", "h4", "h5", "h6")},
}
CLEANER = nh3.Cleaner(
    tags=KEPT,
    clean_content_tags={"script", "style", "svg", "math", "template", "select", "textarea", "title"},
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
UNREAD = re.compile(
    f"{TOKEN.pattern.replace('(', '(?P<token>')}"
    r"|!\[(?P<image_alt>[^\[\]]*)\]\((?P<image>[^\s()]+)(?:\s+\"[^\"]*\")?\)"
    r"|<img\b[^<>]*?\bsrc=\"(?P<src>[^\"]*)\"[^<>]*>"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<href>[^\s()]+)\)"
)
ALT = re.compile(r'\balt="(.*?)"\s*(?:/?>|\w+=)', re.DOTALL)
ATTRIBUTE_LIST = re.compile(r"[ \t]?\{:?\s*(?:[.#][A-Za-z][\w-]*\s*)+\}")
BLANK = re.compile(r"\s*\Z")


@dataclass
class Markup:
    """The blocks of one text. `pictures` maps each path that a figure names to its alternative text."""

    pieces: list[Piece]
    picture_path: Callable[[str], str]
    name_of: Callable[[str], str]
    pictures: dict[str, str] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    _anchors: dict[str, str] = field(default_factory=dict)  # a heading's own id → its text

    def read(self, html: str) -> str:
        self._report_lost(html)
        root = parse(CLEANER.clean(html))
        root.children = list(self._flow(root.children))
        for link in root.walk():
            if link.tag == "a" and (
                text := self._anchors.get(link.attributes.get("href", "").removeprefix("#"))
            ):
                link.attributes["href"] = f"#{slugify(text)}"
        return unprotect(root.html()).strip()

    def _remark(self, kind: Kind, about: str) -> None:
        self.remarks.append(Remark(kind, " ".join(about.split())[:120]))

    def _report_lost(self, html: str) -> None:
        for tag, given in _start_tags(html):
            if kind := LOST.get(tag):
                self._remark(kind, f"<{tag}> {given.get('src') or given.get('aria-label') or ''}".strip())

    # -- blocks -------------------------------------------------------------------------------------------

    def _flow(self, nodes: "Iterable[Node]") -> Iterator[Element]:
        """Blocks only: runs of words between them are put into paragraphs."""
        run: list[Node] = []
        for node in self._parts(nodes):
            if isinstance(node, str) or node.tag in INLINE:
                run.append(node)
                continue
            yield from _paragraph(run)
            run = []
            yield node
        yield from _paragraph(run)

    def _parts(self, nodes: "Iterable[Node]") -> "Iterator[Node]":
        """Words and finished blocks, in order; wrappers are opened, and end a run of words."""
        for node in nodes:
            if isinstance(node, str):
                yield from self._words(node)
                continue
            tag = RENAMED.get(node.tag, node.tag)
            if tag in INLINE:
                yield from self._inline(node, tag)
            elif tag in {"span", "source", "legend"}:
                yield from self._parts(node.children)
            else:
                yield from self._block(node, tag)

    def _block(self, node: Element, tag: str) -> Iterator[Element]:
        if tag in OPENED:
            yield from self._flow(node.children)
        elif tag in {"dt", "summary"}:
            yield from (_strong(block) for block in self._flow(node.children))
        elif tag == "img":
            yield from self._image(node.attributes.get("src", ""), node.attributes.get("alt", ""))
        elif tag == "figure":
            yield from self._figure(node)
        elif tag == "pre":
            yield _code_block(node)
        elif tag == "hr":
            yield Element("hr")
        elif tag == "table":
            yield from self._table(node)
        elif tag in FRAMES:
            yield from self._frame(node)
        elif tag in HEADINGS:
            yield from self._heading(node, tag)
        else:
            yield from self._container(node, tag)

    def _heading(self, node: Element, tag: str) -> Iterator[Element]:
        parts = list(self._parts(node.children))
        words = [part for part in parts if isinstance(part, str) or part.tag in INLINE]
        if not _is_blank(words):
            yield (heading := Element(tag, {}, _trimmed(words)))
            self._anchors[node.attributes.get("id", "")] = heading.text()
        yield from (part for part in parts if isinstance(part, Element) and part.tag not in INLINE)

    def _container(self, node: Element, tag: str) -> Iterator[Element]:
        """Lists, quotes and their like: kept when something is in them."""
        if tag in {"ul", "ol"}:
            children: list[Node] = [
                child for child in self._items(node.children) if not _is_blank(child.children)
            ]
        else:
            children = (
                self._cell(node.children) if tag in {"li", "td", "th"} else list(self._flow(node.children))
            )
        kept = {
            name: value for name, value in node.attributes.items() if name in {"start", "colspan", "rowspan"}
        }
        if tag == "li" and (note := re.fullmatch(r"fn-?(\w+)", node.attributes.get("id", ""))):
            kept["id"] = f"fn-{note[1].lower()}"
        if children and not _is_blank(children):
            yield Element(tag, kept, children)

    def _items(self, nodes: "Iterable[Node]") -> Iterator[Element]:
        for node in nodes:
            if isinstance(node, Element) and node.tag == "li":
                yield from self._container(node, "li")
            elif not isinstance(node, str) or node.strip():
                yield Element("li", {}, self._cell([node]))

    def _cell(self, nodes: "list[Node]") -> "list[Node]":
        """Words as they are when there is nothing but words, so that a tight list stays tight."""
        parts = list(self._parts(nodes))
        if all(isinstance(part, str) or part.tag in INLINE for part in parts):
            return _trimmed(parts)
        return list(_flow_again(parts))

    def _table(self, node: Element) -> Iterator[Element]:
        for caption in [child for child in node.walk() if child.tag == "caption"]:
            yield from self._flow(caption.children)
        yield Element("table", {}, [*self._rows(node)])

    def _rows(self, node: Element) -> Iterator[Element]:
        for child in node.children:
            if not isinstance(child, Element) or child.tag == "caption":
                continue
            tag = RENAMED.get(child.tag, child.tag)
            if tag in {"thead", "tbody", "tr"}:
                if rows := list(self._rows(child)):
                    yield Element(tag, {}, rows)
            elif tag in {"th", "td"}:
                spans = {name: value for name, value in child.attributes.items() if value.isdecimal()}
                yield Element(tag, spans, self._cell(child.children))

    # -- words --------------------------------------------------------------------------------------------

    def _inline(self, node: Element, tag: str) -> "Iterator[Node]":
        """One element of a line; a picture inside splits it, for a figure is a block."""
        if tag == "br":
            yield Element("br")
            return
        if tag == "code":
            yield Element("code", {}, [_without_tokens(node.text())])
            return
        attributes = self._attributes(node, tag)
        run: list[Node] = []
        for part in self._parts(node.children):
            if isinstance(part, str) or part.tag in INLINE:
                run.append(part)
                continue
            yield from _wrapped(tag, attributes, run)
            run = []
            yield _linked(part, attributes.get("href", "")) if tag == "a" else part
        yield from _wrapped(tag, attributes, run)

    def _attributes(self, node: Element, tag: str) -> dict[str, str]:
        if tag == "sup" and node.attributes.get("class") == "footnote-ref":
            note = next((a.attributes.get("id", "") for a in node.walk() if a.tag == "a"), "")
            return {"id": f"fnref-{note.removeprefix('fnref').replace(':', '-').lower()}"}
        if tag != "a":
            return {}
        href = _link(node.attributes.get("href", ""))
        if href:
            self.links[href] = None
        kept = {"href": href, "title": node.attributes.get("title", "")}
        return {name: value for name, value in kept.items() if value}

    def _words(self, text: str) -> "Iterator[Node]":
        """Words, with the pieces in place of their tokens, and what Markdown left alone within HTML blocks."""
        text = ATTRIBUTE_LIST.sub("", text)
        place = 0
        for match in UNREAD.finditer(text):
            if before := text[place : match.start()]:
                yield before
            yield from self._unread(match)
            place = match.end()
        if rest := text[place:]:
            yield rest

    def _unread(self, match: re.Match[str]) -> "Iterator[Node]":
        if match["token"]:
            yield from self._piece(self.pieces[int(match["token"])])
        elif match["image"]:
            yield from self._image(match["image"], match["image_alt"])
        elif match["src"]:
            yield from self._image(match["src"], next(iter(ALT.findall(match[0])), ""))
        else:
            yield from self._parts([Element("a", {"href": match["href"]}, [match["words"]])])

    def _piece(self, piece: Piece) -> "Iterator[Node]":
        match piece:
            case Nothing():
                pass
            case Person(key):
                yield self.name_of(key)
            case Embed(address, title):
                yield from self._embed(address, title)
            case Picture(path, alt, caption):
                for figure in self._image(path, alt):
                    if caption and figure.tag == "figure":
                        figure.children.append(Element("figcaption", {}, [caption]))
                    yield figure

    # -- pictures and frames ------------------------------------------------------------------------------

    def _image(self, src: str, alt: str) -> Iterator[Element]:
        address = _link(src)
        if not address:
            self._remark(Kind.MISSING_PICTURE, f"no address (“{alt}”)")
            return
        if urlsplit(address).netloc:
            self._remark(Kind.REMOTE_PICTURE, address)
            yield Element("p", {}, [Element("a", {"href": address}, [alt or urlsplit(address).netloc])])
            return
        path = self.picture_path(unquote(address.split("?")[0].split("#")[0]))
        alt = " ".join(unprotect(alt).split())
        self.pictures[path] = self.pictures.get(path) or alt
        yield Element("figure", {}, [Element("img", {"src": path, "alt": alt})])

    def _figure(self, node: Element) -> Iterator[Element]:
        """One figure a picture; the caption belongs to the last. Without a picture it is no figure."""
        caption: list[Node] = []
        for child in [child for child in node.walk() if child.tag == "figcaption"]:
            caption += (
                [" ", *_line(self._flow(child.children))] if caption else _line(self._flow(child.children))
            )
            child.children = []
        blocks = list(self._flow(node.children))
        figures = [block for block in blocks if block.tag == "figure"]
        if figures and not _is_blank(caption):
            own = next((part for part in figures[-1].children if _is(part, "figcaption")), None)
            if own is not None:
                own.children += [" — ", *caption]
            else:
                figures[-1].children.append(Element("figcaption", {}, _trimmed(caption)))
            caption = []
        yield from blocks
        yield from _paragraph(caption)

    def _frame(self, node: Element) -> Iterator[Element]:
        source = next((child for child in node.walk() if child.tag == "source"), node)
        given = node.attributes | source.attributes
        address = given.get("src") or given.get("data", "")
        if address:
            yield from self._embed(address, node.attributes.get("title", "") or node.text().strip())

    def _embed(self, address: str, title: str) -> Iterator[Element]:
        page = page_of(_link(address))
        self._remark(Kind.EMBED, page)
        self.links[page] = None
        yield Element("p", {}, [Element("a", {"href": page}, [title or urlsplit(page).netloc or page])])


class _StartTags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))


def _start_tags(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = _StartTags()
    parser.feed(html)
    parser.close()
    return parser.found


def _link(address: str) -> str:
    """Without line breaks, blanks encoded; `//host/…` is meant as https."""
    address = re.sub(r"[\t\r\n]+", "", QUOTED_TOKEN.sub("", address).strip()).replace(" ", "%20")
    return f"https:{address}" if address.startswith("//") else address


def _is(node: "Node", tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _is_blank(nodes: "Iterable[Node]") -> bool:
    """Nothing to read or to see."""
    for node in nodes:
        if isinstance(node, str):
            if node.strip("\u200b \t\r\n\u00a0"):
                return False
        elif node.tag in {"img", "hr"} or not _is_blank(node.children):
            return False
    return True


def _trimmed(nodes: "Iterable[Node]") -> "list[Node]":
    """Without blanks and line breaks at either end."""
    kept = list(nodes)
    while kept and (_is(kept[0], "br") or (isinstance(kept[0], str) and BLANK.match(kept[0]))):
        del kept[0]
    while kept and (_is(kept[-1], "br") or (isinstance(kept[-1], str) and BLANK.match(kept[-1]))):
        del kept[-1]
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _paragraph(run: "list[Node]") -> Iterator[Element]:
    if not _is_blank(run):
        yield Element("p", {}, _trimmed(run))


def _flow_again(parts: "list[Node]") -> "Iterator[Node]":
    """A list item such as `words <ul>…</ul>`: words stay bare before an inner list, else become paragraphs."""
    run: list[Node] = []
    for part in parts:
        if isinstance(part, str) or part.tag in INLINE:
            run.append(part)
            continue
        yield from _trimmed(run) if part.tag in {"ul", "ol"} else _paragraph(run)
        run = []
        yield part
    yield from _paragraph(run)


def _wrapped(tag: str, attributes: dict[str, str], run: "list[Node]") -> "Iterator[Node]":
    """An `<a>` without an address is only its words; an empty element is nothing, but its blank stays."""
    if tag == "a" and "href" not in attributes:
        yield from run
    elif _is_blank(run):
        yield from (node for node in run if isinstance(node, str))
    else:
        yield Element(tag, attributes, list(run))


def _linked(block: Element, href: str) -> Element:
    """The link around a picture goes into its caption: a figure holds a picture and words."""
    if block.tag != "figure" or not href or href.lower().endswith((".jpg", ".jpeg", ".png", ".gif")):
        return block
    caption = next((part for part in block.children if _is(part, "figcaption")), None)
    words: list[Node] = list(caption.children) if isinstance(caption, Element) else []
    link = Element("a", {"href": href}, words or [urlsplit(href).netloc or href])
    block.children = [
        *(part for part in block.children if part is not caption),
        Element("figcaption", {}, [link]),
    ]
    return block


def _line(blocks: Iterable[Element]) -> "list[Node]":
    """Several paragraphs as one line, for a caption."""
    line: list[Node] = []
    for block in blocks:
        line += [" ", *block.children] if line else block.children
    return line


def _strong(block: Element) -> Element:
    return Element("p", {}, [Element("strong", {}, block.children)]) if block.tag == "p" else block


def _without_tokens(text: str) -> str:
    return TOKEN.sub("", text)


def _code_block(node: Element) -> Element:
    inner = next((child for child in node.walk() if child.tag == "code"), None)
    language = inner.attributes.get("class", "").split() if inner else []
    given = next((name for name in language if name.startswith("language-")), "").lower()
    code = Element("code", {"class": given} if given else {}, [_without_tokens(node.text())])
    return Element("pre", {}, [code])
