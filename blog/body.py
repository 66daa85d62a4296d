"""The body of an article: one table of what it may hold.

`TAGS` and `ATTRIBUTES` below and `EXTENSIONS` for the editor say the same; `clean` enforces it on every way in
(form, import, restore). nh3 answers well-formed HTML, so `blog.derivation` may walk it with the standard
library's parser.
"""

import re
from urllib.parse import urlsplit

import nh3
from django.conf import settings

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": {"languageClassPrefix": "language-"},
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "HorizontalRule": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Image": True,
    "Figure": True,
    "Caption": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
    "Fullscreen": True,
    "NoSpellCheck": False,  # on by default in the editor; writers want their spelling checked
}

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "s", "sub", "sup", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "figure", "img", "figcaption", "small"),
    *("aside", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "data-article"},
    "aside": {"class"},  # a call-out, or the place of the call to action
    "figure": {"class", "data-provider"},  # of an embed (blog/embeds.py)
    "img": {"src", "alt", "width", "height", "data-file", "data-decorative"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "code": {"class"},
    "li": {"id"},
    "sup": {"id"},
}
# Never `style` (nh3 keeps position:fixed), never a free `id` or `name` (they clobber the DOM's properties).
PATTERNS = {
    ("a", "data-article"): re.compile(r"\d{1,18}"),
    ("aside", "class"): re.compile("note|tip|warning|talk"),
    ("figure", "class"): re.compile("embed"),
    ("figure", "data-provider"): re.compile("youtube|vimeo|x|mastodon|page"),
    ("code", "class"): re.compile(r"language-[a-z0-9+#.-]{1,30}"),
    ("li", "id"): re.compile(r"fn-[a-z0-9-]{1,40}"),
    ("sup", "id"): re.compile(r"fnref-[a-z0-9-]{1,40}"),
    ("img", "data-file"): re.compile(r"\d{1,18}"),
    ("img", "data-decorative"): re.compile("true"),
    ("img", "width"): re.compile(r"\d{1,5}"),
    ("img", "height"): re.compile(r"\d{1,5}"),
    ("ol", "start"): re.compile(r"-?\d{1,6}"),
    ("th", "colspan"): re.compile(r"\d{1,3}"),
    ("td", "colspan"): re.compile(r"\d{1,3}"),
    ("th", "rowspan"): re.compile(r"\d{1,3}"),
    ("td", "rowspan"): re.compile(r"\d{1,3}"),
}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if pattern := PATTERNS.get((tag, name)):
        return value if pattern.fullmatch(value) else None
    if (tag, name) == ("img", "src"):
        return value if value.startswith(settings.MEDIA_URL) else None
    if (tag, name) == ("a", "href"):
        return value if _is_link(value) else None
    return value


def _is_link(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return "\\" not in value and "@" not in (parts.netloc or "")


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "xmp"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,  # no link opens a new window, so none needs `noopener`; and our own links keep their referrer
    strip_comments=True,
)


def clean(html: str) -> str:
    """Only what the table above allows; control and bidirectional signs are dropped. Idempotent."""
    cleaned = _cleaner.clean(CONTROLS.sub("", html)).strip()
    return "" if re.fullmatch(r"<(\w+)></\1>", cleaned) else cleaned


def picture_ids(html: str) -> list[int]:
    """The library's pictures that this body shows, each once, in order."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'<img[^>]*\sdata-file="(\d+)"', html)))


def article_ids(html: str) -> list[int]:
    """Our articles that this body links to, each once, in order."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'<a [^>]*?data-article="(\d+)"', html)))


def undescribed(html: str) -> list[int]:
    """Pictures whose place in this body has neither an alternative text nor the mark of mere decoration."""
    shown = re.findall(r'<img[^>]*\sdata-file="\d+"[^>]*>', html)
    bare = [tag for tag in shown if not re.search(r'\salt="[^"]*[^"\s]|\sdata-decorative="true"', tag)]
    return picture_ids("".join(bare))
