"""The page that is printed, with a verdict beside each line that has one."""

from bench.memory import FLAT, growth
from bench.mixed.round import Round
from bench.mixed.times import Times, Waits

P99 = 50.0  # ms
EXAMPLES = 5


def show(done: Round) -> int:
    """The exit code."""
    verdicts = [readers(done), stale(done), leads(done), publishes(done)]
    line("worker", f"jobs that were due and not begun: {done.due[0]:,} → {done.due[1]:,}")
    memory(done)
    spent = ", ".join(
        f"{name} {done.spent[part] * 100:.0f} %"
        for part, name in {
            "web": "web processes",
            "database": "PostgreSQL",
            "worker": "worker",
            "visitors": "readers, visitors and editor themselves",
        }.items()
    )
    line("processor", f"of one: {spent}")
    return int(not all(verdicts))


def readers(done: Round) -> bool:
    readings, failed = done.readings, +done.readings.failed
    statuses = ", ".join(f"{count:,} × {status}" for status, count in sorted(readings.statuses.items()))
    line("requests", f"{len(readings):,} ({statuses}), over at most {readings.most_lines} connections")
    words = ", ".join(f"{count} × {why}" for why, count in failed.items())
    line("errors", f"{failed.total()} {words}", not failed)
    waits = Waits.of(readings, done.counted_from)
    line("readers", str(waits.whole), waits.whole.p99 < P99)
    line("", f"{waits.worst}: the worst 10 s, from second {waits.worst_at:.0f}")
    line("", f"of this before it was sent, for want of a connection or a processor: p50 {waits.lateness.p50:.1f} ms, "
         f"p99 {waits.lateness.p99:.1f} ms")  # fmt: skip
    return not failed


def stale(done: Round) -> bool:
    found, day = done.staleness, done.day
    line(
        "stale",
        f"{found.stale} of {found.compared:,} answers that show what the editor changes",
        not found.stale,
    )
    line("", f"{len(day.stale)} of {day.looks:,} first looks after a publish", not day.stale)
    for words in [*found.examples, *day.stale][:EXAMPLES]:
        line("", f"  {words}")
    return not (found.stale or day.stale)


def leads(done: Round) -> bool:
    found, again = done.comparison, sum(one.attempts > 1 for one in done.told)
    faults = ", ".join(f"{name} {len(those)}" for name, those in found.faults.items())
    is_good = not any(found.faults.values()) and found.thanked == len(done.told) and not again
    line("leads", f"sent {len(done.told):,}, sent again {again}, thanked {found.thanked:,}, stored {found.stored:,}",
         is_good)  # fmt: skip
    line("", faults)
    line("", str(Times.of(one.seconds for one in done.told)))
    return is_good


def publishes(done: Round) -> bool:
    day = done.day
    times = Times.of(one.answered - one.sent for one in day.publishes)
    line("publishes", f"{len(day.publishes)}, failed {len(day.failed)}; p50 {times.p50:.0f} ms, "
         f"p95 {times.p95:.0f} ms, max {times.longest:.0f} ms", not day.failed)  # fmt: skip
    for words in day.failed[:EXAMPLES]:
        line("", f"  {words}")
    return not day.failed


def memory(done: Round) -> None:
    """The first minute that is timed, beside the last; of a short run, its first and last third."""
    begin, end = done.counted_from, done.counted_from + done.load.seconds
    window = min(60.0, done.load.seconds / 3)
    first, last = done.watch.middle(begin, begin + window), done.watch.middle(end - window, end)
    for name in ["together", "web", "worker", "supervisor", "PostgreSQL"]:
        words = f"{name} {first[name]:.1f} → {last[name]:.1f} MB ({growth(first[name], last[name]):+.1f} %)"
        is_flat = growth(first[name], last[name]) <= FLAT if name == "together" else None
        line("memory" if name == "together" else "", words, is_flat)


def line(name: str, words: str, is_good: bool | None = None) -> None:
    verdict = {True: "  ok", False: "  NOT OK", None: ""}[is_good]
    print(f"  {name:<11}{words}{verdict}", flush=True)
