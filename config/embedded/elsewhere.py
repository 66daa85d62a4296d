"""Folders that cannot be below `BYLINE_VAR`: a socket's, when the path is too long; programs', when it is closed.

Their place is open to all users of the machine, so names are drawn at random, and nothing that is found there is used
unless it is still a folder of the right owner with the right mode.
"""

import os
import stat
import tempfile
from pathlib import Path

PLACES = [Path("/tmp"), Path("/var/tmp"), Path("/var/lib")]
NOEXEC = getattr(os, "ST_NOEXEC", 0)  # Linux only


def make_folder(place: Path) -> Path:
    """A new one, for ourselves alone."""
    return Path(tempfile.mkdtemp(prefix="byline-", dir=place))


def place(*, for_programs: bool = False) -> Path:
    """Not Python's idea of a temporary folder: TMPDIR may be long, or closed to others."""
    for path in PLACES:
        if os.access(path, os.W_OK) and not (for_programs and os.statvfs(path).f_flag & NOEXEC):
            return path
    raise OSError(f"none of {', '.join(map(str, PLACES))} can be written to and hold programs")


def is_owned(folder: Path, uid: int, mode: int) -> bool:
    """Whether it is a real folder of this user with exactly this mode."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and stat.S_IMODE(found.st_mode) == mode
