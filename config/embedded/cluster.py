"""The folder of one embedded PostgreSQL: `postgresql-<major>/` below `BYLINE_VAR`."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MAX_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Cluster:
    folder: Path

    @classmethod
    def below(cls, var: Path, major: int) -> "Cluster":
        return cls(var / f"postgresql-{major}")

    @classmethod
    def all_below(cls, var: Path) -> list["Cluster"]:
        """Those that hold data, the newest major version first."""
        found = [cls(path) for path in var.glob("postgresql-*") if (path / "data" / "PG_VERSION").exists()]
        return sorted(found, key=lambda cluster: cluster.major, reverse=True)

    @property
    def major(self) -> int:
        return int(self.folder.name.rpartition("-")[2])

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def unfinished_data(self) -> list[Path]:
        """What `initdb` makes, or once left, before a rename turns it into `data`; so `data` is whole or absent."""
        return list(self.folder.glob("data.unfinished-*"))

    @property
    def socket(self) -> Path:
        """The folder of the server's socket, or a link to it when this path is too long for one."""
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def leases(self) -> Path:
        """Each client holds a shared lock on this file."""
        return self.folder / "leases.lock"

    @property
    def keeper(self) -> Path:
        """Locked for as long as a keeper lives; holds its process id, or why it gave up."""
        return self.folder / "keeper.lock"

    @property
    def ready(self) -> Path:
        """Locked by the keeper for as long as the server takes connections."""
        return self.folder / "ready.lock"

    @property
    def stop_wish(self) -> Path:
        """Locked by whoever would like the keeper to stop at once, if nobody needs the server."""
        return self.folder / "stop.lock"

    @property
    def name(self) -> str:
        """Shown in the titles of the server's processes; one of its own for each folder."""
        return "byline-" + sha256(os.fsencode(self.folder)).hexdigest()[:12]

    def make(self) -> None:
        """The folder and its lock files, when they are not there yet. They belong to whoever owns the folder above."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700, exist_ok=True)
            give(self.folder, self.folder.parent)
        for path in (self.leases, self.keeper, self.ready, self.stop_wish, self.log):
            self._make_file(path)

    def open_log(self) -> int:
        """A descriptor to add to the log with. A long log is put aside first, replacing the one before."""
        if self.log.stat().st_size > MAX_LOG_BYTES:
            self.log.rename(self.log.with_suffix(".log.1"))
            self._make_file(self.log)
        return os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)

    def end_of_log(self, lines: int = 6) -> str:
        text = self.log.read_bytes()[-4000:].decode(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def _make_file(self, path: Path) -> None:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return
        give(path, self.folder)


def give(path: Path, like: Path) -> None:
    """Root, working in somebody's folder, gives what it makes to the folder's owner, who could not use it otherwise."""
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
