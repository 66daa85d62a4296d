"""The server's processes, told apart from strangers that happen to have an old process id."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from config.embedded.cluster import Cluster


def living(cluster: Cluster) -> dict[int, str]:
    """Process ids and titles of the PostgreSQL processes that work on this cluster's data."""
    if not cluster.data.exists():
        return {}
    return dict(_in_proc(cluster) if sys.platform == "linux" else _in_ps(cluster))


def has_sessions(cluster: Cluster) -> bool:
    """Whether anybody is connected, be it without a lease (psql)."""
    return any("[local]" in title for title in living(cluster).values())


def end(cluster: Cluster) -> None:
    """End whatever an earlier keeper left, with more and more force; return when it is gone.

    Only the postmaster may be asked politely: to its children the same signal means something else.
    """
    postmaster = postmaster_in(cluster)
    for force, seconds in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        left = living(cluster)
        for pid in left if force != signal.SIGINT else left.keys() & {postmaster}:
            with suppress(ProcessLookupError):
                os.kill(pid, force)
        if force != signal.SIGINT or postmaster in left:
            _wait(cluster, seconds)
    if left := living(cluster):
        raise TimeoutError(f"an earlier PostgreSQL (process {min(left)}) does not end")


def postmaster_in(cluster: Cluster) -> int:
    """The process id in `postmaster.pid`, which may be anybody's by now; 0 without one."""
    try:
        return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return 0


def _wait(cluster: Cluster, seconds: float) -> None:
    give_up = time.monotonic() + seconds
    while living(cluster) and time.monotonic() < give_up:
        time.sleep(0.02)


def _in_proc(cluster: Cluster) -> Iterator[tuple[int, str]]:
    """Linux: each of the server's processes has the data folder as its working folder."""
    data = cluster.data.stat()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:  # a process may end while we look, a zombie has no working folder, and a stranger's is not shown
            if os.path.samestat(os.stat(f"/proc/{pid}/cwd"), data) and _comm(pid) == "postgres":
                yield int(pid), _title(pid)
        except OSError:
            continue


def _comm(pid: str) -> str:
    with open(f"/proc/{pid}/comm") as file:
        return file.read().strip()


def _title(pid: str) -> str:
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read().replace(b"\0", b" ").decode(errors="replace").strip()


def _in_ps(cluster: Cluster) -> Iterator[tuple[int, str]]:
    """Elsewhere: the titles hold the cluster's name."""
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        pid, _, title = line.strip().partition(" ")
        if re.match(r"(\S.*/)?postgres(:| )", title) and cluster.name in title:
            yield int(pid), title
