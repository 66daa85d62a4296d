"""Visitors who write, so many a second, as those of a lead storm do: each sends until it is thanked."""

import random
import time

from bench.lead_storm.line import Line
from bench.lead_storm.visitors import Told, fresh_page, send


def write(port: int, begin: float, seconds: float, rate: float) -> list[Told]:
    random.seed()
    line, told = Line(port), []
    for number in range(round(seconds * rate)):
        time.sleep(max(0, begin + number / rate - time.monotonic()))
        told.append(send(line, fresh_page(), "mixed"))
    line.close()
    return told
