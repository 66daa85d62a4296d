"""Ground module: text that other people typed, made fit to store and to show. Imports no app.

It takes out what PostgreSQL refuses (NUL, lone surrogates) and what only deceives a reader: control characters,
signs that turn the direction of writing (Unicode's UAX #9), invisible tags. Joiners stay: Persian, Hindi and family
emoji need them.
"""

import re
import unicodedata

# C0 but for tab and line feed, DEL, C1, zero-width blanks, marks and overrides of direction, BOM, surrogates, tags.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x85")


def one_line(text: str) -> str:
    """`text` without unwanted signs, each run of white space one blank, none at the ends."""
    return " ".join(_clean(LINE_ENDS.sub(" ", text)).split())


def lines(text: str) -> str:
    """`text` without unwanted signs, line ends as `\\n`, at most one empty line in a row."""
    kept = [line.rstrip() for line in _clean(LINE_ENDS.sub("\n", text)).split("\n")]
    return re.sub("\n{3,}", "\n\n", "\n".join(kept)).strip()


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))
