"""One embedded PostgreSQL with real clients: processes of their own that can be told to go, or killed."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from config.embedded import lease, locks, processes
from config.embedded.cluster import Cluster
from config.embedded.launch import PROJECT

IDLE_SECONDS = 0.5
CLIENT = """
import sys
from config import embedded
try:
    print(embedded.ensure_running(sys.argv[1]).url, flush=True)
except embedded.NotRunning as error:
    sys.exit(str(error))
sys.stdin.read()
"""


class Client:
    """A process that holds a lease until it is told to leave."""

    def __init__(self, site, *, python=(sys.executable,), user=None, environment=None, script=CLIENT):
        self.process = subprocess.Popen(
            [*python, "-c", script, str(site.var)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env={**site.environment, **(environment or {})},
            **({"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}),
        )

    def url(self):
        return self.process.stdout.readline().strip() or self.process.communicate()[1].strip()

    def leave(self):
        self.process.stdin.close()
        self.process.wait()
        return self.process.returncode

    def kill(self):
        self.process.kill()
        with self.process:  # closes the pipes, and buries it
            pass


class Site:
    def __init__(self, var, major=18):
        self.var = Path(var)
        self.cluster = Cluster.below(self.var, major)
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(PROJECT),
            "EMBEDDED_IDLE_SECONDS": str(IDLE_SECONDS),
        }
        self.clients = []

    def client(self, **options):
        self.clients.append(Client(self, **options))
        return self.clients[-1]

    def start(self, **options):
        """A client, when it is connected, and the address that it was given."""
        client = self.client(**options)
        url = client.url()
        assert url.startswith("postgresql:"), url
        return client, url

    def keeper(self):
        wait_until(self.cluster.keeper.read_text)  # empty for a moment while a new one writes
        return int(self.cluster.keeper.read_text())

    def postmasters(self):
        """A child has the title of its postmaster, too, until it gives itself its own."""
        living = processes.living(self.cluster)
        return [pid for pid, title in living.items() if " -D " in title and parent(pid) not in living]

    def is_ready(self):
        return locks.is_taken(self.cluster.ready)

    def is_gone(self):
        return not locks.is_taken(self.cluster.keeper) and not processes.living(self.cluster)

    def stop(self):
        """Without waiting until the keeper finds itself idle."""
        assert lease.stop_when_unused(self.cluster)
        wait_until(self.is_gone)

    def remove(self):
        """End what the test left, and leave nothing behind."""
        for client in self.clients:
            client.kill()
        if self.cluster.keeper.exists():
            self.stop()
            for link in self.cluster.folder.iterdir():
                if link.is_symlink():
                    shutil.rmtree(link.readlink(), ignore_errors=True)


def query(url, sql):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def wait_until(condition, seconds=30):
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, f"not within {seconds} s"
        time.sleep(0.02)


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def parent(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return 0


def owner(path):
    return pwd.getpwuid(os.stat(path).st_uid).pw_name
