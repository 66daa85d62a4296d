"""What readers were answered: an entry for each whole answer, in arrays, because there are hundreds of thousands."""

from array import array
from collections import Counter
from dataclasses import dataclass, field

from bench.mixed.editions import Editions


@dataclass
class Readings:
    """Times are those of the monotonic clock, which all processes share."""

    due: array = field(default_factory=lambda: array("d"))  # when it was to be sent
    sent: array = field(default_factory=lambda: array("d"))
    ended: array = field(default_factory=lambda: array("d"))
    page: array = field(default_factory=lambda: array("H"))  # place in the list of paths
    shown: array = field(default_factory=lambda: array("I"))  # place in `different`
    different: list[Editions] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)  # by what was wrong
    most_lines: int = 0

    def __len__(self) -> int:
        return len(self.sent)
