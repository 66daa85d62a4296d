"""Enquiries that come at the same time are stored at the same time: whoever is first does it for all who wait.

One alone waits for nobody. While its statements are under way others gather, and one of those stores them all: so the
busier the site, the less each costs (docs/decisions/0009-an-enquiry-in-two-statements.md). Whoever is answered is
stored and committed, as ever.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from brand.models import Company
from leads import flood, telling
from leads.models import Lead
from leads.precedents import Arrival, precedents_of
from leads.receiving import Enquiry, lock_of, receive_all

AWAY = (OperationalError, InterfaceError)  # what is raised while the database is


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass
class Seat:
    """One that waits, and what came of it: a lead, a time to wait, or an error."""

    arrival: Arrival
    lock: int
    lead: Lead | None = None
    wait: timedelta = field(default_factory=timedelta)
    company: Company | None = None
    error: BaseException | None = None
    is_done: bool = False
    call: threading.Lock = field(default_factory=_held)


class Crowd:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Seat] = []
        self._is_busy = False

    def receive(self, enquiry: Enquiry, *, at: datetime) -> Seat:
        """With `lead`, committed, or `wait`: so long its network has to. Raises what the database says."""
        seat = Seat(Arrival(enquiry, at), lock_of(enquiry))
        if not self._is_first(seat):
            seat.call.acquire()  # it is done now, or the first of those that wait, and stores them all
        if not seat.is_done:
            those = self._next()
            try:
                serve(those)
            finally:
                self._end(those)
        if seat.error:
            raise seat.error
        return seat

    def _is_first(self, seat: Seat) -> bool:
        with self._lock:
            self._waiting.append(seat)
            is_first, self._is_busy = not self._is_busy, True
            return is_first

    def _next(self) -> list[Seat]:
        """All who wait, but the second of two equal ones: it comes next, and finds the first."""
        with self._lock:
            first = {seat.lock: seat for seat in reversed(self._waiting)}
            those = [seat for seat in self._waiting if first[seat.lock] is seat]
            self._waiting = [seat for seat in self._waiting if first[seat.lock] is not seat]
            return those

    def _end(self, those: list[Seat]) -> None:
        """Calls each of them, and whoever stores the next; nobody else wakes."""
        with self._lock:
            if away := next((seat.error for seat in those if isinstance(seat.error, AWAY)), None):
                # Whoever waits has waited long enough for it: nobody asks it again before going to the spool.
                for seat in self._waiting:
                    seat.error = away
                those, self._waiting = [*those, *self._waiting], []
            for seat in those:
                seat.is_done = True
            next_one = self._waiting[:1]
            self._is_busy = bool(next_one)
        for seat in [*next_one, *those]:
            seat.call.release()


def serve(seats: list[Seat]) -> None:
    """All in one transaction. When one of them cannot be stored, each in one of its own, so that only it fails."""
    try:
        _store(seats)
    except AWAY as error:
        for seat in seats:
            seat.error = error
    except Exception as error:
        if len(seats) == 1:
            seats[0].error = error
            return
        for seat in seats:
            serve([seat])


def _store(seats: list[Seat]) -> None:
    known = precedents_of([seat.arrival for seat in seats])
    audience = telling.audience()
    for seat, one in zip(seats, known, strict=True):
        seat.company, seat.wait = audience.company, flood.wait(one, at=seat.arrival.at)
    welcome = [(seat, one) for seat, one in zip(seats, known, strict=True) if not seat.wait]
    leads = receive_all([(seat.arrival, one) for seat, one in welcome], audience) if welcome else []
    for (seat, _), lead in zip(welcome, leads, strict=True):
        seat.lead = lead


crowd = Crowd()
