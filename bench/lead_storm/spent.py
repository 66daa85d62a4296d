"""Processor time by what it went to, as Linux counts it: says more than a rate on a machine that others use, too."""

import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.lead_storm.site import Site

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = {
    "visitors": "the bench's visitors",
    "web": "web server",
    "database": "PostgreSQL",
    "worker": "worker",
}


@dataclass
class Spent:
    """Seconds since the start of everything."""

    visitors: float
    web: float
    database: float
    worker: float

    @classmethod
    def until_now(cls, site: Site) -> "Spent":
        visitors = resource.getrusage(resource.RUSAGE_CHILDREN)
        postmaster = site.postmaster()
        servers = [postmaster, *children(postmaster)] if postmaster else []
        return cls(
            visitors=visitors.ru_utime + visitors.ru_stime,
            web=sum(map(seconds, site.running("granian"))),
            database=sum(map(seconds, servers)),
            worker=sum(map(seconds, site.running("config.start.worker"))),
        )

    def since(self, before: "Spent", posts: int) -> str:
        """In words, for each of so many posts."""
        each = {name: (getattr(self, name) - getattr(before, name)) * 1000 / posts for name in PARTS}
        told = ", ".join(f"{PARTS[name]} {value:.2f}" for name, value in each.items())
        return f"{told}; together {sum(each.values()):.2f} ms"


def children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def seconds(pid: int) -> float:
    """Its own, and that of its children that have ended (proc(5): utime to cstime)."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        return sum(map(int, fields[11:15])) / TICKS
    return 0.0
