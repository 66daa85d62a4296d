"""People who fill in the form, and what they do when the answer is slow in coming."""

import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bench.lead_storm.line import Line

REFERENCE = re.compile(rb"<strong>(BL-\w{7})</strong>")
SPOOLED = b"safe with us"  # templates/leads/_kept.html
TRIES = 400
AT_ONCE = 2  # visitors in each process


@dataclass(frozen=True)
class Told:
    """One enquiry that was sent until it was answered."""

    words: str
    manner: str
    began: float
    ended: float
    seconds: float  # of the attempt that was answered
    attempts: int
    reference: str = ""  # none: they gave up
    is_spooled: bool = False


@dataclass(frozen=True)
class Page:
    """An opened form, filled in."""

    words: str
    key: str
    network: str

    @property
    def body(self) -> str:
        person = self.words.split()[1]
        return urlencode(
            {
                "name": "Ada Quinn",
                "email": f"{person}@client.example.com",
                "message": self.words,
                "client_key": self.key,
            }
        )


def fresh_page() -> Page:
    network = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    return Page(f"Storm {uuid.uuid4()}", str(uuid.uuid4()), network)


def crowd(port: int, count: int, misbehave: bool) -> list[Told]:
    """`count` visitors, some at once, in this process."""
    told: list[Told] = []
    shares = [count // AT_ONCE + (number < count % AT_ONCE) for number in range(AT_ONCE)]
    threads = [threading.Thread(target=visitors, args=(port, share, misbehave, told)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def visitors(port: int, count: int, misbehave: bool, told: list[Told]) -> None:
    line = Line(port)
    for _ in range(count):
        manner = plain
        if misbehave:
            manner = random.choices(list(MANNERS), MANNERS.values())[0]
        told += manner(line, fresh_page())
        if misbehave and random.random() < 0.05:
            line.close()


def plain(line: Line, page: Page) -> list[Told]:
    return [send(line, page, "once")]


def double_click(line: Line, page: Page) -> list[Told]:
    return at_once(line, page, page, "double click")


def two_tabs(line: Line, page: Page) -> list[Told]:
    return at_once(line, page, replace(page, key=str(uuid.uuid4())), "two tabs")


def again(line: Line, page: Page) -> list[Told]:
    """The answer came, and the page was sent again: a reload, a queue of the browser."""
    return [send(line, page, "sent again"), send(line, page, "sent again")]


def back_button(line: Line, page: Page) -> list[Told]:
    """Back to the page that is still filled in, and a second question from it."""
    second = replace(page, words=f"{page.words} and one more thing")
    return [send(line, page, "back button"), send(line, second, "back button")]


MANNERS = {plain: 80, double_click: 6, again: 5, back_button: 4, two_tabs: 5}


def at_once(line: Line, one: Page, other: Page, manner: str) -> list[Told]:
    told: list[Told] = []
    beside = threading.Thread(target=lambda: told.append(send(Line(line.port), other, manner)))
    beside.start()
    told.append(send(line, one, manner))
    beside.join()
    return told


def send(line: Line, page: Page, manner: str) -> Told:
    first = time.time()
    for attempt in range(1, TRIES + 1):
        began = time.perf_counter()
        try:
            status, answer = line.post(page.body, network=page.network)
        except OSError:
            status, answer = 0, b""
        seconds = time.perf_counter() - began
        if status == 201 and (found := REFERENCE.search(answer)):
            reference, is_spooled = found[1].decode(), SPOOLED in answer
            return Told(page.words, manner, first, time.time(), seconds, attempt, reference, is_spooled)
        time.sleep(random.uniform(0.1, 0.5))
    return Told(page.words, manner, first, time.time(), 0.0, TRIES)
