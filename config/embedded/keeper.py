"""The keeper: a detached process that owns the server, and goes when nobody needs it any more.

Started by `launch`, which hands over the lock that makes it the only one. Uses nothing but the standard library.
"""

import os
import select
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import binaries, locks, processes, socket_folder
from config.embedded.account import account_for
from config.embedded.cluster import Cluster
from config.embedded.server import Server, ServerEnded

POLL_SECONDS = 0.25
MAX_RESTARTS, RESTARTS_FORGOTTEN_AFTER_SECONDS = 3, 60


class Signalled:
    """Turns signals into something that a waiting loop sees at once."""

    def __init__(self) -> None:
        self.must_stop = False
        self.read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._must)

    def wait(self, seconds: float) -> None:
        if select.select([self.read_end], [], [], seconds)[0]:
            os.read(self.read_end, 100)

    def _must(self, *_: object) -> None:
        self.must_stop = True


@dataclass
class Keeper:
    cluster: Cluster
    server: Server
    idle_seconds: float
    signalled: Signalled
    ready: int | None = None
    restarts: list[float] = field(default_factory=list)

    def keep(self) -> None:
        """Until nobody needs the server, or a signal says so."""
        self.server.make_data()
        self.start()
        needed_at, leases = time.monotonic(), None
        while not self.signalled.must_stop:
            leases = locks.take(self.cluster.leases, locks.EXCLUSIVE)
            if leases is None:
                needed_at = time.monotonic()
            elif self._is_over(needed_at):
                break  # with the lock: who comes now waits until we are gone, and starts the next keeper
            else:
                os.close(leases)
                leases = None
            self.signalled.wait(POLL_SECONDS)
            self._start_again_when_ended()
        self._close_ready()
        self.server.stop()
        if leases is not None:  # or somebody may come back to the folder whose name they know
            socket_folder.remove_elsewhere(self.cluster)

    def start(self) -> None:
        self.server.start()
        while not self.server.is_ready():
            if self.signalled.must_stop:
                return
            self.signalled.wait(0.01)
        self.ready = locks.wait_for(self.cluster.ready, locks.EXCLUSIVE)

    def _is_over(self, needed_at: float) -> bool:
        idle = time.monotonic() - needed_at >= self.idle_seconds
        return (idle or locks.is_taken(self.cluster.stop_wish)) and not processes.has_sessions(self.cluster)

    def _start_again_when_ended(self) -> None:
        try:
            self.server.check()
        except ServerEnded:
            self._close_ready()
            now = time.monotonic()
            self.restarts = [at for at in self.restarts if now - at < RESTARTS_FORGOTTEN_AFTER_SECONDS]
            self.restarts.append(now)
            if len(self.restarts) > MAX_RESTARTS:
                raise
            self.start()

    def _close_ready(self) -> None:
        if self.ready is not None:
            os.close(self.ready)
        self.ready = None


def run(cluster: Cluster, programs: Path, idle_seconds: float, signalled: Signalled) -> str:
    """Returns why it gave up, if it did."""
    try:
        account = account_for(cluster)
        programs = binaries.reachable(programs, account)
        server = Server(cluster, programs, account, log=1)
        try:
            Keeper(cluster, server, idle_seconds, signalled).keep()
        finally:
            server.stop()
    except ServerEnded:
        return f"it ended by itself; at the end of {cluster.log}:\n{cluster.end_of_log()}"
    except Exception as error:
        traceback.print_exc()
        return f"{error} (more in {cluster.log})."
    return ""


def main(folder: str, programs: str, idle_seconds: str, lock: str) -> None:
    if os.fork():
        os._exit(0)  # so that the keeper is nobody's child, and no client is left with its remains
    os.set_inheritable(int(lock), False)  # the lock is ours alone: the server must not keep it for us
    signalled = Signalled()
    _write(int(lock), str(os.getpid()))
    _write(int(lock), run(Cluster(Path(folder)), Path(programs), float(idle_seconds), signalled))


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
