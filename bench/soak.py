"""Whether a site grows by being read: `.venv/bin/python -m bench.soak [1000000] [--folder DIR]`; needs the package wrk.

Starts a site of its own with the demo content and two web processes, lets wrk ask for what readers ask
(bench/mixed/mix.py) over 16 connections, and prints the memory of each process after the caches are warm and after each
tenth of the requests. The exit code is 1 when a request failed, or when all but PostgreSQL took over 5 per cent more at
the end.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.lead_storm.site import ROOT, Site
from bench.machine import machine
from bench.memory import FLAT, by_part, growth, of_ours
from bench.mixed.mix import KNOWN, Ask, mix, pages
from bench.speed.load import memory

CONNECTIONS = 16
ROW = 5_000  # requests, then the same again
WARM = 20_000
STEPS = 10
BATCH = 2  # seconds of wrk, which knows no count


def main() -> int:
    options = arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="byline-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    print(machine())
    site = Site(folder / "site", mail_port=1)
    site.environment |= {"WEB_PROCESSES": "2", "EMAIL_URL": ""}
    with site:
        site.rest()
        row = write_row(site.port, folder / "requests")
        print(f"{options.requests:,} requests over {CONNECTIONS} connections, {row}\n", flush=True)
        return soak(site, folder / "requests", options.requests)


def write_row(port: int, file: Path) -> str:
    """The requests in a row, for bench/soak.lua. What they are, in words."""
    row = mix(port, pages(port), ROW)
    learn_etags(port, row)
    known = [int(number * KNOWN) != int((number + 1) * KNOWN) for number in range(len(row))]
    file.write_bytes(b"\0".join(ask.data(is_known=knows) for ask, knows in zip(row, known, strict=True)))
    different = len({ask.head.split(b" ", 2)[1] for ask in row})
    return f"{different} addresses, {sum(known) / len(row):.0%} of requests by browsers that have the page"


def learn_etags(port: int, row: list[Ask]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for ask in {id(ask): ask for ask in row}.values():
        path = ask.head.split(b" ", 2)[1].decode()
        line.request("HEAD", path, headers={"Accept-Encoding": ask.coding} if ask.coding else {})
        answer = line.getresponse()
        answer.read()
        ask.etag = answer.headers.get("ETag", "").encode()
    line.close()


def soak(site: Site, file: Path, requests: int) -> int:
    """The exit code."""
    failed = done = 0
    while done < min(WARM, requests):
        done += wrk(site.port, file)["requests"]
    print(f"  {'requests':>9}{'req/s':>8}{'p99 ms':>8}{'failed':>8}   MB: {'together':>8}{'growth':>9}"
          f"{'PostgreSQL':>12}   each: web server, worker, supervisor")  # fmt: skip
    first = last = show(site, 0, None, None)
    done, step = 0, requests // STEPS
    while done < requests:
        said = wrk(site.port, file)
        before, done, failed = done, done + said["requests"], failed + said["failed"]
        if done // step > before // step or done >= requests:
            last = show(site, done, said, first)
    is_flat = growth(first, last) <= FLAT
    print(f"\n  Memory is {'' if is_flat else 'NOT '}flat within {FLAT:g} %: {first:.1f} MB when the caches were warm, "
          f"{last:.1f} MB at the end ({growth(first, last):+.1f} %); {failed} requests failed")  # fmt: skip
    return int(bool(failed) or not is_flat)


def show(site: Site, requests: int, said: dict[str, int] | None, first: float | None) -> float:
    """Megabytes of all our processes together."""
    parts = by_part(site)
    together = of_ours(parts)
    figures = ""
    if said:
        rate = said["requests"] / said["microseconds"] * 1e6
        figures = f"{rate:>8,.0f}{said['p99'] / 1000:>8.1f}{said['failed']:>8}"
    web = " + ".join(f"{memory([pid]):.1f}" for pid in site.running("granian"))
    print(f"  {requests:>9,}{figures:<24}       {together:>8.1f}"
          f"{f'{growth(first, together):+.1f} %' if first else '':>9}{parts['PostgreSQL']:>12.1f}"
          f"         {web}, {parts['worker']:.1f}, {parts['supervisor']:.1f}", flush=True)  # fmt: skip
    return together


def wrk(port: int, file: Path) -> dict[str, int]:
    """What it did in some seconds."""
    line = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{BATCH}s", "--timeout", "5s", "-s", "bench/soak.lua"]
    line += [f"http://127.0.0.1:{port}/", "--", str(file)]
    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return json.loads(said.strip().splitlines()[-1])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.soak")
    parser.add_argument("requests", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--folder", type=Path, help="kept; without it a new one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
