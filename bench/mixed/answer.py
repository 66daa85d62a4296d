"""An answer as it comes over the line: HTTP/1.1 read by hand, because a client that thinks takes the site's machine."""

import re

END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.I)
CODING = re.compile(rb"\r\ncontent-encoding: *(\w+)", re.I)


class Answer:
    __slots__ = ("_ends_at", "_received", "head_ends_at")

    def __init__(self) -> None:
        self._received, self.head_ends_at, self._ends_at = b"", 0, 0

    def take(self, data: bytes) -> bool:
        """Whether it is whole now. Raises `ValueError` when it does not say how long it is."""
        self._received = self._received + data if self._received else data
        if not self._ends_at:
            end = self._received.find(END)
            if end < 0:
                return False
            self.head_ends_at = end + len(END)
            self._ends_at = self.head_ends_at + self._length()
        return len(self._received) >= self._ends_at

    def _length(self) -> int:
        if self.status == 304:
            return 0
        if found := LENGTH.search(self.head):
            return int(found[1])
        raise ValueError("An answer without a length.")

    @property
    def head(self) -> bytes:
        return self._received[: self.head_ends_at]

    @property
    def body(self) -> bytes:
        return self._received[self.head_ends_at :]

    @property
    def status(self) -> int:
        return int(self._received[9:12])

    @property
    def etag(self) -> bytes:
        found = ETAG.search(self.head)
        return found[1] if found else b""

    @property
    def coding(self) -> str:
        found = CODING.search(self.head)
        return found[1].decode() if found else ""
