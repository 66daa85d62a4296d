"""The processes of the site, each in a group of its own, started again when they die."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from config.start import guard
from config.start.ground import ROOT
from config.start.wording import say

LONGEST_PAUSE = 30.0  # seconds between two attempts
LONG_ENOUGH = 60.0  # seconds of life after which the next death counts as the first again


@dataclass
class Child:
    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0  # in a row
    started_at: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            env=os.environ | self.environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which then ends them in order
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Notes the death, ends what is left of the group, and sets the time of the next attempt."""
        assert self.process
        guard.end({self.process.pid}, patience=1)
        lived = time.monotonic() - self.started_at
        self.deaths = 1 if lived > LONG_ENOUGH else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        self.again_at = time.monotonic() + pause
        say(f"  {self.name} ended ({how(self.process.returncode)}); starting it again in {pause:.0f} s.")
        self.process = None

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.again_at


def how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
