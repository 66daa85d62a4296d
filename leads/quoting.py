"""The new part of an answer, and the history that mail programs put below it. Recognised by shape, not by language."""

import re

MOST_LINES_LOOKED_AT = 5000
QUOTED = re.compile(r"\s*>")
# “-----Original Message-----” and its like in any language; Outlook's rule above the header of what it quotes.
RULE = re.compile(r"\s*(?:-{4,}\s*\w[^\n]{2,60}?\s*-{4,}|_{20,})\s*")
FIELD = re.compile(r"\s*\*?[^\W\d_][^:<>@\n]{1,20}:\*?(?:\s|$)")  # “From: …”, “*Von:* …”
ATTRIBUTION = re.compile(r":\s*$")
FIELDS_OF_A_HEADER = 3


def parted(text: str) -> tuple[str, str]:
    """What is new, and what was quoted below it: together all of it. Quotes that are answered in between stay."""
    lines = text.split("\n")
    begin = next(
        (place for place in range(min(len(lines), MOST_LINES_LOOKED_AT)) if _begins(lines, place)), None
    )
    if begin is None:
        begin = _trailing_quote(lines)
    new, history = "\n".join(lines[:begin]).strip(), "\n".join(lines[begin:]).strip()
    return (new, history) if new else (text.strip(), "")


def _begins(lines: list[str], place: int) -> bool:
    """Whether a whole earlier message stands from this line on, as Outlook has it: a rule, or a header of its own."""
    line = lines[place]
    if RULE.fullmatch(line):
        return _is_header(lines[place + 1 : place + 8])
    return (place == 0 or not lines[place - 1].strip()) and _is_header(lines[place : place + 6])


def _is_header(lines: list[str]) -> bool:
    """A sender with an address or a date within the first of at least three fields, one below the other."""
    filled = [line for line in lines if line.strip()]
    fields = 0
    for line in filled:
        if not FIELD.match(line):
            break
        fields += 1
    return fields >= FIELDS_OF_A_HEADER and any("@" in line for line in filled[:fields])


def _trailing_quote(lines: list[str]) -> int:
    """Where the quote begins that reaches to the end, the line that introduces it included; else the end."""
    place = len(lines)
    while place and (QUOTED.match(lines[place - 1]) or not lines[place - 1].strip()):
        place -= 1
    if not any(QUOTED.match(line) for line in lines[place:]):
        return len(lines)
    return _introduced(lines, place)


def _introduced(lines: list[str], place: int) -> int:
    """“On Monday Ada Quinn <ada@…>” and “wrote:”, over one line or two."""
    if place and ATTRIBUTION.search(lines[place - 1]):
        place -= 1
        above = lines[place - 1] if place else ""
        if above.strip() and not re.search(r"\d", lines[place]) and re.search(r"\d", above):
            place -= 1
    return place
