"""Two texts of one article as they read: what was inserted, deleted and moved, marked in the rendered page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html
from lxml.html.diff import htmldiff

MOVED_WORDS = 4  # fewer words may well be the same by chance
ALIKE = 0.4  # of their words; less is shown as one paragraph gone and another come


@dataclass
class Block:
    """One paragraph, heading, list, table … of a body."""

    html: str

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", re.sub(r"<[^>]+>", " ", self.html).lower())


def compare(old: str, new: str) -> str:
    """HTML with `<ins>` and `<del>`; a block that only moved stands in its new place as `<div class="moved">`.

    Both must have passed `blog.body.clean`.
    """
    before, after = _blocks(old), _blocks(new)
    matcher = SequenceMatcher(None, [b.html for b in before], [b.html for b in after], autojunk=False)
    steps = matcher.get_opcodes()
    moved = _moved(steps, before, after)
    return "".join(piece for step in steps for piece in _show(step, before, after, moved))


def _blocks(body: str) -> list[Block]:
    if not body.strip():
        return []
    return [Block(_as_html(child)) for child in html.fragment_fromstring(body, create_parent="div")]


def _as_html(element: html.HtmlElement) -> str:
    element.tail = None
    return html.tostring(element, encoding="unicode")


Step = tuple[str, int, int, int, int]


def _moved(steps: Sequence[Step], before: list[Block], after: list[Block]) -> set[str]:
    gone = {b.html for kind, i, j, _, _ in steps if kind != "equal" for b in before[i:j]}
    come = {b.html for kind, _, _, i, j in steps if kind != "equal" for b in after[i:j]}
    return {text for text in gone & come if len(Block(text).words) >= MOVED_WORDS}


def _show(step: Step, before: list[Block], after: list[Block], moved: set[str]) -> Iterator[str]:
    kind, i, j, k, m = step
    if kind == "equal":
        yield from (block.html for block in after[k:m])
        return
    gone = [block for block in before[i:j] if block.html not in moved]
    come = after[k:m]
    for block in come:
        if block.html in moved:
            yield f'<div class="moved"><p class="moved__label">Moved here</p>{block.html}</div>'
            continue
        while gone and not _are_alike(gone[0], block) and any(_are_alike(other, block) for other in gone[1:]):
            yield _whole("del", gone.pop(0))
        if gone and _are_alike(gone[0], block):
            yield htmldiff(gone.pop(0).html, block.html)
        else:
            yield _whole("ins", block)
    yield from (_whole("del", block) for block in gone)


def _are_alike(one: Block, other: Block) -> bool:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio() >= ALIKE


def _whole(tag: str, block: Block) -> str:
    return f'<{tag} class="whole">{block.html}</{tag}>'
