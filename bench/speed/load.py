"""wrk, and what it found."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

REPORT = Path(__file__).with_name("report.lua")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Found:
    rate: float  # requests a second
    p50: float  # ms
    p99: float  # ms
    processor: float  # ms of the server's processes a request
    failed: int  # no answer, or none below 400


def load(
    address: str,
    headers: dict[str, str],
    *,
    connections: int,
    seconds: int,
    processes: Callable[[], Iterable[int]],
) -> Found:
    """`processes` are the server's, asked before and after."""
    line = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "-s", str(REPORT)]
    for name, value in headers.items():
        line += ["-H", f"{name}: {value}"]
    before = {pid: ticks(pid) for pid in processes()}
    said = subprocess.run([*line, address], capture_output=True, text=True, check=True).stdout
    spent = sum(ticks(pid) - before.get(pid, 0) for pid in processes())
    found = json.loads(said.strip().splitlines()[-1])
    count = max(found["requests"], 1)
    return Found(
        found["requests"] / found["microseconds"] * 1e6,
        found["p50"] / 1000,
        found["p99"] / 1000,
        spent / TICKS * 1000 / count,
        found["failed"],
    )


def middle(found: list[Found]) -> Found:
    return Found(*(median(getattr(one, name) for one in found) for name in ["rate", "p50", "p99", "processor"]),
                 max(one.failed for one in found))  # fmt: skip


def ticks(pid: int) -> int:
    """Of the processor, in the process and in the kernel for it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def memory(pids: Iterable[int]) -> float:
    """Megabytes, what several share counted once; none of a process that has ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024
