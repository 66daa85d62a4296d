"""Works that misbehave in the darkroom's child, each in its way."""

import ctypes
import os
import time

from config.darkroom import Developed, Refused


def echo(source, **options):
    return Developed(options | {"environment": sorted(os.environ)}, [source.read(), b"", b"second\n"])


def refuse(source):
    raise Refused("Not this one.")


def eat_memory(source):
    return Developed({}, [bytearray(700 * 1024 * 1024)])


def answer_too_much(source):
    return Developed({}, [bytes(65 * 1024 * 1024)])


def crash(source):
    ctypes.string_at(0)


def never_end(source):
    time.sleep(60)


def write_a_file(source, path):
    with open(path, "wb") as file:
        file.write(b"x" * 10)


def fail(source):
    raise RuntimeError("our own fault")


def limits(source):
    import resource

    names = ["RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CORE"]
    return Developed({name: resource.getrlimit(getattr(resource, name))[0] for name in names}, [])
