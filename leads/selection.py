"""Which leads are meant: the same for a figure, for the rows behind it and for their export, so sums equal lists."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import urlencode

from leads.models import LeadFacts
from leads.models.facts import LeadFactsSet

NONE = "none"  # no article, no category …
KEYS = ["article", "category", "campaign", "expert"]


@dataclass(frozen=True)
class Selection:
    """Leads received from `first` to `last`, both days in it. An empty key means any, `NONE` means without one."""

    first: date
    last: date
    article: str = ""  # primary keys, as text
    category: str = ""
    campaign: str = ""
    expert: str = ""
    reached: int = 0

    def facts(self) -> LeadFactsSet:
        found = LeadFacts.objects.counted().filter(day__range=(self.first, self.last))
        for name in KEYS:
            if key := getattr(self, name):
                found = found.filter(**{name: _stored(name, key)})
        return found.filter(reached__gte=self.reached) if self.reached else found

    @property
    def is_narrowed(self) -> bool:
        """To some of the leads of its days."""
        return bool(self.reached or any(getattr(self, name) for name in KEYS))

    def only(self, **changes: object) -> "Selection":
        return replace(self, **changes)  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[str, str]]:
        """As a form sends it."""
        others = [(name, str(value)) for name, value in asdict(self).items() if name not in ("first", "last")]
        period = [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        return [*period, *((name, value) for name, value in others if value not in ("", "0"))]

    def query(self) -> str:
        """For an address: `from=2026-01-01&to=2026-03-31&article=12`."""
        return urlencode(self.pairs())


def _stored(name: str, key: str) -> object:
    if key == NONE:
        return "" if name == "campaign" else None
    return key if name == "campaign" else int(key)


def key_of(stored: object) -> str:
    """What stands in an address for a value of the facts."""
    return NONE if stored is None or stored == "" else str(stored)
