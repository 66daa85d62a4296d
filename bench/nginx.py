"""An nginx of our own on loopback, with a configuration in a folder of its own."""

import contextlib
import os
import shutil
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from bench.lead_storm.site import free_port

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Nginx(ABC):
    """Whoever inherits from it writes `file`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.file = folder / "nginx.conf"

    def __enter__(self) -> Self:
        command = [str(PROGRAM), "-p", str(self.folder), "-c", str(self.file)]
        if os.geteuid() == 0:  # else it would become another user for its work, who may not read the folder
            command += ["-g", "user root;"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            with contextlib.suppress(OSError):
                if self.is_ready():
                    return self
            if self.process.poll() is not None:
                raise SystemExit(f"nginx does not start: {self.process.stderr.read()}")
            time.sleep(0.05)
        self.__exit__()
        raise SystemExit("nginx does not answer.")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    @abstractmethod
    def is_ready(self) -> bool:
        """Asked until it is true; may raise `OSError`."""

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]
