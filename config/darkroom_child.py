"""The child of `config/darkroom.py`: `python -m config.darkroom_child blog.developing:original '{"kind": "PNG"}'`.

The file comes in by stdin. The answer is a line of JSON, `{"facts": …, "sizes": […]}` or `{"refused": why}` (null when
it cost too much), then the files made, one after the other.
"""

import importlib
import json
import os
import resource
import sys
from contextlib import suppress

from config.darkroom import Developed, Refused

MEMORY = 640 * 1024 * 1024  # bytes of address space: about 512 MB in use
SECONDS = 20  # on the processor
MAX_ANSWER = 64 * 1024 * 1024  # bytes: the parent holds it


def main() -> None:
    work, options = sys.argv[1:]
    module, _, name = work.partition(":")
    function = getattr(importlib.import_module(module), name)
    limit()
    try:
        developed = function(sys.stdin.buffer, **json.loads(options))
        if sum(map(len, developed.files)) > MAX_ANSWER:
            raise MemoryError
        answer(developed)
    except Refused as error:
        say({"refused": str(error)})
    except MemoryError:
        say({"refused": None})
    sys.stdout.buffer.flush()


def limit() -> None:
    """After the imports, which may write their compiled form. The clock's limit is the parent's."""
    os.nice(5)  # a reader who shares the processor comes first
    for what, much in [
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        with suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(what, (much, much))


def answer(developed: Developed) -> None:
    say({"facts": developed.facts, "sizes": [len(file) for file in developed.files]})
    for file in developed.files:
        sys.stdout.buffer.write(file)


def say(head: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")


if __name__ == "__main__":
    main()
