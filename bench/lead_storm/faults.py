"""What breaks, one thing after another; each fault lasts until the site answers in full again."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg

from bench.lead_storm.mail_server import BadMailServer
from bench.lead_storm.site import Site

HOLD = 3.0  # seconds that what can last lasts
RECOVERY = 60.0  # seconds until the next thing breaks in any case


@dataclass
class Window:
    fault: str
    began: float
    ended: float  # both by time.time(), which all processes share


def kill_web_server(site: Site, mail: BadMailServer) -> None:
    kill(site.running("config.wsgi"))


def kill_web_process(site: Site, mail: BadMailServer) -> None:
    kill(random.sample(site.running("config.wsgi")[1:], 1) if site.running("config.wsgi")[1:] else [])


def kill_worker(site: Site, mail: BadMailServer) -> None:
    kill(site.running("config.start.worker"))


def kill_postgresql(site: Site, mail: BadMailServer) -> None:
    kill([pid] if (pid := site.postmaster()) else [])


def stop_postgresql(site: Site, mail: BadMailServer) -> None:
    """Orderly and at once, so that transactions are broken off; its keeper starts it again."""
    if pid := site.postmaster():
        kill([pid], signal.SIGINT)


def pause_postgresql(site: Site, mail: BadMailServer) -> None:
    """It is there and does not answer."""
    if pid := site.postmaster():
        everyone = [pid, *children(pid)]
        kill(everyone, signal.SIGSTOP)
        time.sleep(HOLD)
        kill(everyone, signal.SIGCONT)


def use_up_connections(site: Site, mail: BadMailServer) -> None:
    """Those kept for superusers too: the site is one here."""
    held: list[psycopg.Connection] = []
    with contextlib.suppress(psycopg.Error):
        while len(held) < 200:
            held.append(psycopg.connect(**site.target, connect_timeout=2))
    time.sleep(HOLD)
    for connection in held:
        connection.close()


def full_disk(site: Site, mail: BadMailServer) -> None:
    """The database's and the spool's."""
    ballast = site.var / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)
    time.sleep(HOLD)
    ballast.unlink(missing_ok=True)


def _mail(mood: str) -> Callable[[Site, BadMailServer], None]:
    def fault(site: Site, mail: BadMailServer) -> None:
        mail.mood = mood
        time.sleep(2 * HOLD)
        mail.mood = "take"

    return fault


FAULTS: dict[str, Callable[[Site, BadMailServer], None]] = {
    "kill web server": kill_web_server,
    "kill web process": kill_web_process,
    "kill worker": kill_worker,
    "kill PostgreSQL": kill_postgresql,
    "stop PostgreSQL": stop_postgresql,
    "PostgreSQL silent": pause_postgresql,
    "no connections": use_up_connections,
    "full disk": full_disk,
    "mail refused": _mail("refuse"),
    "mail put off": _mail("put off"),
    "mail stalls": _mail("stall"),
    "mail hangs up": _mail("hang up"),
}


def chosen(only: str, is_disk_small: bool) -> list[str]:
    wanted = [word.replace("-", " ").lower() for word in only.split(",") if word]
    names = [name for name in FAULTS if not wanted or name.lower() in wanted]
    return [name for name in names if name != "full disk" or is_disk_small]


class Breaker(threading.Thread):
    """Every kind once in each round, in a random order, until the storm is over."""

    def __init__(self, site: Site, mail: BadMailServer, names: list[str]) -> None:
        super().__init__()
        self.site, self.mail, self.names = site, mail, names
        self.is_over = threading.Event()
        self.windows: list[Window] = []

    def __enter__(self) -> "Breaker":
        self.site.target  # noqa: B018  asked while it can answer
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.join()

    def run(self) -> None:
        for name in self._endless():
            if self.is_over.wait(random.uniform(0.5, 2)):
                return
            began = time.time()
            FAULTS[name](self.site, self.mail)
            time.sleep(0.2)  # what was just killed may still be answered for
            self.site.wait_until_ready(RECOVERY)
            self.windows.append(Window(name, began, time.time()))

    def _endless(self) -> Iterator[str]:
        while self.names:
            yield from random.sample(self.names, len(self.names))


def kill(pids: list[int], number: int = signal.SIGKILL) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]
    return []
