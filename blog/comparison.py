"""Two texts of one article as they read: what was inserted, deleted and moved, marked in the rendered page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter

from django.utils.html import escape
from lxml import html
from lxml.html.diff import htmldiff

MOVED_WORDS = 4  # fewer words may well be the same by chance
ALIKE = 0.4  # of their words; less is shown as one paragraph gone and another come
EDGES = re.compile(
    r"\s*(</?(?:p|h[2-4]|[uo]l|li|t[hdr]|table|thead|tbody|blockquote|aside|figure|figcaption|br)\b[^>]*>)\s*"
)
AROUND = 120  # words; a longer neighbour of what differs is folded like the rest


@dataclass
class Block:
    """One paragraph, heading, list, table … of a body."""

    html: str

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", re.sub(r"<[^>]+>", " ", self.html).lower())

    @property
    def spelling(self) -> str:
        """The same for blocks that only differ by blanks which nobody sees: an import leaves some, the editor none."""
        if self.html.startswith("<pre"):
            return self.html
        return EDGES.sub(r"\1", re.sub(r"\s+", " ", self.html))


@dataclass
class Piece(Block):
    """A block as the comparison shows it."""

    differs: bool


def compare(old: str, new: str) -> str:
    """HTML with `<ins>` and `<del>`; a block that only moved stands in its new place as `<div class="moved">`.

    Both must have passed `blog.body.clean`.
    """
    return "".join(piece.html for piece in _pieces(old, new))


def compare_folded(old: str, new: str) -> str:
    """As `compare`; what is the same is folded, but for a block on each side of what differs."""
    runs = [list(run) for _, run in groupby(_pieces(old, new), key=attrgetter("differs"))]
    shown = []
    for n, run in enumerate(runs):
        is_open = run[0].differs
        shown += run if is_open else _folded(run, follows=n > 0, leads=n + 1 < len(runs))
    return "".join(piece.html for piece in shown)


def compare_words(old: str, new: str) -> str:
    """Two plain texts, as HTML with `<ins>` and `<del>`; `new` unmarked where hardly a word stayed."""
    one, other = Block(escape(old)), Block(escape(new))
    return htmldiff(one.html, other.html) if _are_alike(one, other) else other.html


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _blocks(old), _blocks(new)
    matcher = SequenceMatcher(None, [b.spelling for b in before], [b.spelling for b in after], autojunk=False)
    steps = matcher.get_opcodes()
    moved = _moved(steps, before, after)
    for step in steps:
        for shown in _show(step, before, after, moved):
            yield Piece(shown, step[0] != "equal")


def _folded(run: list[Piece], *, follows: bool, leads: bool) -> list[Piece]:
    """`follows` and `leads`: whether something that differs stands before it, and after it."""
    first = 1 if follows and len(run[0].words) <= AROUND else 0
    last = len(run) - (1 if leads and len(run[-1].words) <= AROUND else 0)
    hidden = run[first:last]
    words = sum(len(piece.words) for piece in hidden)
    if not hidden or (len(hidden) == 1 and words <= AROUND and (follows or leads)):
        return run
    label = f"Unchanged: {words:,} word{'' if words == 1 else 's'}"
    text = "".join(piece.html for piece in hidden)
    folded = f'<details class="folded"><summary>{label}</summary>{text}</details>'
    return [*run[:first], Piece(folded, differs=False), *run[last:]]


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
            yield from _marked(gone.pop(0), block)
        else:
            yield _whole("ins", block)
    yield from (_whole("del", block) for block in gone)


def _marked(old: Block, new: Block) -> Iterator[str]:
    marked = htmldiff(old.html, new.html)
    if "<ins" in marked or "<del" in marked:
        yield marked
    else:  # the same words, set otherwise: bold, a heading of another level, another link
        yield _whole("del", old)
        yield _whole("ins", new)


def _are_alike(one: Block, other: Block) -> bool:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio() >= ALIKE


def _whole(tag: str, block: Block) -> str:
    return f'<{tag} class="whole">{block.html}</{tag}>'
