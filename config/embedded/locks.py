"""Locks on files. The kernel frees them on any death of their holder, however sudden."""

import fcntl
import os
from pathlib import Path

SHARED, EXCLUSIVE = fcntl.LOCK_SH, fcntl.LOCK_EX


def take(path: Path, kind: int) -> int | None:
    """The descriptor that holds the lock on `path` until it is closed; None when somebody else is in the way."""
    return _locked(path, kind | fcntl.LOCK_NB)


def wait_for(path: Path, kind: int) -> int:
    """The same, after waiting for as long as it takes."""
    descriptor = _locked(path, kind)
    assert descriptor is not None
    return descriptor


def is_taken(path: Path) -> bool:
    """Whether somebody holds an exclusive lock on `path`; costs some microseconds."""
    descriptor = take(path, SHARED)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def is_shared(path: Path) -> bool:
    """Whether somebody holds a shared lock on `path`; the momentary locks of others may blur the answer."""
    for kind, answer in ((EXCLUSIVE, False), (SHARED, True)):
        descriptor = take(path, kind)
        if descriptor is not None:
            os.close(descriptor)
            return answer
    return False  # somebody has it for themselves


def _locked(path: Path, operation: int) -> int | None:
    # Opened anew each time: a descriptor that a forked child shares would share, and give back, its lock.
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, operation)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
