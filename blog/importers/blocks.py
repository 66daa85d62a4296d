"""Runs of words and the blocks they become."""

from collections.abc import Iterable, Iterator

from blog.importers.html_tree import Element, Node
from blog.importers.links import host_of
from blog.importers.wild_html import INLINE

BLANKS = "\u200b\u00a0 \t\r\n"
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg")


def is_words(node: Node) -> bool:
    return isinstance(node, str) or node.tag in INLINE


def is_blank(nodes: Iterable[Node]) -> bool:
    """Nothing to read or to see."""
    for node in nodes:
        if isinstance(node, str):
            if node.strip(BLANKS):
                return False
        elif node.tag in {"img", "hr"} or not is_blank(node.children):
            return False
    return True


def trimmed(nodes: Iterable[Node]) -> list[Node]:
    """Without blanks and line breaks at either end."""
    kept = list(nodes)
    while kept and _is_gap(kept[0]):
        del kept[0]
    while kept and _is_gap(kept[-1]):
        del kept[-1]
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _is_gap(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.tag == "br"


def paragraph(run: list[Node]) -> Iterator[Element]:
    """None for a run without words."""
    if not is_blank(run):
        yield Element("p", {}, trimmed(run))


def as_blocks(parts: Iterable[Node]) -> Iterator[Element]:
    """Words between blocks are put into paragraphs."""
    run: list[Node] = []
    for part in parts:
        if isinstance(part, str) or part.tag in INLINE:
            run.append(part)
        else:
            yield from paragraph(run)
            yield part
            run = []
    yield from paragraph(run)


def as_cell(parts: list[Node]) -> list[Node]:
    """What stands in a list item or a cell: nothing but words stays bare, and so do words before an inner list."""
    if all(is_words(part) for part in parts):
        return trimmed(parts)
    first = next(place for place, part in enumerate(parts) if not is_words(part))
    if isinstance(inner := parts[first], Element) and inner.tag in {"ul", "ol"}:
        return [*trimmed(parts[:first]), *as_blocks(parts[first:])]
    return list(as_blocks(parts))


def as_line(blocks: Iterable[Element]) -> list[Node]:
    """Several paragraphs in one line, for a caption."""
    line: list[Node] = []
    for block in blocks:
        line += [" ", *block.children] if line else block.children
    return line


def wrapped(tag: str, attributes: dict[str, str], run: list[Node]) -> Iterator[Node]:
    """An `<a>` without an address is only its words; an empty element is nothing, but its blank stays."""
    if tag == "a" and "href" not in attributes:
        yield from run
    elif is_blank(run):
        yield from (node for node in run if isinstance(node, str))
    else:
        yield Element(tag, attributes, list(run))


def with_caption(figure: Element, words: list[Node]) -> Element:
    """The figure with these words below it, after those that it has."""
    if is_blank(words):
        return figure
    caption = next(
        (part for part in figure.children if isinstance(part, Element) and part.tag != "img"), None
    )
    if caption is None:
        figure.children.append(Element("figcaption", {}, trimmed(words)))
    else:
        caption.children += [" ", *trimmed(words)]
    return figure


def with_link(block: Element, href: str) -> Element:
    """The link around a picture goes below it, for a figure holds a picture and words. To itself it needs none."""
    if block.tag != "figure" or not href or href.lower().endswith(PICTURES):
        return block
    return with_caption(block, [Element("a", {"href": href}, [host_of(href) or href])])


def strong(block: Element) -> Element:
    return Element("p", {}, [Element("strong", {}, block.children)]) if block.tag == "p" else block
