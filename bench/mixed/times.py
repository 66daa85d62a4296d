"""How long readers waited, in milliseconds: the whole time, and the worst ten seconds of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bench.mixed.readings import Readings

WINDOW = 10  # seconds


@dataclass(frozen=True)
class Times:
    p50: float
    p95: float
    p99: float
    longest: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "Times":
        ordered = sorted(seconds) or [0.0]
        p50, p95, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.50, 0.95, 0.99))
        return cls(p50, p95, p99, ordered[-1] * 1000)

    def __str__(self) -> str:
        return (
            f"p50 {self.p50:.1f} ms, p95 {self.p95:.1f} ms, p99 {self.p99:.1f} ms, max {self.longest:.0f} ms"
        )


@dataclass(frozen=True)
class Waits:
    """Of the requests that were due after `begin`. Some are sent late: no connection was free, or no processor."""

    whole: Times
    worst: Times
    worst_at: float  # seconds after `begin`
    lateness: Times

    @classmethod
    def of(cls, readings: Readings, begin: float) -> "Waits":
        windows: defaultdict[int, list[float]] = defaultdict(list)
        late = []
        for due, sent, ended in zip(readings.due, readings.sent, readings.ended, strict=True):
            if due >= begin:
                windows[int((due - begin) / WINDOW)].append(ended - due)
                late.append(sent - due)
        times = {number: Times.of(waits) for number, waits in windows.items()}
        worst = max(times, key=lambda number: times[number].p99, default=0)
        whole = Times.of(wait for waits in windows.values() for wait in waits)
        return cls(whole, times.get(worst, whole), worst * WINDOW, Times.of(late))
