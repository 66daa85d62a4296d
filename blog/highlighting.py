"""Coloured code, made once at save: classes only, so that the stylesheet decides and the policy holds."""

from html import escape

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

MAX_SIGNS = 50_000  # a lexer's time grows with the text; beyond this it stays plain
_formatter = HtmlFormatter(nowrap=True, classprefix="c-")


def highlight(code: str, language: str) -> str:
    """A `<pre>` with escaped `code`, its parts in spans of classes `c-…` when the language is known."""
    label = f' data-language="{escape(language)}"' if language else ""
    return f'<pre tabindex="0"{label}><code>{_marked(code, language)}</code></pre>'


def _marked(code: str, language: str) -> str:
    if not language or len(code) > MAX_SIGNS:
        return escape(code, quote=False)
    try:
        return pygments_highlight(code, get_lexer_by_name(language, stripnl=False), _formatter).rstrip("\n")
    except ClassNotFound:
        return escape(code, quote=False)
