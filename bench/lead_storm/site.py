"""The site that is stormed: started like any other, in a folder of its own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import cached_property
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds
WAITING = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name LIKE 'blog.%'"
)


class Site:
    is_sound = True  # else its log stays

    def __init__(self, var: Path, mail_port: int) -> None:
        self.var, self.port = var, free_port()
        # One proxy of our own, so that each visitor can come from a network of their own, as people do.
        self.environment = os.environ | {
            "BYLINE_VAR": str(var),
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "PROXY_COUNT": "1",
            "CANARY": "off",
        }

    def __enter__(self) -> "Site":
        self.log = self.var.with_name(f"{self.var.name}.log").open("ab")
        self.process = subprocess.Popen(
            [ROOT / "bin/start"],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if not self.wait_until_ready(PATIENCE):
            raise SystemExit(f"The site is not ready; its log: {self.log.name}")
        return self

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()
        if self.is_sound and not any(error):
            Path(self.log.name).unlink(missing_ok=True)
        else:
            print(f"The site's log: {self.log.name}")

    def wait_until_ready(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.is_ready():
                return True
            time.sleep(0.1)
        return False

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False

    def settle(self) -> None:
        """Until nothing waits in the spool any more; the worker looks once a minute."""
        self.wait_until_ready(PATIENCE)
        until = time.monotonic() + PATIENCE
        while list((self.var / "spool").glob("[!.]*.json")) and time.monotonic() < until:
            time.sleep(0.5)

    def rest(self) -> None:
        """Until the worker has made the pictures of a new site's demo."""
        until = time.monotonic() + PATIENCE
        with psycopg.connect(**self.target, autocommit=True) as connection:
            while connection.execute(WAITING).fetchone() != (0,) and time.monotonic() < until:
                time.sleep(0.5)

    def running(self, part: str) -> list[int]:
        """Process ids of this site whose command line has `part`; children after their parents."""
        mark = f"BYLINE_VAR={self.var}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line, surroundings = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                if part.encode() in line and mark in surroundings.split(b"\0"):
                    found.append(int(folder.name))
        return sorted(found)

    def postmaster(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            return int(next(self.var.glob("postgresql-*/data/postmaster.pid")).read_text().split("\n")[0])
        return None

    @cached_property
    def target(self) -> dict[str, str]:
        """Where its database listens, as psycopg takes it."""
        return json.loads(
            self.ask(
                "import json; from django.db import connection as c; p = c.get_connection_params(); "
                "print(json.dumps({k: p[k] for k in ('host', 'port', 'user', 'dbname')}))"
            )
        )

    def ask(self, code: str) -> str:
        """What this code prints inside the site."""
        line = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(
            line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
