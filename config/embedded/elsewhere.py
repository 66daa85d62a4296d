"""Folders that cannot be below `BYLINE_VAR`: made in a temporary folder, and named by a link in the cluster's folder.

The name is drawn at random, so nobody can be there first, and what the link names is used again only while it is still
ours alone: what somebody else put there after a clean-up of the temporary folder is passed over.
"""

import os
import stat
import tempfile
from pathlib import Path

from config.embedded.account import Account

PLACES = [Path("/tmp"), Path("/var/tmp"), Path("/var/lib")]
NOEXEC = getattr(os, "ST_NOEXEC", 0)  # Linux only


def folder_elsewhere(link: Path, *, owner: Account, mode: int) -> Path:
    """The folder that `link` names, made when it is missing. For programs when others may enter it (`mode`)."""
    if link.is_symlink():
        folder = link.readlink()
        if _is_ours(folder, owner, mode):
            return folder
        link.unlink()
    folder = Path(tempfile.mkdtemp(prefix="byline-", dir=_place(for_programs=bool(mode & 0o001))))
    folder.chmod(mode)
    owner.own(folder)
    link.symlink_to(folder)
    return folder


def _is_ours(folder: Path, owner: Account, mode: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner.uid and stat.S_IMODE(found.st_mode) == mode


def _place(*, for_programs: bool) -> Path:
    """Not Python's idea of a temporary folder: TMPDIR may be long, or closed to others."""
    for place in PLACES:
        if os.access(place, os.W_OK) and not (for_programs and os.statvfs(place).f_flag & NOEXEC):
            return place
    raise OSError(f"none of {', '.join(map(str, PLACES))} can be written to and hold programs")
