"""Memory of a site by its parts, and whether it grows. Pages that several processes share are counted once (PSS)."""

import time
from dataclasses import dataclass, field
from statistics import median

from bench.lead_storm.site import Site
from bench.lead_storm.spent import children
from bench.speed.load import memory

EVERY = 5.0  # seconds
OURS = ["web", "worker", "supervisor"]
FLAT = 5.0  # per cent


def by_part(site: Site) -> dict[str, float]:
    """Megabytes."""
    postmaster, worker = site.postmaster(), site.running("config.start.worker")
    return {
        "web": memory(site.running("granian")),
        "worker": memory(worker),
        "supervisor": memory(set(site.running("config.start")) - set(worker)),
        "PostgreSQL": memory([postmaster, *children(postmaster)] if postmaster else []),
    }


def of_ours(parts: dict[str, float]) -> float:
    return sum(parts[name] for name in OURS)


def growth(first: float, last: float) -> float:
    """Per cent."""
    return (last / first - 1) * 100


@dataclass
class Watch:
    """What a site took, every few seconds."""

    site: Site
    samples: list[tuple[float, dict[str, float]]] = field(default_factory=list)  # monotonic, megabytes

    def until(self, end: float) -> None:
        while (now := time.monotonic()) < end:
            self.samples.append((now, by_part(self.site)))
            time.sleep(max(0, min(now + EVERY, end) - time.monotonic()))

    def middle(self, begin: float, end: float) -> dict[str, float]:
        """Medians, with the sum of our own parts."""
        those = [parts for at, parts in self.samples if begin <= at <= end] or [self.samples[-1][1]]
        middles = {name: median(parts[name] for parts in those) for name in those[0]}
        return middles | {"together": median(map(of_ours, those))}
