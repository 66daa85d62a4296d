"""Visitors who do nothing but send, for the rate: all in one thread, their posts written before the clock starts.

A client that thinks takes a third of the processors from the site that it measures.
"""

import selectors
import socket
import time
from dataclasses import dataclass, field

from bench.lead_storm.line import PATIENCE, request
from bench.lead_storm.visitors import REFERENCE, SPOOLED, Page, Told, fresh_page


@dataclass
class Visitor:
    socket: socket.socket
    page: Page | None = None
    began: float = 0.0
    started: float = 0.0
    received: bytes = b""
    sent: int = field(default=0)


def crowd(port: int, count: int, at_once: int) -> list[Told]:
    """`count` posts, so many at once in this process; each visitor has one connection and sends one after the other."""
    pages = [fresh_page() for _ in range(count)]
    waiting = [(page, request(port, page.body, network=page.network)) for page in pages]
    told: list[Told] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(min(at_once, count)):
            line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            visitor = Visitor(line)
            selector.register(line, selectors.EVENT_READ, visitor)
            send(visitor, waiting)
        while len(told) < count:
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError("The site does not answer.")
            for key, _ in ready:
                visitor = key.data
                visitor.received += line_of(visitor)
                if is_whole(visitor.received):
                    told.append(answered(visitor))
                    if not send(visitor, waiting):
                        selector.unregister(visitor.socket)
                        visitor.socket.close()
    return told


def send(visitor: Visitor, waiting: list[tuple[Page, bytes]]) -> bool:
    if not waiting:
        return False
    visitor.page, data = waiting.pop()
    visitor.received, visitor.began, visitor.started = b"", time.time(), time.perf_counter()
    visitor.socket.sendall(data)
    return True


def line_of(visitor: Visitor) -> bytes:
    if data := visitor.socket.recv(65536):
        return data
    raise OSError("The site hung up.")


def is_whole(received: bytes) -> bool:
    head, end, body = received.partition(b"\r\n\r\n")
    where = head.lower().find(b"content-length:")
    return bool(end) and where > 0 and len(body) >= int(head[where + 15 :].split(b"\r\n", 1)[0])


def answered(visitor: Visitor) -> Told:
    seconds = time.perf_counter() - visitor.started
    found = REFERENCE.search(visitor.received) if visitor.received.startswith(b"HTTP/1.1 201") else None
    assert visitor.page is not None
    return Told(
        words=visitor.page.words,
        manner="hurry",
        began=visitor.began,
        ended=time.time(),
        seconds=seconds,
        attempts=1,
        reference=found[1].decode() if found else "",
        is_spooled=SPOOLED in visitor.received,
    )
