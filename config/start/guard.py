"""Ends the process groups that the supervisor started, should it die without a word (kill -9).

A tiny process in a session of its own. It reads `+group` and `-group` lines from a pipe whose other end only
the supervisor holds: the end of that pipe is the supervisor's end, however it came.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

PATIENCE = 3.0  # seconds between asking and insisting; two of the promised five are left for the database


class Guard:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-E", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch(self, group: int) -> None:
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}\n")

    def dismiss(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()

    def _tell(self, line: str) -> None:
        assert self.process.stdin
        with suppress(BrokenPipeError):  # the guard itself was killed: no reason to stop the site
            self.process.stdin.write(line.encode())
            self.process.stdin.flush()


def end(groups: set[int], patience: float = PATIENCE) -> None:
    """Asks every process of these groups to stop and, when the patience is over, makes them."""
    send(groups, signal.SIGTERM)
    until = time.monotonic() + patience
    while time.monotonic() < until and any(is_alive(group) for group in groups):
        time.sleep(0.05)
    send(groups, signal.SIGKILL)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def send(groups: set[int], number: int) -> None:
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def watch_over(lines: Iterable[str]) -> None:
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        groups.add(group) if line[0] == "+" else groups.discard(group)
    end(groups)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watch_over(sys.stdin)
