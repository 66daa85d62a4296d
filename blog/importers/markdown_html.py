"""Markdown → HTML: CommonMark with tables and footnotes, and with what generators make of the edges of it."""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from blog.importers.template_signs import OPEN

# Some generators (Eleventy) know no indented code: there, what is indented is HTML, or a fence within a list.
NOT_CODE = re.compile(f"{OPEN}|^\\s*```|</(?:blockquote|div|figure|section|aside|p)>", re.MULTILINE)
LITERAL_HTML = re.compile(r"\s*<(?:pre|script|style|textarea|!--)", re.IGNORECASE)
PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<src>[^\s()]+)(?:\s+\"[^\"]*\")?\)")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^\s()]+)(?:\s+\"[^\"]*\")?\)")
QUOTES_IN_ALT = re.compile(r'<img\b[^<>\n]*?\bsrc="(?P<src>[^"\n]*)"[^<>\n]*?\balt="(?P<alt>[^<>\n]*)"\s*/?>')
NOTE = re.compile(r'(href=")#(fn(?:ref)?)(\d[^"]*)"')


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.add_render_rule("footnote_caption", _number)
    return parser


def _number(_renderer: object, tokens: list[Token], place: int, *_: object) -> str:
    """“[1]” at every mention of a note; the plugin writes “[1:1]” from the second on."""
    return f"[{tokens[place].meta['id'] + 1}]"


PARSER = _parser()
WITHOUT_INDENTED_CODE = _parser().disable("code")


def to_html(text: str) -> str:
    environment: dict[str, object] = {}
    tokens = PARSER.parse(text, environment)
    if any(token.type == "code_block" and NOT_CODE.search(token.content) for token in tokens):
        tokens = WITHOUT_INDENTED_CODE.parse(text, environment := {})
    for token in tokens:
        _mend(token)
    return NOTE.sub(_note, PARSER.renderer.render(tokens, PARSER.options, environment))


def _mend(token: Token) -> None:
    """People put Markdown into HTML blocks, and quotes into the alternative text of an `<img>`."""
    if token.type == "html_block" and not LITERAL_HTML.match(token.content):
        token.content = LINK.sub(r'<a href="\2">\1</a>', PICTURE.sub(_image, token.content))
    elif token.type == "inline" and (match := QUOTES_IN_ALT.fullmatch(token.content.strip())):
        token.children = [Token("html_inline", "", 0, content=_image(match))]


def _image(match: re.Match[str]) -> str:
    return f'<img src="{escape(match["src"])}" alt="{escape(match["alt"])}">'


def _note(match: re.Match[str]) -> str:
    """A link to or from a footnote, as `blog.importers.markup` names them."""
    return f'{match[1]}#{match[2]}-{match[3].replace(":", "-").lower()}"'
