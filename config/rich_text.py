"""Ground module: the rich text editor of the admin, as a form field and as what its page needs. Imports no app.

The editor is django-prose-editor (ProseMirror under Tiptap). Two things of it do not pass our policy as they are: the
import map is an inline script, so it gets the request's nonce; and Tiptap writes one constant `<style>`, so that
one's hash is allowed. Both hold on the editor's pages only.
"""

import re
from collections.abc import Callable
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_base_media, prose_editor_media
from js_asset import Media

# Of Tiptap's own style sheet; the browser test of the article form fails with the new one when it changes.
TIPTAP_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
POLICY = {"script-src": [NONCE], "style-src": [TIPTAP_STYLE]}


# What every field of ours has, whatever its text may hold (static/admin_theme/editor/, by the same names).
OWN = dict.fromkeys(["CleanPaste", "Help", "Menu", "Resting", "Sheet", "Slash"], True)
# The page's own style sheet, and around it what the editing area and its tools need. Not the package's style sheet for
# the admin: it says `!important` to all that would make the area look like the page.
STYLES = ["admin_theme/editor/sheet.css", "css/prose.css", "admin_theme/editor/tools.css"]


class RichTextWidget(ProseEditorWidget):
    """The editor with our own additions to its parts (static/admin_theme/editor/)."""

    def __init__(self, *args: Any, label: str = "Text", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label

    @property
    def media(self) -> Media:
        return prose_editor_media(base=prose_editor_base_media, preset=self.preset) + Media(
            css={"all": STYLES}
        )

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "js_modules": [static("admin_theme/editor/index.js")]}

    def format_value(self, value: str | None) -> str | None:
        return value and one_line(value)


class RichTextField(ProseEditorFormField):
    """HTML through `clean`, the way we store it. `extensions` are the editor's, by name."""

    def __init__(self, *, extensions: dict[str, Any], clean: Callable[[str], str], **kwargs: Any) -> None:
        self._clean = clean
        label = str(kwargs.get("label") or "Text")
        extensions = {**OWN, "Sheet": {"label": label}, **extensions}
        # `sanitize` is ours: the editor's own reads a table that does not know `Fullscreen` (a bare KeyError).
        super().__init__(extensions=extensions, sanitize=self.stored, widget=RichTextWidget, **kwargs)
        self.widget.attrs["aria-label"] = label

    def stored(self, html: str) -> str:
        return tidy(self._clean(html))

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        """By what would be stored: browsers send other line ends, the editor wraps what we keep bare."""
        was, is_now = (one_line(self.stored(one_line(html or ""))) for html in (initial, data))
        return not self.disabled and was != is_now


class RichTextAdmin(ModelAdmin):
    """For forms that hold a `RichTextField`."""

    @method_decorator(csp_update(POLICY))
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["media"] = editor_media(request, context["media"])
        return super().render_change_form(request, context, *args, **kwargs)


def editor_media(request: HttpRequest, media: Any) -> Media:
    """With the request's nonce; as text, since the lazy one is falsy until it is rendered, and would be left out."""
    return Media.from_media(media, nonce=str(request.csp_nonce))  # type: ignore[attr-defined]


def one_line(html: str) -> str:
    """Line ends as blanks, but for code: the editor would drop one that stands between two marks, and join words."""
    parts = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre>") else re.sub(r"\s*[\r\n]\s*", " ", part) for part in parts)


_LONE_PARAGRAPH = re.compile(r"<(li|td|th)( [^>]*)?><p>((?:(?!</?p>).)*)</p>(?=</\1>|<[uo]l>)", re.DOTALL)
_EMPTY_END = re.compile(r"(?:<p></p>)+\Z")
_HEAD_ROW = re.compile(r"<table><tbody>(<tr>(?:<th[ >](?:(?!</?t[rdh][ >]).)*</th>)+</tr>)(<tr>)?", re.DOTALL)


def tidy(html: str) -> str:
    """Cleaned HTML in one spelling, so that opening and saving a body changes nothing.

    The editor wraps the words of list items and cells in paragraphs, counts spans of one, knows no `<thead>`, gives
    every figure a caption and ends in a line to go on writing.
    """
    html = re.sub(r' (?:col|row)span="1"', "", html)
    html = _LONE_PARAGRAPH.sub(lambda match: f"<{match[1]}{match[2] or ''}>{match[3]}", html)
    html = _HEAD_ROW.sub(lambda match: f"<table><thead>{match[1]}</thead><tbody>{match[2] or ''}", html)
    html = html.replace("<tbody></tbody>", "").replace("<figcaption></figcaption>", "")
    return _EMPTY_END.sub("", html)
