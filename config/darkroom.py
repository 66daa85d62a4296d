"""Ground module: what strangers sent is decoded in a process of its own, with limits. Imports no app.

A picture may be made to be costly, and the decoders are C code that reads whatever it is given. So neither memory nor
time nor a crash of theirs is the web server's: `config/darkroom_child.py` sets the limits and does the work. The child
is started anew for each picture (0.1 s), not forked: a fork of a process with threads may stand still for ever.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-s", "-m", "config.darkroom_child"]
SECONDS = 40  # by the clock; the child's own limit is time on the processor, and comes first
AT_A_TIME = threading.BoundedSemaphore(2)  # so that many uploads at once take turns and not all the memory
# No secret of ours goes along. One arena: glibc would reserve 64 MB of address space for every thread.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"} | {
    name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ
}
TOO_COSTLY = (
    "This picture takes more memory or time to read than is allowed. "
    "Save it with fewer pixels, or as a plain JPEG."
)
BUSY = "Too many pictures are being read at this moment. Try again in a minute."


class Refused(ValueError):
    """Why a file is not taken, in words that an editor can act on."""


class Developed(NamedTuple):
    facts: dict[str, Any]
    files: list[bytes]


def develop(work: str, content: bytes, **options: Any) -> Developed:
    """Call `work`, such as `blog.developing:original`, with `content` and `options` (what JSON can say) in a child.

    Blocks for as long as it takes, at most `SECONDS`. Raises `Refused`, also when the child ran into a limit or a
    decoder crashed; `ChildProcessError` with its last words when the fault is ours.
    """
    if not AT_A_TIME.acquire(timeout=SECONDS):
        raise Refused(BUSY)
    try:
        done = subprocess.run(
            [*COMMAND, work, json.dumps(options)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_COSTLY) from error
    finally:
        AT_A_TIME.release()
    if done.returncode < 0:  # a signal: SIGXCPU, SIGKILL for want of memory, SIGSEGV
        raise Refused(TOO_COSTLY)
    if done.returncode:
        raise ChildProcessError(done.stderr.decode(errors="replace")[-2000:])
    return _read(done.stdout)


def _read(answer: bytes) -> Developed:
    """Plain JSON and bytes: whatever a broken decoder makes the child say, nothing of it is run."""
    end = answer.index(b"\n")
    head = json.loads(answer[:end])
    if "refused" in head:
        raise Refused(TOO_COSTLY if head["refused"] is None else head["refused"])
    files, start = [], end + 1
    for size in head["sizes"]:
        files.append(answer[start : start + size])
        start += size
    return Developed(head["facts"], files)
