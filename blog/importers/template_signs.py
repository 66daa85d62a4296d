"""What template languages left in a text: Liquid (Jekyll) and Nunjucks (Eleventy), which look alike.

A generator expands these signs before it reads the Markdown, so the same is done here, in code samples too. What
stands for a picture, an embed or a name becomes a *token*, a number between two private-use signs that passes through
Markdown and the sanitiser as plain text; `blog.importers.markup` puts the real thing in its place. A brace that
`{% raw %}` protects is swapped for a private-use sign until the very end (`unprotect`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from blog.importers.entry import Kind, Remark

OPEN, CLOSE = "\ue000", "\ue001"
PROTECTED = {"{": "\ue002", "}": "\ue003"}
PRIVATE = re.compile("[\ue000-\ue00f]")
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
QUOTED_TOKEN = re.compile(f"(?:{OPEN}|%EE%80%80)\\d+(?:{CLOSE}|%EE%80%81)", re.IGNORECASE)

RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
COMMENT = re.compile(r"\{%-?\s*comment\b.*?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{#[^}]*#\}", re.DOTALL)
TAG = re.compile(r"\{%-?\s*(\w*)(.*?)-?%\}", re.DOTALL)
OUTPUT = re.compile(r"\{\{-?((?:(?!\{\{).)*?)-?\}\}", re.DOTALL)
STRAY = re.compile(r"\{\{-?|\{%-?|-?%\}")
HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\S+).*?%\}\n?(.*?)\n?\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)

PATH_AND_WORDS = re.compile(r"""\s*(["'])(?P<path>.*?)\1(?P<rest>.*)\Z""", re.DOTALL)
NAMED = re.compile(r"""(\w+)\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""", re.DOTALL)
LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*(.*)\Z""", re.DOTALL)
SITE = {"site.baseurl", "site.url", "baseurl", "site.base_url"}
AS_PATH = {"url", "relative_url", "absolute_url", "prepend"}


@dataclass(frozen=True)
class Picture:
    path: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Embed:
    address: str
    title: str = ""


@dataclass(frozen=True)
class Person:
    key: str


@dataclass(frozen=True)
class Nothing:
    """Where something was left out: without a sign in its place the line would be blank, which ends an HTML block."""


Piece = Picture | Embed | Person | Nothing


@dataclass
class TemplateSigns:
    """Expands one post's texts, which hold none of the `PRIVATE` signs.

    `values` are what `{{ page.… }}` may name; a piece's place in `pieces` is its token's number.
    """

    values: Mapping[str, str]
    pieces: list[Piece] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def expand(self, text: str) -> str:
        text = RAW.sub(lambda match: _protect(match[1]), text)
        text = COMMENT.sub("", text)
        text = HIGHLIGHT.sub(r"\n```\1\n\2\n```\n", text)
        text = TAG.sub(self._tag, text)
        text = OUTPUT.sub(self._output, text)
        return STRAY.sub(self._stray, text)

    def _token(self, piece: Piece) -> str:
        self.pieces.append(piece)
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def _unknown(self, sign: str, kind: Kind = Kind.TEMPLATE_SIGN) -> str:
        self.remarks.append(Remark(kind, " ".join(sign.split())[:120]))
        return self._token(Nothing())

    def _stray(self, match: re.Match[str]) -> str:
        return self._unknown(match[0])

    # -- {% … %} ------------------------------------------------------------------------------------------

    def _tag(self, match: re.Match[str]) -> str:
        name, given = match[1], match[2]
        if name in {"image", "image_with_class"} and (picture := _picture(given, name)):
            return self._token(picture)
        if name == "include":
            return self._include(match[0], given)
        return self._unknown(match[0])

    def _include(self, sign: str, given: str) -> str:
        named = {key: a or b for key, a, b in NAMED.findall(given)}
        path = named.get("image") or named.get("src") or named.get("url", "")
        nothing = self._unknown(sign, Kind.INCLUDE)
        if not re.search(r"\.(jpe?g|png|gif|webp|avif|svg)\Z", path, re.IGNORECASE):
            return nothing
        return self._token(
            Picture(path, _unescape(named.get("alt", "")), _unescape(named.get("caption", "")))
        )

    # -- {{ … }} ------------------------------------------------------------------------------------------

    def _output(self, match: re.Match[str]) -> str:
        expression = " ".join(match[1].split())
        if literal := LITERAL.match(match[1]):
            return self._literal(match[0], literal[1] or literal[2] or "", literal[3])
        name, _, filters = (part.strip() for part in expression.partition("|"))
        if name in SITE:
            return ""
        value = self.values.get(name.removeprefix("page.").removeprefix("post."))
        if value is None:
            return self._unknown(match[0])
        return _as_path(value) if filters.split(":")[0].strip() in AS_PATH else _without_signs(value)

    def _literal(self, sign: str, text: str, filters: str) -> str:
        name, _, argument = filters.lstrip("| \n\t").partition(":")
        name = name.split("|")[0].strip()
        if not name:
            return text
        if name in AS_PATH:
            return _as_path(text)
        if name == "embed":
            return self._token(Embed(text, " ".join(argument.strip().strip("\"'").split())))
        if name == "team_link":
            return self._token(Person(text))
        return self._unknown(sign, Kind.PORTRAIT if name == "team_photo" else Kind.TEMPLATE_SIGN)


def unprotect(text: str) -> str:
    """The braces of `{% raw %}` again; any other private-use sign of ours is dropped."""
    for brace, sign in PROTECTED.items():
        text = text.replace(sign, brace)
    return PRIVATE.sub("", text)


def _protect(text: str) -> str:
    return "".join(PROTECTED.get(sign, sign) for sign in text)


def _without_signs(value: str) -> str:
    """What front matter says is put in as it is, never expanded again."""
    return STRAY.sub("", OUTPUT.sub("", TAG.sub("", value)))


def _picture(given: str, name: str) -> Picture | None:
    """The alternative text is all up to the last quote, for people put quotes inside it."""
    if not (match := PATH_AND_WORDS.match(given)):
        return None
    words = match["rest"].strip().removeprefix(",").strip()
    if name == "image_with_class" and (style := PATH_AND_WORDS.match(words)):
        words = style["rest"].strip().removeprefix(",").strip()
    return Picture(match["path"].strip(), words.strip("\"'").strip() if words[:1] in {'"', "'"} else "")


def _as_path(path: str) -> str:
    """Fit to stand in `](…)`: no blank and no bracket ends the address early."""
    path = re.sub(r"\A/{2,}(?=[^/.]*(?:/|\Z))", "/", path.strip())  # “//2016/…” is a slip, no host
    if not re.match(r"[a-z][a-z0-9+.-]*:|[/#?]", path, re.IGNORECASE):
        path = f"/{path}"
    return quote(path, safe="/:?#[]@!$&'*+,;=%~.-_")


def _unescape(text: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())
