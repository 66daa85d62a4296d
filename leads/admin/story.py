"""All that happened to a lead and to those that were merged into it, its mails among it, oldest first."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from leads.models import Delivery, InboundMail, Lead, LeadEvent

WORDS = {
    Delivery.Kind.NOTIFICATION: "Notification to {}",
    Delivery.Kind.CONFIRMATION: "Confirmation to {}",
    Delivery.Kind.REPLY: "Answer to {}",
    Delivery.Kind.ADDITION: "News of it to {}",
    Delivery.Kind.GIVEN: "News that it is theirs to {}",
    Delivery.Kind.LEFT: "News that nobody took it to {}",
    Delivery.Kind.CORRECTION: "The question whether it is right to {}",
}


OF_MAILS = {  # who and what is said of a mail that came in
    "answer": ("The visitor", "answered by e-mail"),
    "other": ("Somebody", "answered by e-mail"),
    "colleague": ("{}", "wrote by e-mail"),
    "automatic": ("", "An automatic answer came"),
    "bounce": ("", "An e-mail came back"),
}
BY_VISITORS = {
    "received",
    "noted",
    "added",
    "correcting",
    "corrected",
    "withdrawn",
    "erased",
}  # without a name


class Line(NamedTuple):
    at: datetime
    who: str
    what: str
    text: str = ""
    problem: str = ""
    reference: str = ""  # of the lead that was merged, when it is one
    is_undone: bool = False
    is_mail: bool = False
    came: InboundMail | None = None
    presses: bool = False  # to be said above the story, too


def story(lead: Lead, stages: dict[str, str]) -> list[Line]:
    """Three queries however long it is."""
    family = {one.pk: one for one in [lead, *lead.merged.all()]}
    events = list(
        LeadEvent.objects.filter(lead__in=family)
        .select_related("by", "expert", "inbound")
        .order_by("at", "pk")
    )
    lines = [
        _line(event, family, lead, stages, events)._replace(presses=_presses(event, events, lead))
        for event in events
    ]
    deliveries = list(Delivery.objects.filter(lead__in=family).order_by("created_at", "pk"))
    lines += [_mails(list(same), family, lead) for _, same in groupby(deliveries, _alike)]
    return sorted(lines, key=lambda line: line.at)


def _line(event, family, lead, stages, events):
    if came := getattr(event, "inbound", None):
        return _came(event, came, family, lead)
    what, text = event.get_kind_display(), event.text
    if event.kind == "moved":
        what = f"moved to {stages.get(event.stage, event.stage)}"
        if event.value is not None:
            what += f", worth {event.value:,} {event.currency}".rstrip()
    elif event.kind == "assigned":
        what = f"given to {event.expert}"
    elif event.kind == "snoozed" and event.until:
        what = "put off until"
    elif event.kind in {"merged", "split"}:
        what, text = f"{what} {event.text}", ""
    taken_back = any(
        other.undoes is not None and other.lead_id == event.lead_id and other.undoes <= event.pk < other.pk
        for other in events
        if other.undoes is not None
    )
    return Line(
        at=event.at,
        who=_who(event),
        what=what,
        text=f"{timezone.localtime(event.until):%-d %B %Y, %H:%M}"
        if event.kind == "snoozed" and event.until
        else text,
        reference=family[event.lead_id].reference if event.lead_id != lead.pk else "",
        is_undone=taken_back,
    )


def _presses(event, events, lead):
    """What the visitor wrote last, until somebody does something about it; what came back, until we write again."""
    came = getattr(event, "inbound", None)
    if came and came.kind == came.Kind.BOUNCE:
        return not any(other.kind == "replied" and other.pk > event.pk for other in events)
    return event.at == lead.wrote_at and (event.kind == "added" or bool(came and came.kind in came.SPOKEN))


def _came(event, came, family, lead):
    who, what = OF_MAILS[came.kind]
    return Line(
        at=event.at,
        who=who.format(came.sender),
        what=what,
        reference=family[event.lead_id].reference if event.lead_id != lead.pk else "",
        is_mail=came.kind not in came.SPOKEN,
        came=came,
    )


def _who(event):
    if event.by:
        return str(event.by)
    if event.kind == "erased" and event.text:
        return "The rules for keeping"
    if event.kind in {"assigned", "left"}:
        return "A rule"
    return "The visitor" if event.kind in BY_VISITORS else "Byline"


def _alike(delivery):
    """Mails of which one line tells all: the same words to several people at the same time."""
    moment = (delivery.sent_at or delivery.created_at).replace(second=0, microsecond=0)
    return delivery.lead_id, delivery.kind, delivery.state(), delivery.problem, moment


def _mails(deliveries, family, lead):
    first, state = deliveries[0], deliveries[0].state()
    words = WORDS.get(first.kind, f"{first.get_kind_display()} to {{}}")
    return Line(
        at=first.sent_at or first.created_at,
        who="",
        what=f"{words.format(', '.join(dict.fromkeys(one.recipient for one in deliveries)))}: {state}",
        problem=first.problem if state != "sent" else "",
        reference=family[first.lead_id].reference if first.lead_id != lead.pk else "",
        is_mail=True,
    )
