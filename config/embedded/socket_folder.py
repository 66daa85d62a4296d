"""Where the server's socket is: below the cluster's folder, or elsewhere when that path is too long."""

import shutil
import sys
from pathlib import Path

from config.embedded.account import Account
from config.embedded.cluster import Cluster
from config.embedded.elsewhere import folder_elsewhere

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
    return folder_elsewhere(cluster.socket, owner=account, mode=0o700)


def find(cluster: Cluster) -> str:
    """The folder that clients connect to."""
    try:
        return str(cluster.socket.readlink())
    except OSError:
        return str(cluster.socket)


def fits(folder: Path) -> bool:
    """Whether a client may be given `folder` as its host. libpq takes a comma there for the start of another host."""
    try:
        address = f"{folder}/.s.PGSQL.{PORT}".encode()
    except UnicodeEncodeError:  # a path that is not UTF-8 cannot be handed to libpq either
        return False
    return len(address) <= MAX_ADDRESS_BYTES and b"," not in address
