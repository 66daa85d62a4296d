"""The last step for a body: pictures from the library, links to where pages are now."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from blog.body import clean
from blog.derivation import derive
from blog.importers.addresses import Addresses, heading_id
from blog.importers.entry import Entry, Kind, Remark
from blog.importers.html_tree import Element, Node, parse
from blog.importers.pictures import Assets
from blog.models import Picture

IDS = re.compile(r'\sid="([^"]+)"')
FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)\Z", re.IGNORECASE)


@dataclass
class Placing:
    """Done twice: on paper, to see whether anything changed and what is missing (`html` then names the pictures'
    contents, and nothing is written), and for good.
    """

    entry: Entry
    addresses: Addresses
    assets: Assets
    is_on_paper: bool
    remarks: list[Remark] = field(default_factory=list)

    def html(self) -> str:
        root = parse(self.entry.body)
        ids = _ids(self.entry.body) if 'href="#' in self.entry.body else set()
        _rewrite(root, lambda element: self._placed(element, ids))
        return root.html()

    def _placed(self, element: Element, ids: set[str]) -> "list[Node] | None":
        """What stands in an element's place; None: itself."""
        if element.tag == "figure":
            return self._figure(element, ids)
        if element.tag == "a":
            return self._link(element, element.attributes.get("href", ""), ids)
        return None

    def _figure(self, figure: Element, ids: set[str]) -> "list[Node] | None":
        image = next((part for part in figure.walk() if part.tag == "img"), None)
        if image is None:
            return None
        path, alt = image.attributes["src"], image.attributes.get("alt", "")
        if self.is_on_paper:
            if trouble := self.assets.trouble(path):
                self.remarks.append(trouble)
                return self._without_picture(figure, ids)
            if self.assets.is_moving(path):
                self.remarks.append(Remark(Kind.MOVING_PICTURE, path))
            image.attributes["src"] = self.assets.content_hash(path)
        elif picture := self.assets.receive(path, alt=alt):
            image.attributes = _in_library(picture, alt)
        else:
            return self._without_picture(figure, ids)
        return None

    def _without_picture(self, figure: Element, ids: set[str]) -> "list[Node]":
        """A caption makes no sense alone, but a link in it leads somewhere: then it stays, as a paragraph."""
        caption = next((part for part in figure.walk() if part.tag == "figcaption"), None)
        if caption is None or not any(part.tag == "a" for part in caption.walk()):
            return []
        _rewrite(caption, lambda element: self._placed(element, ids))
        return [Element("p", {}, caption.children)]

    def _link(self, link: Element, href: str, ids: set[str]) -> "list[Node] | None":
        if href.startswith("#"):
            wanted = next((name for name in (href[1:], heading_id(href[1:])) if name in ids), "")
            target = f"#{wanted}" if wanted else None
        else:
            target = self._file(href) or self.addresses.target(href, self.entry)
        if target is None:
            self.remarks.append(Remark(Kind.ANCHOR if href.startswith("#") else Kind.DEAD_LINK, href))
            return link.children
        link.attributes["href"] = target
        return None

    def _file(self, href: str) -> str | None:
        """A link to a picture leads to it in the library."""
        if not href.startswith("/") or not FILE.search(href) or self.assets.trouble(href):
            return None
        if self.is_on_paper:
            return self.assets.content_hash(href)
        picture = self.assets.receive(href)
        return picture.own_address if picture else None


def _rewrite(element: Element, change: "Callable[[Element], list[Node] | None]") -> None:
    children: list[Node] = []
    for child in element.children:
        changed = change(child) if isinstance(child, Element) else None
        if changed is None and isinstance(child, Element):
            _rewrite(child, change)
        children += [child] if changed is None else changed
    element.children = children


def _in_library(picture: Picture, alt: str) -> dict[str, str]:
    size = {"width": str(picture.width), "height": str(picture.height)}
    return {"src": picture.own_address, "alt": alt or picture.alt, "data-file": str(picture.pk), **size}


def _ids(body: str) -> set[str]:
    """What a link within the page can lead to: headings get their names at save, footnotes have theirs."""
    return set(IDS.findall(derive(clean(body), {}).html))
