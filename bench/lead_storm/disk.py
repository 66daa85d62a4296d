"""A small file system under a folder, so that it can be filled up without harm."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

SIZE = 900  # MiB


@contextlib.contextmanager
def small(folder: Path) -> Iterator[bool]:
    """Whether the folder, with what is in it, could be laid on one: ext4 in a file, else in memory; root only."""
    side, image = folder.with_name(f"{folder.name}.side"), folder.with_name(f"{folder.name}.img")
    is_mounted = os.geteuid() == 0 and _mount(side, image)
    if is_mounted:
        _run("cp", "-a", f"{folder}/.", side)
        _run("mount", "--bind", side, folder)
    try:
        yield is_mounted
    finally:
        if is_mounted:
            _run("umount", "-l", folder)
            _run("umount", "-l", side)
            side.rmdir()
        image.unlink(missing_ok=True)


def _mount(side: Path, image: Path) -> bool:
    side.mkdir(mode=0o755)
    in_file = (
        _run("truncate", "-s", f"{SIZE}M", image)
        and _run("mkfs.ext4", "-q", "-m", "0", image)
        and _run("mount", "-o", "loop", image, side)
    )
    if in_file or _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", side):
        side.chmod(0o755)
        return True
    side.rmdir()
    return False


def _run(*command: object) -> bool:
    try:
        return subprocess.run([str(word) for word in command], stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False
