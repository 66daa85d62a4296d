"""What a plain page may hold. Smaller than an article's body: no pictures, no code."""

import re
from urllib.parse import urlsplit

import nh3

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
    "NoSpellCheck": False,  # on by default in the editor; writers want their spelling checked
}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SPAN = re.compile(r"\d{1,3}")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _is_link(value) else None
    return value if name == "title" or SPAN.fullmatch(value) else None


def _is_link(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return "\\" not in value and "@" not in (parts.netloc or "")


_cleaner = nh3.Cleaner(
    tags={
        *("p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "a"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    clean_content_tags={"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "xmp"},
    attributes={
        "a": {"href", "title"},
        "ol": {"start"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,  # no link opens a new window
    strip_comments=True,
)


def shown(cleaned: str) -> str:
    """As a page prints it: a table scrolls in itself, and a keyboard can do that too."""
    begun = cleaned.replace(
        "<table>", '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
    )
    return begun.replace("</table>", "</table></div>")


def clean(html: str) -> str:
    """Only what the table above allows. Idempotent."""
    cleaned = _cleaner.clean(CONTROLS.sub("", html)).strip()
    return "" if re.fullmatch(r"<(\w+)></\1>", cleaned) else cleaned
