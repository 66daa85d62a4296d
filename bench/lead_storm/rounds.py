"""Posts from several processes at once, and what can be said of them."""

import multiprocessing
import time
from collections import Counter
from dataclasses import dataclass

from bench.lead_storm import hurry
from bench.lead_storm.faults import Window
from bench.lead_storm.visitors import Told, crowd


@dataclass
class Round:
    told: list[Told]
    seconds: float

    @property
    def answered(self) -> list[Told]:
        return [one for one in self.told if one.reference]

    @property
    def rate(self) -> float:
        return len(self.answered) / self.seconds


def round(port: int, posts: int, processes: int, *, misbehave: bool = False) -> Round:
    shares = [posts // processes + (number < posts % processes) for number in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(time.sleep, [0.5] * processes)  # all are there
        began = time.monotonic()
        found = pool.starmap(crowd, [(port, share, misbehave) for share in shares])
        return Round([one for told in found for one in told], time.monotonic() - began)


def quick(port: int, posts: int, at_once: int) -> Round:
    """Nobody misbehaves, and nobody takes more of the machine than it must: two processes, so many visitors in all."""
    shares = [(port, posts // 2 + (posts % 2 if first else 0), at_once // 2) for first in (True, False)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(time.sleep, [0.5] * 2)
        found = pool.starmap(hurry.crowd, shares, chunksize=1)
    told = [one for those in found for one in those]
    return Round(told, max(one.ended for one in told) - min(one.began for one in told))


def print_quiet(quiet: Round, bare: Round) -> None:
    for name, one in [
        ("one row by a bare Django view", bare),
        ("enquiries, each with its mails and jobs", quiet),
    ]:
        print(f"  {one.rate:5.0f}/s  {times(one.answered)}  {name}")
    print(f"  ratio {quiet.rate / bare.rate:.2f}", flush=True)


def print_storm(storm: Round, windows: list[Window]) -> None:
    print(
        f"  {len(storm.answered)} answered in {storm.seconds:.0f} s: {storm.rate:.0f}/s, {times(storm.answered)}"
    )
    manners = Counter(one.manner for one in storm.told)
    print("  " + ", ".join(f"{manner} {count}" for manner, count in sorted(manners.items())))
    print(f"  {sum(one.attempts > 1 for one in storm.told)} had to send again, "
          f"{len(storm.told) - len(storm.answered)} gave up")  # fmt: skip
    heads = ["times", "down s", "posts", "again", "spool", "p50 ms", "p99 ms"]
    print(f"\n  {'fault':<18} " + " ".join(f"{head:>7}" for head in heads))
    for name in sorted({window.fault for window in windows}):
        print_fault(name, [window for window in windows if window.fault == name], storm.told)
    during = {id(one) for window in windows for one in overlapping(window, storm.told)}
    print_line("none", "", "", [one for one in storm.told if id(one) not in during])
    print(flush=True)


def print_fault(name: str, windows: list[Window], told: list[Told]) -> None:
    during = {id(one): one for window in windows for one in overlapping(window, told)}
    down = sum(window.ended - window.began for window in windows) / len(windows)
    print_line(name, len(windows), f"{down:.1f}", list(during.values()))


def print_line(name: str, count: object, down: str, told: list[Told]) -> None:
    again, spooled = sum(one.attempts > 1 for one in told), sum(one.is_spooled for one in told)
    # As the visitor felt it: from the first press to the answer.
    p50, p99 = percentiles([one.ended - one.began for one in told])
    print(f"  {name:<18} {count:>7} {down:>7} {len(told):>7} {again:>7} {spooled:>7} {p50:>7.0f} {p99:>7.0f}")


def overlapping(window: Window, told: list[Told]) -> list[Told]:
    return [one for one in told if one.began < window.ended and one.ended > window.began]


def times(told: list[Told]) -> str:
    p50, p99 = percentiles([one.seconds for one in told])
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    if not seconds:
        return 0.0, 0.0
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.99)] * 1000
