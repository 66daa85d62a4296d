"""What the commands say while they work, and how they say no."""

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """Why a command cannot go on: one sentence for the person who typed it."""


def say(words: str = "") -> None:
    print(words, flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Says what is being done, then how long it took: `Packages … 21.3 s`."""
    print(f"  {words} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what a person can put right into one sentence and exit code 1; anything else keeps its traceback."""
    try:
        yield
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("The disk is full: make room, then run the same command again.", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        sys.exit(130)
