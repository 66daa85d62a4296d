"""Enquiries under faults: is each that a visitor was thanked for stored, once? `.venv/bin/python bench/lead_storm.py`

    bench/lead_storm.py [--posts 10000] [--processes 4] [--quiet 3000] [--only kill-web,kill-postgresql]

Starts a site of its own (`bin/start` in a new folder), posts from several processes and meanwhile breaks things at
random: SIGKILL to the web server, the worker and PostgreSQL, an orderly stop of PostgreSQL, all connections used up, a
full disk (root only: the site then lives on a small file system of its own), and a mail server that refuses, stalls
or hangs up. As visitors do, a post without an answer is sent again with the same key, and some are sent twice at once.
At the end the reference numbers that visitors were told are compared with what the database holds, and the exit code
is 0 when nothing is lost or doubled. First comes the same without faults, for the rate.
"""

import argparse
import asyncio
import contextlib
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = re.compile(rb"<strong>(BL-\w{7})</strong>")
TRIES = 400  # of one visitor
DISK = 700 * 1024 * 1024  # bytes of the file system that gets full
PATIENCE = 120  # seconds


def main() -> int:
    options = arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="lead-storm-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        small_disk = stack.enter_context(mounted(folder))
        mail = stack.enter_context(BadMailServer())
        site = stack.enter_context(Site(folder, mail.port))
        print(f"Quiet: {options.quiet} posts from {options.processes} processes")
        quiet = report(storm(site, options.quiet, options.processes, []))
        mail.is_bad = True
        faults = [fault for fault in FAULTS if fault.__name__ != "full_disk" or small_disk]
        if options.only:
            faults = [
                fault for fault in FAULTS if fault.__name__.replace("_", "-") in options.only.split(",")
            ]
        print(f"Storm: {options.posts} posts from {options.processes} processes, with faults")
        if not small_disk:
            print("  a full disk is left out: that needs root and a file system of its own")
        told = storm(site, options.posts, options.processes, faults)
        loud = report(told)
        site.settle()
        return judge(site, {**quiet, **loud})


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--quiet", type=int, default=3_000)
    parser.add_argument("--only", default="")
    return parser.parse_args()


# -- the site and what is done to it ------------------------------------------------------------------------------


@contextlib.contextmanager
def mounted(folder: Path):
    """Whether a small file system could be mounted on the folder."""
    size = f"size={DISK}"
    made = (
        os.geteuid() == 0
        and not subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]).returncode
    )
    folder.chmod(0o755)
    yield made
    if made:
        subprocess.run(["umount", "-l", folder], check=False)


class Site:
    def __init__(self, var: Path, mail_port: int) -> None:
        self.var, self.port, self.mail_port = var, free_port(), mail_port

    def __enter__(self) -> "Site":
        settings = {
            "BYLINE_VAR": str(self.var),
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "LEADS_PER_NETWORK": "100000000",
        }
        self.environment = os.environ | settings
        self.log = (self.var.parent / f"{self.var.name}.log").open("wb")
        self.process = subprocess.Popen(
            [ROOT / "bin/start"],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.wait_until_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        Path(self.log.name).unlink()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.2)
        raise SystemExit(f"The site is not ready; its log: {self.log.name}")

    def settle(self) -> None:
        """Until nothing waits in the spool any more; the worker looks once a minute."""
        self.wait_until_ready()
        until = time.monotonic() + PATIENCE
        while list((self.var / "spool").glob("[!.]*.json")) and time.monotonic() < until:
            time.sleep(0.5)

    def running(self, part: str) -> list[int]:
        """Process ids of this site whose command line has `part`."""
        mark = f"BYLINE_VAR={self.var}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line, surroundings = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                if part.encode() in line and mark in surroundings.split(b"\0"):
                    found.append(int(folder.name))
        return found

    def postmaster(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            return int(next(self.var.glob("postgresql-*/data/postmaster.pid")).read_text().split("\n")[0])
        return None

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


def kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_web(site: Site) -> None:
    kill(site.running("config.wsgi"))


def kill_worker(site: Site) -> None:
    kill(site.running("config.start.worker"))


def kill_postgresql(site: Site) -> None:
    if pid := site.postmaster():
        kill([pid])


def stop_postgresql(site: Site) -> None:
    if pid := site.postmaster():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # "fast": transactions are broken off


def use_up_connections(site: Site) -> None:
    """For three seconds. Those of superusers are kept apart by PostgreSQL, and the site is one here: so all."""
    held = []
    with contextlib.suppress(psycopg.Error, StopIteration):
        target = json.loads(
            site.ask(
                "import json; from django.db import connection as c; "
                "p = c.get_connection_params(); "
                "print(json.dumps({k: p[k] for k in ('host', 'port', 'user', 'dbname')}))"
            )
        )
        while len(held) < 200:
            held.append(psycopg.connect(**target, connect_timeout=2))
    time.sleep(3)
    for connection in held:
        connection.close()


def full_disk(site: Site) -> None:
    """For three seconds: the database's and the spool's."""
    ballast = site.var / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    time.sleep(3)
    ballast.unlink(missing_ok=True)


FAULTS = [kill_web, kill_worker, kill_postgresql, stop_postgresql, use_up_connections, full_disk]


class BadMailServer:
    """Takes mail; while it `is_bad`, it also refuses, stalls and hangs up at random."""

    def __enter__(self) -> "BadMailServer":
        self.is_bad, self.port = False, free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope) -> str:
        what = random.choice(["take", "refuse", "later", "stall", "hang up"]) if self.is_bad else "take"
        if what == "stall":
            await asyncio.sleep(3)
        if what == "hang up":
            server.transport.close()
        return {"refuse": "554 No", "later": "451 Later"}.get(what, "250 Taken")


# -- visitors -----------------------------------------------------------------------------------------------------


def storm(site: Site, posts: int, processes: int, faults: list) -> list[tuple]:
    """(key, reference, seconds of the answered attempt, attempts, status) of every visitor."""
    over = threading.Event()
    counts: Counter[str] = Counter()
    breaker = threading.Thread(target=break_things, args=(site, faults, counts, over))
    breaker.start()
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        shares = [posts // processes + (number < posts % processes) for number in range(processes)]
        told = [
            one for found in pool.starmap(visitors, [(site.port, share) for share in shares]) for one in found
        ]
    seconds = time.monotonic() - began
    over.set()
    breaker.join()
    print(f"  {len(told) / seconds:.0f} enquiries/s over {seconds:.0f} s")
    if counts:
        print(
            "  faults:",
            ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sorted(counts.items())),
        )
    return told


def break_things(site: Site, faults: list, counts: Counter[str], over: threading.Event) -> None:
    while faults and not over.wait(random.uniform(1, 4)):
        fault = random.choice(faults)
        fault(site)
        counts[fault.__name__] += 1


def visitors(port: int, count: int) -> list[tuple]:
    with contextlib.suppress(KeyboardInterrupt):
        return [
            visitor(Line(port)) if number % 20 == 0 else visitor(own_line(port)) for number in range(count)
        ]
    return []


class Line:
    """A connection that is kept while it can be."""

    def __init__(self, port: int) -> None:
        self.port, self.connection = port, None

    def post(self, body: str) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Fragment": "form"}
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            self.connection.request("POST", "/talk-to-our-experts/", body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise


_lines: dict[int, Line] = {}


def own_line(port: int) -> Line:
    return _lines.setdefault(port, Line(port))


def visitor(line: Line) -> tuple:
    key = str(uuid.uuid4())
    body = urlencode(
        {
            "name": "Ada Quinn",
            "email": f"{key}@client.example.com",
            "message": f"Storm {key}",
            "client_key": key,
        }
    )
    twice = random.random() < 0.05
    for attempt in range(1, TRIES + 1):
        began = time.perf_counter()
        try:
            if twice:  # a double click: two at once
                threading.Thread(target=carelessly, args=(Line(line.port), body)).start()
            status, page = line.post(body)
        except (OSError, http.client.HTTPException):
            time.sleep(random.uniform(0.1, 0.5))
            continue
        if status == 201 and (found := REFERENCE.search(page)):
            return key, found[1].decode(), time.perf_counter() - began, attempt, status
        time.sleep(random.uniform(0.1, 0.5))
    return key, None, 0.0, TRIES, 0


def carelessly(line: Line, body: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        line.post(body)


# -- the judgement ------------------------------------------------------------------------------------------------


def report(told: list[tuple]) -> dict[str, str]:
    times = sorted(seconds for _, reference, seconds, *_ in told if reference)
    again = sum(attempts > 1 for *_, attempts, _ in told)
    unanswered = sum(reference is None for _, reference, *_ in told)
    p99 = times[int(len(times) * 0.99)]
    print(
        f"  p50 {statistics.median(times) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms; {again} had to send again, "
        f"{unanswered} gave up"
    )
    return {key: reference for key, reference, *_ in told if reference}


HELD = """
from django.db.models import Count
from leads.models import Lead
for message, reference, mails, spooled in Lead.objects.filter(message__startswith="Storm ").annotate(
    mails=Count("deliveries")).values_list("message", "reference", "mails", "events__text"):
    print(message.split()[1], reference, mails, int("spool" in (spooled or "")))
"""


def judge(site: Site, told: dict[str, str]) -> int:
    rows = [line.split() for line in site.ask(HELD).splitlines() if line.count(" ") == 3]
    held: dict[str, set[str]] = {}
    for key, reference, *_ in rows:
        held.setdefault(key, set()).add(reference)
    lost = [key for key in told if key not in held]
    doubled = [key for key, references in held.items() if len(references) > 1]
    other = [key for key in told if key in held and told[key] not in held[key]]
    bare = {key for key, _, mails, _ in rows if mails == "0"}
    spooled = {key for key, _, _, spooled in rows if spooled == "1"}
    print(f"Thanked {len(told)}, stored {len(held)}, of these {len(spooled)} by way of the spool")
    print(
        f"Lost {len(lost)}, doubled {len(doubled)}, under another reference {len(other)}, without mails {len(bare)}"
    )
    return int(bool(lost or doubled or other or bare))


if __name__ == "__main__":
    sys.exit(main())
