"""HTML as it comes in: made well-formed, and rid of what can do harm. What has no place in an article but says
something (frames, wrappers, old names of tags) is let through here and settled by `blog.importers.markup`.
"""

import re
from collections.abc import Iterator

import nh3

from blog.importers.entry import Kind, Remark

LOST = {"script": Kind.SCRIPT, "style": Kind.STYLE, "svg": Kind.DRAWING, "math": Kind.DRAWING}
LOST |= dict.fromkeys(("input", "button", "select", "textarea"), Kind.FORM)
START_TAG = re.compile(rf"<({'|'.join(LOST)})\b([^<>]*)>", re.IGNORECASE)
SOURCE = re.compile(r"""\b(?:src|aria-label)\s*=\s*["']?([^"'<>]*)""")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

RENAMED = {
    **dict.fromkeys(("i", "cite", "var", "dfn"), "em"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "strike"), "s"),
    **dict.fromkeys(("h5", "h6"), "h4"),
    "b": "strong",
    "h1": "h2",
    "tfoot": "tbody",
}
INLINE = {"a", "strong", "em", "s", "sub", "sup", "code", "br"}
HEADINGS = {"h2", "h3", "h4"}
FRAMES = {"iframe", "video", "audio", "embed", "object"}
OPENED = {
    "div",
    "section",
    "aside",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "hgroup",
    "details",
    "form",
}
OPENED |= {"fieldset", "address", "center", "dl", "dd", "p", "caption", "figcaption"}
TRANSPARENT = {"span", "source", "legend"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
OTHERS = {"hr", "pre", "blockquote", "ul", "ol", "li", "figure", "img", "dt", "summary"}
KEPT = {*RENAMED, *INLINE, *HEADINGS, *FRAMES, *OPENED, *TRANSPARENT, *TABLES, *OTHERS}
ATTRIBUTES = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "code": {"class"},
    "embed": {"src"},
    "source": {"src"},
    "object": {"data", "title"},
    "li": {"id"},
    "sup": {"class"},
    **{tag: {"src", "title"} for tag in ("iframe", "video", "audio")},
    **{tag: {"colspan", "rowspan"} for tag in ("th", "td")},
    **{tag: {"id"} for tag in ("h1", "h2", "h3", "h4", "h5", "h6")},
}
_cleaner = nh3.Cleaner(
    tags=KEPT,
    clean_content_tags={"script", "style", "svg", "math", "template", "select", "textarea", "title"},
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def tame(html: str) -> str:
    """Well-formed, with `KEPT` and `ATTRIBUTES` only."""
    return _cleaner.clean(html)


def lost_in(html: str) -> Iterator[Remark]:
    """What `tame` drops and somebody may miss. By pattern: Python's parser raises on some broken declarations."""
    for match in START_TAG.finditer(COMMENT.sub("", html)):
        tag, source = match[1].lower(), SOURCE.search(match[2])
        yield Remark(LOST[tag], f"<{tag}> {source[1] if source else ''}".strip()[:120])
