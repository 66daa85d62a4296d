"""Ground module: a socket with one deadline for all that is done with it (config/outbound.py). Imports no app.

A socket's own timeout begins anew with every byte, so a host that sends one a second would be read for ever.
"""

import io
import socket
import ssl
import time
from typing import Any


class InTime:
    """As much of a socket as `http.client` uses. Everything raises `TimeoutError` past the deadline."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock, self.deadline = sock, deadline

    def secure(self, trust: ssl.SSLContext, host: str) -> None:
        """TLS, checked against `host`. Raises `ssl.SSLError`."""
        self._hurry()
        self.sock = trust.wrap_socket(self.sock, server_hostname=host)

    def sendall(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            self._hurry()
            left = left[self.sock.send(left) :]

    def recv_into(self, buffer: Any) -> int:
        self._hurry()
        return self.sock.recv_into(buffer)

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Not yet: `http.client` closes its socket as soon as an answer begins, which reads on from it."""

    def end(self) -> None:
        self.sock.close()

    def _hurry(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)


class _Reader(io.RawIOBase):
    def __init__(self, line: InTime) -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.line.recv_into(buffer)
