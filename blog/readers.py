"""Does a page that says "somebody is here" speak for a person? Decided from the request alone, and kept nowhere.

A robot that drives a whole browser and hides it is counted; so is a person never who sends no name of a browser. What
this feeds are numbers to compare articles by, not accounts.
"""

import re
import secrets
import threading
from collections import Counter
from datetime import datetime, timedelta
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest

from config import origin
from staff.networks import network

# What browsers of people call themselves (RFC 9110, section 10.1.5, and every one of them since the nineties) ...
BROWSER = re.compile(r"Mozilla/5\.0 \(.+(?:AppleWebKit|Gecko)/")
# ... and what robots, previews, monitors and libraries have in their names. Cubot is a maker of telephones.
ROBOT = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|headless|lighthouse|pagespeed|preview|monitor|uptime|pingdom|"
    r"python|curl|wget|java/|okhttp|axios|node\b|phantom|selenium|puppeteer|playwright|scrapy|http-?client|"
    r"archiv|validator|scan|facebookexternalhit|embedly|feedfetcher|mediapartners|google-|bingpreview|"
    r"compatible;",
    re.IGNORECASE,
)
WINDOW = timedelta(minutes=10)
PER_NETWORK = 60  # in a window: an office reads a lot, one machine that counts itself up gets nowhere
MOST_NETWORKS = 50_000  # in a window; further ones are not counted


def counts_as_read(request: HttpRequest, *, at: datetime) -> bool:
    """For what a script of ours sent: from a page of ours, in a person's browser, by nobody who works here, not too
    often from one network. No query."""
    is_ours = "Origin" in request.headers and not origin.is_foreign(request)
    return is_ours and _is_persons(request) and networks.may(request, at=at)


def counts_as_visit(request: HttpRequest, *, at: datetime) -> bool:
    """For a page that is made anew for each visitor: somebody went there, nobody fetched it ahead. No query."""
    asked = request.headers
    went = asked.get("Sec-Fetch-Mode") == "navigate" and asked.get("Sec-Fetch-Dest") == "document"
    return went and "Sec-Purpose" not in asked and _is_persons(request) and networks.may(request, at=at)


def _is_persons(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")[:400]
    works_here = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not works_here and BROWSER.match(agent) is not None and ROBOT.search(agent) is None


class Networks:
    """How often each network was counted within this window. In memory only, under a salt that is thrown away with the
    window: even a copy of the memory names no address for longer than that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._window = 0
        self._counts: Counter[bytes] = Counter()

    def may(self, request: HttpRequest, *, at: datetime) -> bool:
        with self._lock:
            if (window := int(at.timestamp() // WINDOW.total_seconds())) != self._window:
                self._window, self._salt, self._counts = window, secrets.token_bytes(16), Counter()
            name = blake2b(network(request).encode(), key=self._salt, digest_size=8).digest()
            if name not in self._counts and len(self._counts) >= MOST_NETWORKS:
                return False
            self._counts[name] += 1
            return self._counts[name] <= PER_NETWORK


networks = Networks()
