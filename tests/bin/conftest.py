import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", ".*_cache", "__pycache__")
READY = "  Ctrl-C ends it."


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(var):
    """Ids of all processes, whoever's, that were started for this folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            known = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            known += os.readlink(folder / "cwd").encode()  # all that PostgreSQL's own processes tell
        except OSError:
            continue
        if os.fsencode(var) in known:
            found.append(int(folder.name))
    return found


def seconds(promised):
    """What a promise made for a machine of one's own is worth on this one, just now."""
    return promised * max(1, os.getloadavg()[0] / os.cpu_count())


def wait_until(holds, patience=60):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


class Copy:
    """A copy of the project, as somebody has it who has just cloned it; with our packages unless told otherwise."""

    def __init__(self, root, var, port):
        self.root, self.var, self.port = root, var, port
        self.running = []
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DATABASE_URL", "PYTEST", "DJANGO"))
        } | {"BYLINE_VAR": str(var), "PORT": str(port)}

    def use_our_packages(self):
        (self.root / ".venv").symlink_to(sys.prefix)

    def run(self, command="bin/start", **environment):
        return subprocess.run(
            [self.root / command],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
        )

    def refusal(self, **environment):
        """The one sentence with which `bin/start` ends."""
        done = self.run(**environment)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    def do(self, sql):
        """In its database, while it runs."""
        code = f"from django.db import connection; connection.cursor().execute({sql!r})"
        line = [self.root / "bin/manage", "shell", "--no-imports", "-c", code]
        subprocess.run(line, env=self.environment, check=True, capture_output=True, timeout=60)

    def start(self):
        return self.start_without_waiting().wait_until_ready()

    def start_without_waiting(self):
        self.running.append(Running(self))
        return self.running[-1]

    def end(self):
        for running in self.running:
            running.process.terminate()
            running.process.wait(60)


class Running:
    def __init__(self, copy):
        self.copy = copy
        self.log = copy.root / f"log-{len(copy.running)}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [copy.root / "bin/start"],
                env=copy.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                # What nohup ignores, its children ignore, too.
                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
            )

    def wait_until_ready(self):
        wait_until(lambda: READY in self.said() or self.process.poll() is not None, 300)
        assert READY in self.said(), self.said()
        return self

    def said(self):
        return self.log.read_text()

    def page(self, path="/"):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.copy.port}{path}", timeout=60) as answer:
            return answer.status, answer.read()

    def child(self, name):
        """The id of the process that we started with `-m name`."""
        for number in processes_of(self.copy.var):
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
            parent = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
            if name.encode() in words and parent == self.process.pid:
                return number
        raise LookupError(name)

    def children(self, name):
        """The ids of the processes that this one started in its turn."""
        parent = self.child(name)
        return set(map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split()))

    def end(self, number=signal.SIGINT):
        """How many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        return time.monotonic() - began


@pytest.fixture(scope="session")
def copied(tmp_path_factory):
    """One copy for all tests that run it with our packages; its folder fills with the first start."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT, folder / "copy", ignore=LEFT_OUT, symlinks=True)
    copy = Copy(folder / "copy", folder / "var", free_port())
    copy.use_our_packages()
    yield copy
    for number in processes_of(copy.var):
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def fresh_copy(tmp_path):
    """A copy without packages."""
    for name in ["bin", "config"]:
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=LEFT_OUT)
    for path in ROOT.glob("requirements*"):
        shutil.copy(path, tmp_path / "copy")
    return Copy(tmp_path / "copy", tmp_path / "var", free_port())
