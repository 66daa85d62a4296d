"""Sees to it that a keeper runs. Any number of processes may try at once: a lock decides whose keeper it is."""

import os
import subprocess
import sys
import time
from pathlib import Path

from config.embedded import locks
from config.embedded.binaries import Binaries
from config.embedded.cluster import Cluster

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
IDLE_SECONDS = 5.0


class NotRunning(Exception):
    """The server does not run, and why; a sentence for a person, then the last lines of its log."""


def launch(cluster: Cluster, binaries: Binaries) -> None:
    """Return when the server takes connections. The caller holds a lease, so it will not stop meanwhile."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    is_ours = False
    while not locks.is_taken(cluster.ready):
        lock = locks.take(cluster.keeper, locks.EXCLUSIVE)
        if lock is not None:
            if is_ours:
                os.close(lock)
                raise NotRunning(f"PostgreSQL could not be started: {_reason(cluster)}")
            _start_keeper(cluster, binaries, lock)
            is_ours = True
        if time.monotonic() > give_up:
            raise NotRunning(
                f"PostgreSQL has not become ready in {PATIENCE_SECONDS:.0f} s; at the end of {cluster.log}:\n"
                f"{cluster.end_of_log()}"
            )
        time.sleep(0.01)


def _start_keeper(cluster: Cluster, binaries: Binaries, lock: int) -> None:
    idle = os.environ.get("EMBEDDED_IDLE_SECONDS", "").strip() or str(IDLE_SECONDS)
    command = [
        sys.executable,
        "-S",
        "-m",
        "config.embedded.keeper",
        cluster.folder,
        binaries.folder,
        idle,
        str(lock),
    ]
    log = cluster.open_log()
    try:
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
            env=_environment(),
            pass_fds=[lock],
            start_new_session=True,  # Ctrl-C in our terminal is not meant for it
        )
    finally:
        os.close(log)
        os.close(lock)


def _environment() -> dict[str, str]:
    """Only what Python needs to start: a process that outlives us is handed no keys and no passwords."""
    names = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
    return {"PYTHONPATH": str(PROJECT)} | {name: os.environ[name] for name in names if name in os.environ}


def _reason(cluster: Cluster) -> str:
    try:
        return cluster.failure.read_text()
    except FileNotFoundError:
        return f"its keeper ended; at the end of {cluster.log}:\n{cluster.end_of_log()}"
