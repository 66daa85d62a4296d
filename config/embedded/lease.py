"""A process's wish that the server runs: a shared lock, held for as long as the process lives."""

import logging
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.embedded import NAME, NotRunning, binaries, locks, processes, socket_folder
from config.embedded.account import name_of
from config.embedded.binaries import Binaries
from config.embedded.cluster import Cluster
from config.embedded.launch import PATIENCE_SECONDS, launch

logger = logging.getLogger(__name__)

SESSION_SECONDS = 2.0  # for what a client that has just ended leaves

_leases: dict[str, "Lease"] = {}
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class ConnectionTarget:
    """What a client of PostgreSQL needs; `host` is the folder of the server's socket."""

    host: str
    port: int = socket_folder.PORT
    dbname: str = NAME
    user: str = NAME

    @property
    def url(self) -> str:
        return (
            f"postgresql:///{self.dbname}?host={quote(self.host, safe='/')}&port={self.port}&user={self.user}"
        )


class Lease:
    """Held from its making until `release()` or the end of the process."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.pid = os.getpid()
        self.binaries: Binaries = binaries.choose(var)
        self.cluster = Cluster.below(var, self.binaries.major)
        self.cluster.make()
        self.descriptor = _share(self.cluster)
        self.is_released = False
        self.watcher: threading.Thread | None = None

    def is_ours(self) -> bool:
        """Not of the process that forked us, which may end before us, and whose watcher does not watch for us."""
        return self.pid == os.getpid() and not self.is_released

    def ensure_running(self) -> ConnectionTarget:
        if not locks.is_taken(self.cluster.ready):
            launch(self.cluster, self.binaries)
        if self.watcher is None:
            self.watcher = threading.Thread(target=self._watch, name="embedded PostgreSQL", daemon=True)
            self.watcher.start()
        return ConnectionTarget(socket_folder.find(self.cluster))

    def release(self) -> None:
        self.is_released = True
        os.close(self.descriptor)

    def _watch(self) -> None:
        """Bring the keeper back when it dies: a worker that only listens would never ask for it again."""
        pause = 1.0
        while not self.is_released:
            os.close(locks.wait_for(self.cluster.ready, locks.SHARED))  # free only while no server is ready
            if self.is_released:
                return
            try:
                launch(self.cluster, self.binaries)
                pause = 1.0
            except (NotRunning, OSError) as error:
                logger.error("The embedded PostgreSQL is away: %s", error)
                time.sleep(pause)
                pause = min(2 * pause, 60.0)


def ensure_running(var: Path) -> ConnectionTarget:
    """See `config.embedded.ensure_running`."""
    lease = _leases.get(os.path.abspath(var))
    if lease and lease.is_ours() and lease.watcher and locks.is_taken(lease.cluster.ready):
        return ConnectionTarget(socket_folder.find(lease.cluster))
    try:
        with _one_at_a_time:
            return _held(os.path.abspath(var)).ensure_running()
    except OSError as error:
        raise NotRunning(
            f"PostgreSQL could not be started below {var}: {_explained(error, Path(var))}."
        ) from error


def stop(var: Path) -> bool:
    """See `config.embedded.stop`."""
    with _one_at_a_time:
        lease = _leases.pop(os.path.abspath(var), None)
        if lease and lease.is_ours():
            lease.release()
    return all([stop_when_unused(cluster) for cluster in Cluster.all_below(Path(os.path.abspath(var)))])


def stop_when_unused(cluster: Cluster) -> bool:
    """Ask the keeper to stop now, and wait for it; False when somebody holds a lease or is connected."""
    cluster.make()
    wish = locks.take(cluster.stop_wish, locks.EXCLUSIVE)  # None when somebody else has the same
    began = time.monotonic()
    try:
        while locks.is_taken(cluster.keeper):
            waited = time.monotonic() - began
            if _is_leased(cluster) or waited > PATIENCE_SECONDS:
                return False
            if waited > SESSION_SECONDS and locks.is_taken(cluster.ready) and processes.has_sessions(cluster):
                return False
            time.sleep(0.02)
        return True
    finally:
        if wish is not None:
            os.close(wish)


def _is_leased(cluster: Cluster) -> bool:
    """Whether a client holds one. The keeper, too, locks the file, for a moment to look and while it stops."""
    for _ in range(5):
        if not locks.is_shared(cluster.leases):
            return False
        time.sleep(0.01)
    return True


def _held(var: str) -> Lease:
    lease = _leases.get(var)
    if lease is None or not lease.is_ours():
        lease = _leases[var] = Lease(Path(var))
    return lease


def _share(cluster: Cluster) -> int:
    """The lock of one client. Only a keeper that is about to go stands in its way, and not for long."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while (descriptor := locks.take(cluster.leases, locks.SHARED)) is None:
        if time.monotonic() > give_up:
            raise NotRunning(f"PostgreSQL is being stopped, and does not end; see {cluster.log}")
        time.sleep(0.01)
    return descriptor


def _explained(error: OSError, var: Path) -> str:
    if isinstance(error, PermissionError):
        with suppress(OSError):
            owner = var.stat().st_uid
            if owner != os.geteuid():
                return f"the folder belongs to {name_of(owner)}, not to {name_of(os.geteuid())}"
    return str(error)


def _after_fork_in_child() -> None:
    global _one_at_a_time
    _one_at_a_time = threading.Lock()


os.register_at_fork(after_in_child=_after_fork_in_child)
