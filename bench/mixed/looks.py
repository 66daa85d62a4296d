"""The first look at what was just published: the next request over each of several connections."""

import http.client
from typing import TYPE_CHECKING

from bench.mixed.editions import editions

if TYPE_CHECKING:
    from bench.mixed.editor import Publish

LINES = 6  # each belongs to one of the web processes


class Looks:
    def __init__(self, port: int) -> None:
        self.lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(LINES)]
        self.count = 0

    def __enter__(self) -> "Looks":
        return self

    def __exit__(self, *error: object) -> None:
        for line in self.lines:
            line.close()

    def at(self, path: str, publish: "Publish") -> list[str]:
        """What was old, in words. Raises `OSError` when there is no page."""
        old = []
        for line in self.lines:
            try:
                line.request("GET", path)
                answer = line.getresponse()
                body = answer.read()
            except http.client.HTTPException as error:
                line.close()
                raise OSError(f"{path} was not answered.") from error
            if answer.status != 200:
                raise OSError(f"{path} answered {answer.status}.")
            self.count += 1
            shown = dict(editions(body, "")).get(publish.place)
            if shown != publish.number:
                old.append(f"{path} shows edition {shown} of article {publish.place} after {publish.number}")
        return old
