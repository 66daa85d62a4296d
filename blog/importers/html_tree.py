"""A small tree for HTML that a sanitiser has already made well-formed. (Wild HTML never comes here: see `parse`.)"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias

VOID = {"br", "hr", "img", "embed", "source", "track", "col", "wbr", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Element]":
        """Every element below, in the order of the text; the tree may be changed below the one just given."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def html(self) -> str:
        """The children only; the element itself by `serialise`."""
        return "".join(serialise(child) for child in self.children)


Node: TypeAlias = Element | str


def serialise(node: "Element | str") -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    given = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    start = f"<{node.tag}{given}>"
    return start if node.tag in VOID else f"{start}{node.html()}</{node.tag}>"


def parse(html: str) -> Element:
    """The root (tag "") of well-formed HTML, as nh3 writes it."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    # Where HTML5 sees text only: parsed as tags, what a frame holds would slip past the sanitiser.
    CDATA_CONTENT_ELEMENTS = ("script", "style", "iframe", "noembed", "noframes", "xmp")  # type: ignore[misc]

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
