"""The words of a mail's HTML part, for mails that have no other, and of its plain one."""

import re
from collections.abc import Iterator
from email.message import Message

from lxml import html
from lxml.etree import LxmlError, iterwalk

from config import words
from leads import mail_headers

MOST_ELEMENTS = 20_000
BLOCKS = {
    *(
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *("h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
}
PARAGRAPHS = {"p", "blockquote", "h1", "h2", "h3", "h4", "table", "ul", "ol"}
UNSEEN = {"head", "script", "style", "title", "template", "noscript", "object", "svg"}
# Where Gmail, Apple Mail, Thunderbird, Yahoo and Outlook put what they quote.
HISTORY = (
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ') or contains(@class, 'yahoo_quoted')"
    " or @id='divRplyFwdMsg' or @id='appendonsend' or contains(@class, 'moz-cite-prefix')"
    " or (self::blockquote and @type='cite')]"
)


def decoded(part: Message) -> str:
    """The part's text, whatever it says of itself: a wrong or unknown charset costs signs, never the mail."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else str(payload or "").encode(errors="replace")
    return mail_headers.decoded(raw, str(part.get_content_charset("utf-8")))


def of_html(source: str) -> tuple[str, str]:
    """What is new and what is history, as far as the mail program marked it; the latter may be empty."""
    try:
        tree = html.document_fromstring(
            source.replace("\0", "").encode(), parser=html.HTMLParser(encoding="utf-8")
        )
    except (LxmlError, ValueError):  # nothing in it
        return "", ""
    marked = tree.xpath(HISTORY)
    new = words.lines("".join(_pieces(tree, until=marked[0] if marked else None)))
    if not marked or not new:
        return words.lines("".join(_pieces(tree))), ""
    return new, words.lines("".join(_pieces(tree, since=marked[0])))


def _pieces(tree: html.HtmlElement, *, until: object = None, since: object = None) -> Iterator[str]:
    """Walks without calling itself: a thousand elements inside one another are no deeper than ten."""
    speaks, silent = since is None, 0
    for count, (event, element) in enumerate(iterwalk(tree, events=("start", "end", "comment", "pi"))):
        if (element is until and event == "start") or count > 2 * MOST_ELEMENTS:
            return
        if element is since and event == "start":
            speaks = True
        name = element.tag if isinstance(element.tag, str) else "comment"
        if event == "start":
            silent += name in UNSEEN
            if speaks and not silent:
                yield from _begun(name, element)
        else:
            silent -= name in UNSEEN
            if speaks and not silent:
                yield "\n\n" if name in PARAGRAPHS else "\n" if name in BLOCKS - {"br"} else ""
                yield _run(element.tail)


def _begun(name: str, element: html.HtmlElement) -> Iterator[str]:
    yield "\n" if name in BLOCKS else ""
    yield "- " if name == "li" else ""
    if name != "comment":
        yield _run(element.text)


def _run(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
