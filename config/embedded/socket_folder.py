"""Where the server's socket is: below the cluster's folder, or elsewhere when that path is too long."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

from config.embedded import elsewhere
from config.embedded.account import Account
from config.embedded.cluster import Cluster

PORT = 5432  # only a part of the socket's name
MAX_ADDRESS_BYTES = 107 if sys.platform == "linux" else 103  # sun_path in unix(7), less its closing NUL


def prepare(cluster: Cluster, account: Account) -> Path:
    """The folder, made for `account` alone."""
    if fits(cluster.socket):
        if cluster.socket.is_symlink():  # the site was moved to a shorter path
            cluster.socket.unlink()
        cluster.socket.mkdir(mode=0o700, exist_ok=True)
        account.own(cluster.socket)
        return cluster.socket
    if cluster.socket.is_dir() and not cluster.socket.is_symlink():
        shutil.rmtree(cluster.socket)
    return _prepare_elsewhere(cluster.socket, account)


def find(cluster: Cluster) -> str:
    """The folder that clients connect to."""
    try:
        return str(cluster.socket.readlink())
    except OSError:
        return str(cluster.socket)


def remove_elsewhere(cluster: Cluster) -> None:
    """Leave nothing in a folder that is not ours. Once the server has stopped and nobody waits for it."""
    if cluster.socket.is_symlink():
        with suppress(OSError):
            cluster.socket.readlink().rmdir()
        cluster.socket.unlink()


def fits(folder: Path) -> bool:
    """Whether a client may be given `folder` as its host. libpq takes a comma there for the start of another host."""
    try:
        address = f"{folder}/.s.PGSQL.{PORT}".encode()
    except UnicodeEncodeError:  # a path that is not UTF-8 cannot be handed to libpq either
        return False
    return len(address) <= MAX_ADDRESS_BYTES and b"," not in address


def _prepare_elsewhere(link: Path, account: Account) -> Path:
    """What `link` names, while it is still ours alone: clients of a server that was killed wait for it there."""
    if link.is_symlink():
        if elsewhere.is_owned(link.readlink(), account.uid, 0o700):
            return link.readlink()
        link.unlink()
    folder = elsewhere.make_folder(elsewhere.place())
    account.own(folder)
    link.symlink_to(folder)
    return folder
