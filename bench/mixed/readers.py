"""Readers who come at a constant rate, whether or not those before them were answered: one process, one thread.

How long an answer took is counted from the moment at which its request was due, so that a site that stands still for a
second is late for all who came in that second.
"""

import select
import socket
import time
from collections import deque
from itertools import cycle

from bench.mixed.answer import Answer
from bench.mixed.editions import Editions, editions
from bench.mixed.mix import KNOWN, Ask, mix
from bench.mixed.readings import Readings

LINES, MOST_LINES = 64, 512  # connections that are there at first, and at most
PATIENCE = 10.0  # seconds for an answer
ROW = 50_000  # requests after which the same come again


class Line:
    """A reader's connection."""

    __slots__ = ("answer", "ask", "due", "is_known", "sent", "shown", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ask: Ask | None = None
        self.answer = Answer()
        self.due = self.sent = 0.0
        self.is_known, self.shown = False, 0

    def send(self, ask: Ask, *, due: float, is_known: bool) -> None:
        self.ask, self.answer, self.due = ask, Answer(), due
        self.is_known, self.shown = is_known and bool(ask.etag), ask.shown
        data = ask.data(is_known=is_known)
        self.sent = time.monotonic()
        self.socket.sendall(data)


def read(port: int, paths: list[str], begin: float, seconds: float, rate: int) -> Readings:
    readers = Readers(port, paths)
    readers.come(begin, round(seconds * rate), rate)
    return readers.readings


class Readers:
    def __init__(self, port: int, paths: list[str]) -> None:
        self.port, self.readings = port, Readings()
        self.row = cycle(mix(port, paths, ROW))
        self.lines: dict[int, Line] = {}
        self.idle: deque[Line] = deque()
        self.seen: dict[Editions, int] = {}
        self.known = 0.0
        self.epoll = select.epoll()
        for _ in range(LINES):
            self.idle.append(self._open())

    def come(self, begin: float, count: int, rate: int) -> None:
        number, end = 0, begin + count / rate + PATIENCE
        while (now := time.monotonic()) < end and (number < count or len(self.idle) < len(self.lines)):
            while number < count and (due := begin + number / rate) <= now and self._send(due):
                number += 1
            pause = (
                begin + number / rate - time.monotonic() if number < count and not self._is_full() else 0.1
            )
            # epoll alone counts in whole milliseconds; select does not.
            select.select([self.epoll], [], [], min(max(pause, 0), 0.1))
            for file, _ in self.epoll.poll(0):
                self._hear(self.lines[file])
        self.readings.failed["never sent"] += count - number
        self.readings.failed["not answered"] += len(self.lines) - len(self.idle)

    def _is_full(self) -> bool:
        return not self.idle and len(self.lines) == MOST_LINES

    # -- a line ---------------------------------------------------------------------------------------------

    def _open(self) -> Line:
        line = Line(self.port)
        self.lines[line.socket.fileno()] = line
        self.epoll.register(line.socket, select.EPOLLIN)
        self.readings.most_lines = max(self.readings.most_lines, len(self.lines))
        return line

    def _close(self, line: Line, why: str = "") -> None:
        """One that the site closes while nobody waits is closed, and no fault."""
        if line.ask is not None:
            self.readings.failed[why] += 1
        else:
            self.idle.remove(line)
        self.epoll.unregister(line.socket)
        del self.lines[line.socket.fileno()]
        line.socket.close()

    def _send(self, due: float) -> bool:
        """False: everybody waits, and so does this one."""
        if self._is_full():
            return False
        if not self.idle:
            self.idle.append(self._open())
        line = self.idle.popleft()
        self.known = (self.known + KNOWN) % 1
        try:
            line.send(next(self.row), due=due, is_known=self.known < KNOWN)
        except OSError:
            self._close(line, "hung up")
        return True

    def _hear(self, line: Line) -> None:
        try:
            data = line.socket.recv(262_144)
            if not data or line.ask is None:
                self._close(line, "hung up")
            elif line.answer.take(data):
                self._note(line, line.ask)
                line.ask = None
                self.idle.append(line)
        except (OSError, ValueError) as error:
            self._close(line, type(error).__name__)

    # -- what it said ---------------------------------------------------------------------------------------

    def _note(self, line: Line, ask: Ask) -> None:
        ended, answer, readings = time.monotonic(), line.answer, self.readings
        status = answer.status
        readings.statuses[status] += 1
        shown = line.shown  # of the page that is still as its reader has it
        if status == 200:
            ask.etag, ask.shown = answer.etag, (shown := self._shown(answer))
        elif status != 304 or not line.is_known:
            readings.failed[f"status {status}"] += 1
            return
        readings.due.append(line.due)
        readings.sent.append(line.sent)
        readings.ended.append(ended)
        readings.page.append(ask.page)
        readings.shown.append(shown)

    def _shown(self, answer: Answer) -> int:
        found = editions(answer.body, answer.coding)
        if found not in self.seen:
            self.seen[found] = len(self.readings.different)
            self.readings.different.append(found)
        return self.seen[found]
