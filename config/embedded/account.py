"""As whom the server runs. PostgreSQL refuses root, so root's server is run by an ordinary user."""

import ctypes
import os
import pwd
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from config.embedded.cluster import Cluster

PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


@dataclass(frozen=True)
class Account:
    """A user to run a process as; `is_other` when that is somebody else than ourselves."""

    name: str
    uid: int
    gid: int
    is_other: bool = False

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def become(self) -> None:
        """In the child, before it turns into a server: drop root's rights, and promise to end when the keeper ends."""
        keeper = os.getppid()
        if self.is_other:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)
        _end_with_parent()  # after setuid, which forgets it
        if os.getppid() != keeper:
            os._exit(1)


def account_for(cluster: Cluster) -> Account:
    """Ourselves; for root whoever owns the data, else the folder they will be in, else `postgres`, else `nobody`."""
    if os.geteuid() != 0:
        return Account("", os.geteuid(), os.getegid())
    for path in (cluster.data, cluster.folder, cluster.folder.parent):
        if path.exists() and (owner := path.stat()).st_uid != 0:
            return Account(name_of(owner.st_uid), owner.st_uid, owner.st_gid, is_other=True)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, user.pw_uid, user.pw_gid, is_other=True)
    raise LookupError(
        "root may not run PostgreSQL, and there is neither a user postgres nor a user nobody to run it"
    )


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _end_with_parent() -> None:
    """Linux tells the server to stop fast when the keeper dies. Elsewhere the next keeper ends what was left."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGINT)


_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None  # looked up before any fork
