"""Sees to it that a keeper runs. Any number of processes may try at once: a lock decides whose keeper it is."""

import os
import subprocess
import sys
import time
from pathlib import Path

from config.embedded import NotRunning, locks
from config.embedded.binaries import Binaries
from config.embedded.cluster import Cluster

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
MAX_KEEPERS = 3
IDLE_SECONDS = 5.0


def launch(cluster: Cluster, binaries: Binaries) -> None:
    """Return when the server takes connections. The caller holds a lease, so it will not stop meanwhile."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    keepers = 0
    while not locks.is_taken(cluster.ready):
        lock = locks.take(cluster.keeper, locks.EXCLUSIVE)
        if lock is not None:
            if keepers:
                _check_how_it_ended(cluster, lock, keepers)
            _start_keeper(cluster, binaries, lock)
            keepers += 1
        if time.monotonic() > give_up:
            raise NotRunning(
                f"PostgreSQL has not become ready in {PATIENCE_SECONDS:.0f} s; at the end of {cluster.log}:\n"
                f"{cluster.end_of_log()}"
            )
        time.sleep(0.01)


def _start_keeper(cluster: Cluster, binaries: Binaries, lock: int) -> None:
    python = [sys.executable, "-S", "-m", "config.embedded.keeper"]  # -S: it needs no packages
    os.ftruncate(lock, 0)
    log = cluster.open_log()
    try:
        subprocess.run(
            [*python, cluster.folder, binaries.folder, str(_idle_seconds()), str(lock)],
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


def _idle_seconds() -> float:
    """How long the server stays after its last client: long enough for one command to follow another."""
    try:
        return float(os.environ.get("EMBEDDED_IDLE_SECONDS", "").strip() or IDLE_SECONDS)
    except ValueError:
        raise NotRunning("EMBEDDED_IDLE_SECONDS must be a number of seconds.") from None


def _environment() -> dict[str, str]:
    """Only what Python needs to start: a process that outlives us is handed no keys and no passwords."""
    names = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
    return {"PYTHONPATH": str(PROJECT)} | {name: os.environ[name] for name in names if name in os.environ}


def _check_how_it_ended(cluster: Cluster, lock: int, keepers: int) -> None:
    """Our keeper is gone. When it was killed, another one may do better; when it gave up, it left the reason."""
    reason = cluster.keeper.read_text()
    was_killed = not reason or reason.isdigit()
    if was_killed and keepers < MAX_KEEPERS:
        return
    os.close(lock)
    if was_killed:
        reason = f"its keeper ended; at the end of {cluster.log}:\n{cluster.end_of_log()}"
    raise NotRunning(f"PostgreSQL could not be started: {reason}")
