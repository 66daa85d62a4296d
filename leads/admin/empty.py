"""What an empty list says: what is true, and what to do."""

from typing import NamedTuple

from django.urls import reverse

from leads.models import Lead


class Empty(NamedTuple):
    words: str
    links: list[tuple[str, str]]  # label and address


INBOX = ("Back to the inbox", "?")
BOXES = {
    "new": Empty(
        "Nobody waits to be taken: every open lead has somebody who answers it.", [("See them all", "?")]
    ),
    "mine": Empty("No open lead is yours.", [("Take one", "?box=new")]),
    "later": Empty("Nothing is put off until later.", [INBOX]),
    "quarantine": Empty("Nothing is in quarantine.", [INBOX]),
}


def words(narrowing, box):
    """One query at most, when nothing was asked for."""
    given = narrowing.given
    if typed := given.get("q"):
        typed = typed if len(typed) <= 60 else f"{typed[:60]}…"
        if narrowing.is_narrowed or "box" in given:
            everywhere = f"?{narrowing.query(**dict.fromkeys(narrowing.fields.keys() - {'q'}, ''))}"
            return Empty(
                f"No lead here holds “{typed}”.", [("Search without the filters", everywhere), INBOX]
            )
        advice = "Try fewer words, their beginnings, or the last digits of a number."
        return Empty(f"No lead holds “{typed}”. {advice}", [INBOX])
    if narrowing.is_narrowed:
        return Empty("No lead passes all these filters.", [("Take them away", "?")])
    if box in BOXES:
        return BOXES[box]
    if Lead.objects.exists():
        return Empty("Nothing is to do: every lead is closed or put off.", [("Look at all", "?box=all")])
    return Empty(
        "No enquiry has come yet. Each stands here as soon as somebody has sent the form.",
        [("Open the form", reverse("leads:talk"))],
    )
