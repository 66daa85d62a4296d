"""What a body holds, for those who judge it: its headings, links and pictures, in their order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Link:
    address: str
    article: int | None  # one of ours, by identity
    words: str = ""


@dataclass
class Image:
    picture: int | None
    alt: str
    is_decorative: bool


@dataclass
class Parts:
    headings: list[tuple[int, str]] = field(default_factory=list)  # (level, text)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


def parts_of(body: str) -> Parts:
    walk = _Walk()
    walk.feed(body)
    walk.close()
    return walk.parts


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = Parts()
        self._link: Link | None = None
        self._heading: int | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a":
            self._link = Link(given.get("href") or "", _number(given.get("data-article")))
        elif tag in {"h2", "h3", "h4"}:
            self._heading, self._words = int(tag[1]), []
        elif tag == "img":
            alt = (given.get("alt") or "").strip()
            self.parts.images.append(Image(_number(given.get("data-file")), alt, "data-decorative" in given))
            if self._link:
                self._link.words += alt

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link:
            self.parts.links.append(self._link)
            self._link = None
        elif tag in {"h2", "h3", "h4"} and self._heading:
            self.parts.headings.append((self._heading, " ".join("".join(self._words).split())))
            self._heading = None

    def handle_data(self, data: str) -> None:
        if self._link:
            self._link.words += data
        if self._heading:
            self._words.append(data)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
