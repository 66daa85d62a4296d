"""Any HTML → the few blocks that an article's body is made of (the table is `blog.body.TAGS`).

What has no place there is opened, turned into the nearest thing that has, or left out with a remark. Pictures stand
alone in figures; frames, videos and embeds become plain links; words are never lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.text import slugify

from blog.importers.blocks import (
    as_blocks,
    as_cell,
    as_line,
    is_blank,
    is_words,
    strong,
    trimmed,
    with_caption,
    with_link,
    wrapped,
)
from blog.importers.embeds import page_of
from blog.importers.entry import Kind, Remark
from blog.importers.html_tree import Element, Node, parse
from blog.importers.links import host_of, tidy
from blog.importers.template_signs import TOKEN, Embed, Nothing, Person, Picture, Piece, unprotect
from blog.importers.wild_html import FRAMES, HEADINGS, INLINE, RENAMED, TRANSPARENT, lost_in, tame

ATTRIBUTE_LIST = re.compile(
    r"[ \t]?\{:?\s*(?:[.#][A-Za-z][\w-]*\s*)+\}"
)  # {.class #id} of kramdown and its kin

OWN_ID = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}\s*\Z")


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
        self.remarks += lost_in(html)
        root = parse(tame(html))
        root.children = list(self._flow(root.children))
        for link in root.walk():
            if link.tag == "a" and (text := self._anchors.get(link.attributes.get("href", "").lstrip("#"))):
                link.attributes["href"] = f"#{slugify(text)}"
        return unprotect(root.html()).strip()

    def _remark(self, kind: Kind, about: str) -> None:
        self.remarks.append(Remark(kind, " ".join(about.split())[:120]))

    # -- blocks -------------------------------------------------------------------------------------------

    def _flow(self, nodes: Iterable[Node]) -> Iterator[Element]:
        return as_blocks(self._parts(nodes))

    def _parts(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Words and finished blocks, in order; wrappers are opened, and end a run of words."""
        for node in nodes:
            if isinstance(node, str):
                yield from self._words(node)
                continue
            tag = RENAMED.get(node.tag, node.tag)
            if tag in INLINE:
                yield from self._inline(node, tag)
            elif tag in TRANSPARENT:
                yield from self._parts(node.children)
            else:
                yield from self._block(node, tag)

    def _block(self, node: Element, tag: str) -> Iterator[Element]:
        if tag in {"dt", "summary"}:
            yield from (strong(block) for block in self._flow(node.children))
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
        elif tag in {"ul", "ol", "li", "blockquote", "th", "td"}:
            yield from self._container(node, tag)
        else:
            yield from self._flow(node.children)

    def _heading(self, node: Element, tag: str) -> Iterator[Element]:
        parts = list(self._parts(node.children))
        words = [part for part in parts if is_words(part)]
        if not is_blank(words):
            yield (heading := Element(tag, {}, trimmed(words)))
            written = OWN_ID.search(node.text())
            self._anchors[written[1] if written else node.attributes.get("id", "")] = heading.text()
        yield from (part for part in parts if isinstance(part, Element) and not is_words(part))

    def _container(self, node: Element, tag: str) -> Iterator[Element]:
        """Lists, quotes and their like: kept when something is in them."""
        children: list[Node]
        if tag in {"ul", "ol"}:
            children = [*self._items(node.children)]
        elif tag in {"li", "td", "th"}:
            children = as_cell([*self._parts(node.children)])
        else:
            children = [*self._flow(node.children)]
        if not is_blank(children):
            yield Element(tag, _kept(node, tag), children)

    def _items(self, nodes: Iterable[Node]) -> Iterator[Element]:
        for node in nodes:
            if isinstance(node, Element) and node.tag == "li":
                yield from self._container(node, "li")
            elif not isinstance(node, str) or node.strip():
                yield Element("li", {}, as_cell([*self._parts([node])]))

    def _table(self, node: Element) -> Iterator[Element]:
        """Its caption goes before it, as a paragraph."""
        for caption in [child for child in node.walk() if child.tag == "caption"]:
            yield from self._flow(caption.children)
        yield Element("table", {}, [*self._rows(node)])

    def _rows(self, node: Element) -> Iterator[Element]:
        for child in node.children:
            tag = RENAMED.get(child.tag, child.tag) if isinstance(child, Element) else ""
            if isinstance(child, Element) and tag in {"thead", "tbody", "tr"}:
                if rows := [*self._rows(child)]:
                    yield Element(tag, {}, [*rows])
            elif isinstance(child, Element) and tag in {"th", "td"}:
                yield Element(tag, _kept(child, tag), as_cell([*self._parts(child.children)]))

    # -- words --------------------------------------------------------------------------------------------

    def _inline(self, node: Element, tag: str) -> Iterator[Node]:
        """One element of a line; a picture inside splits it, for a figure is a block."""
        if tag == "br":
            yield Element("br")
            return
        if tag == "code":
            yield Element("code", {}, [TOKEN.sub("", node.text())])
            return
        attributes = self._attributes(node, tag)
        run: list[Node] = []
        for part in self._parts(node.children):
            if isinstance(part, str) or part.tag in INLINE:
                run.append(part)
                continue
            yield from wrapped(tag, attributes, run)
            run = []
            yield with_link(part, attributes.get("href", ""))
        yield from wrapped(tag, attributes, run)

    def _attributes(self, node: Element, tag: str) -> dict[str, str]:
        if tag == "sup" and node.attributes.get("class") == "footnote-ref":
            note = next((a.attributes.get("id", "") for a in node.walk() if a.tag == "a"), "")
            return {"id": f"fnref-{note.removeprefix('fnref').replace(':', '-').lower()}"}
        if tag != "a":
            return {}
        if href := tidy(node.attributes.get("href", "")):
            self.links[href] = None
        kept = {"href": href, "title": node.attributes.get("title", "")}
        return {name: value for name, value in kept.items() if value}

    def _words(self, text: str) -> Iterator[Node]:
        """Words, with the pieces in place of their tokens."""
        for place, part in enumerate(TOKEN.split(ATTRIBUTE_LIST.sub("", text))):
            if place % 2:
                yield from self._piece(self.pieces[int(part)])
            elif part:
                yield part

    def _piece(self, piece: Piece) -> Iterator[Node]:
        match piece:
            case Nothing():
                pass
            case Person(key):
                yield self.name_of(key)
            case Embed(address, title):
                yield from self._embed(address, title)
            case Picture(path, alt, caption):
                for block in self._image(path, alt):
                    yield with_caption(block, [caption]) if block.tag == "figure" else block

    # -- pictures and frames ------------------------------------------------------------------------------

    def _image(self, src: str, alt: str) -> Iterator[Element]:
        address, alt = tidy(src), " ".join(unprotect(alt).split())
        if not address:
            self._remark(Kind.MISSING_PICTURE, f"no address (“{alt}”)")
        elif host := host_of(address):
            self._remark(Kind.REMOTE_PICTURE, address)
            self.links[address] = None
            yield Element("p", {}, [Element("a", {"href": address}, [alt or host])])
        else:
            path = self.picture_path(unquote(address.split("?")[0].split("#")[0]))
            self.pictures[path] = self.pictures.get(path) or alt
            yield Element("figure", {}, [Element("img", {"src": path, "alt": alt})])

    def _figure(self, node: Element) -> Iterator[Element]:
        """One figure a picture; the caption belongs to the last. Without a picture it is no figure."""
        caption: list[Node] = []
        for child in [child for child in node.walk() if child.tag == "figcaption"]:
            caption += [" ", *as_line(self._flow(child.children))]
            child.children = []
        blocks = [*self._flow(node.children)]
        figures = [block for block in blocks if block.tag == "figure"]
        if figures:
            with_caption(figures[-1], caption)
        yield from blocks
        if not figures:
            yield from as_blocks(caption)

    def _frame(self, node: Element) -> Iterator[Element]:
        source = next((child for child in node.walk() if child.tag == "source"), node)
        given = node.attributes | source.attributes
        if address := given.get("src") or given.get("data", ""):
            words = "" if node.tag == "iframe" else " ".join(node.text().split())
            yield from self._embed(address, node.attributes.get("title", "") or words)

    def _embed(self, address: str, title: str) -> Iterator[Element]:
        page = page_of(tidy(address))
        self._remark(Kind.EMBED, page)
        self.links[page] = None
        yield Element("p", {}, [Element("a", {"href": page}, [title or host_of(page) or page])])


def _kept(node: Element, tag: str) -> dict[str, str]:
    kept = {name: node.attributes.get(name, "") for name in ("start", "colspan", "rowspan")}
    if tag == "li" and (note := re.fullmatch(r"fn-?(\w+)", node.attributes.get("id", ""))):
        kept["id"] = f"fn-{note[1].lower()}"
    return {name: value for name, value in kept.items() if value}


def _code_block(node: Element) -> Element:
    inner = next((child for child in node.walk() if child.tag == "code"), None)
    classes = inner.attributes.get("class", "").split() if inner else []
    language = next((name.lower() for name in classes if name.startswith("language-")), "")
    code = Element("code", {"class": language} if language else {}, [TOKEN.sub("", node.text())])
    return Element("pre", {}, [code])
