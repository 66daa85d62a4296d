"""On what was measured: figures of a shared machine mean nothing without its speed in that hour."""

import os
import platform
import timeit

LOOP = "sum(i*i for i in range(1000000))"


def machine() -> str:
    seconds = timeit.timeit(LOOP, number=3) / 3
    return (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; "
        f"a million turns of a loop in {seconds:.3f} s"
    )
