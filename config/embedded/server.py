"""Makes the data, and starts and stops the `postgres` process that works on them. Used by the keeper alone."""

import locale
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import NAME, processes, socket_folder
from config.embedded.account import Account
from config.embedded.cluster import Cluster

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "max_logical_replication_workers": "0",  # no launcher process
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # Above errors, which quote rows: logs hold no names and no addresses. The site tells of its own errors.
    "log_min_messages": "log",
    "log_checkpoints": "off",
}
FOLDERS_BY_DESCRIPTOR = sys.platform == "linux"


class ServerEnded(Exception):
    """The server, or `initdb`, ended by itself. What it said is at the end of the log."""


@dataclass
class Server:
    cluster: Cluster
    binaries: Path
    account: Account
    log: int
    process: subprocess.Popen[bytes] | None = None
    descriptors: list[int] = field(default_factory=list)

    def make_data(self) -> None:
        """Data with an empty database, whole or not at all."""
        for left in self.cluster.unfinished_data():  # an initdb that is just being ended may clean up as well
            shutil.rmtree(left, ignore_errors=True)
        if self.cluster.data.exists():
            return
        fresh = Path(tempfile.mkdtemp(prefix="data.unfinished-", dir=self.cluster.folder))
        self.account.own(fresh)
        self._run("initdb", "--no-sync", "-D", self._folder(fresh), *self._initdb_options())
        options = ("-c", "fsync=off", "-c", "log_min_messages=fatal")
        create = f"CREATE DATABASE {NAME} STRATEGY file_copy"  # the quicker one here; a single user needs no server
        self._run("postgres", "--single", "-D", self._folder(fresh), *options, "postgres", typed=create)
        self._run("initdb", "--sync-only", "-D", self._folder(fresh))  # once, for both
        fresh.rename(self.cluster.data)
        _sync(self.cluster.folder)

    def start(self) -> None:
        """Start `postgres`; it is not `is_ready()` at once. Nothing else may be working on the data."""
        processes.end(self.cluster)
        self._claim_data()
        # Nobody has them now, whoever's process ids they name: PostgreSQL would refuse to start for a stranger's sake.
        (self.cluster.data / "postmaster.pid").unlink(missing_ok=True)
        socket = socket_folder.prepare(self.cluster, self.account)
        for old in socket.iterdir():
            old.unlink()
        options = {**SETTINGS, **self._options(socket)}
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self.process = self._spawn("postgres", "-D", self._folder(self.cluster.data), *arguments)

    def is_ready(self) -> bool:
        """Whether connections are taken. Raises `ServerEnded` when they never will be."""
        self.check()
        try:
            lines = (self.cluster.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        assert self.process is not None
        return len(lines) > 7 and lines[0] == str(self.process.pid) and lines[7].strip() == "ready"

    def check(self) -> None:
        """Raises `ServerEnded` when it did; that also buries the process, whose remains would keep a lock file."""
        if self.process is None or self.process.poll() is not None:
            raise ServerEnded

    def stop(self) -> None:
        """Stop fast: sessions are ended, everything is written."""
        if self.process is None or self.process.poll() is not None:
            return
        for force, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            self.process.send_signal(force)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                return

    def _claim_data(self) -> None:
        """A copy that root laid back is root's, and a plain copy is open to others: PostgreSQL refuses both."""
        found = self.cluster.data.stat()
        if self.account.is_other and found.st_uid == 0:
            for folder, _, names in os.walk(self.cluster.data):
                for path in (Path(folder), *(Path(folder, name) for name in names)):
                    self.account.own(path)
        if found.st_mode & 0o077:
            self.cluster.data.chmod(0o700)

    def _options(self, socket: Path) -> dict[str, str]:
        quoted = self._folder(socket).replace('"', '""')
        return {
            "port": str(socket_folder.PORT),
            "unix_socket_directories": f'"{quoted}"',
            "cluster_name": self.cluster.name,
            **({"io_method": "sync"} if self.cluster.major >= 18 else {}),  # spares three processes
        }

    def _initdb_options(self) -> list[str]:
        ctype = _unicode_locale()
        options = [f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--no-instructions", "--locale=C"]
        if self.cluster.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [
            *options,
            f"--lc-ctype={ctype}",
        ]  # words with accents are folded by it, also beside another provider

    def _folder(self, path: Path) -> str:
        """The path by which the server finds a folder of its own.

        For another user below root's closed folders that is our open descriptor: Linux follows it without asking the
        folders above, so their modes stay as they are.
        """
        if not (self.account.is_other and FOLDERS_BY_DESCRIPTOR):
            return str(path)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        self.descriptors.append(descriptor)
        return f"/proc/self/fd/{descriptor}"

    def _run(self, *command: str, typed: str = "") -> None:
        process = self._spawn(*command, stdin=subprocess.PIPE)
        process.communicate(typed.encode())
        if process.returncode:
            raise ServerEnded

    def _spawn(
        self, program: str, *arguments: str, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        command: Sequence[str] = [str(self.binaries / program), *arguments]
        try:
            return subprocess.Popen(
                command,
                stdin=stdin,
                stdout=self.log,
                stderr=self.log,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                pass_fds=self.descriptors,
                preexec_fn=self.account.become,  # the keeper has one thread, so this is safe
            )
        finally:
            while self.descriptors:
                os.close(self.descriptors.pop())


def _unicode_locale() -> str:
    for name in ("C.UTF-8", "en_US.UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            return name
    return "C"


def _sync(folder: Path) -> None:
    """Makes a rename in `folder` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
