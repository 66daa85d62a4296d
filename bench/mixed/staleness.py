"""Whether readers were shown what an editor had been told is live: every answer, beside the editor's day."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from bench.mixed.editor import Publish
from bench.mixed.readings import Readings


@dataclass
class Staleness:
    compared: int = 0  # answers that showed an edition, or should have
    stale: int = 0
    examples: list[str] = field(default_factory=list)


def staleness(
    readings: Readings, publishes: list[Publish], paths: list[str], must_show: dict[int, set[int]]
) -> Staleness:
    """`must_show`: places of the articles that a page shows, by its place in `paths`; other pages may show them."""
    told, found = Told(publishes), Staleness()
    different = [dict(one) for one in readings.different]
    for sent, page, shown in zip(readings.sent, readings.page, readings.shown, strict=True):
        editions = different[shown]
        if not (places := editions.keys() | must_show.get(page, set())):
            continue
        found.compared += 1
        old = [place for place in places if editions.get(place, -1) < told.newest(place, before=sent)]
        if old:
            found.stale += 1
            found.examples.append(f"{paths[page]} showed {editions}, though {old} were newer at {sent:.3f}")
    return found


class Told:
    """What the editor knew to be live, and when."""

    def __init__(self, publishes: list[Publish]) -> None:
        self.moments: defaultdict[int, list[float]] = defaultdict(list)
        self.numbers: defaultdict[int, list[int]] = defaultdict(list)
        for publish in publishes:  # in order
            self.moments[publish.place].append(publish.answered)
            self.numbers[publish.place].append(publish.number)

    def newest(self, place: int, *, before: float) -> int:
        """Edition 0 was there before anybody came."""
        count = bisect_left(self.moments[place], before)
        return self.numbers[place][count - 1] if count else 0
