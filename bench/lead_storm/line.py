"""A visitor's connection: HTTP/1.1 by hand, because a client that works hard takes the machine from the site."""

import contextlib
import socket

PATIENCE = 20  # seconds for an answer


def request(port: int, body: str, *, network: str) -> bytes:
    data = body.encode()
    head = (
        f"POST /talk-to-our-experts/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Fragment: form\r\n"
        f"X-Forwarded-For: {network}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


class Line:
    def __init__(self, port: int) -> None:
        self.port, self.socket = port, None

    def post(self, body: str, *, network: str) -> tuple[int, bytes]:
        """Status and body. Raises `OSError` when no whole answer comes."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request(self.port, body, network=network))
            return self._answer()
        except (OSError, ValueError, IndexError) as error:
            self.close()
            raise OSError("no answer") from error

    def _answer(self) -> tuple[int, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        (length,) = (int(line[15:]) for line in lines if line.startswith("content-length:"))
        while len(body) < length:
            body += self._more()
        return int(lines[0].split()[1]), body

    def _more(self) -> bytes:
        if data := self.socket.recv(65536):
            return data
        raise OSError("hung up")

    def close(self) -> None:
        if self.socket is not None:
            with contextlib.suppress(OSError):
                self.socket.close()
        self.socket = None
