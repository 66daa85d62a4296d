"""Whether a kept page is ever old: `.venv/bin/python -m bench.page_cache [--minutes 5] [--writers 3] [--readers 2]`.

A site with two web processes in a folder of its own. Writers, each a process, press the buttons of editors at the same
time; readers ask for pages all the while, so that pages are made in the very moments of change. After each verb is
answered its writer holds all others back for an instant and compares every address over several connections with what
Django says past the cache. With `--front` all of them ask nginx, which hands out the files of kept pages. Prints
writes, reads, comparisons and old pages, and how long a verb's caller waits.
"""

import argparse
import fcntl
import http.client
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench.front import Front
from bench.lead_storm.site import Site

LISTS = ["/", "/blog/", "/blog/?page=2", "/blog/feed.xml", "/sitemap.xml"]
CONNECTIONS = 4  # of each comparison: two web processes take turns


def main() -> int:
    options = arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="byline-page-cache-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    site = Site(folder / "site", mail_port=1)
    site.environment |= {"WEB_PROCESSES": "2", "EMAIL_URL": "", "PROXY_COUNT": "0"}
    site.environment |= {"PAGE_FILES": "on"} if options.front else {}
    front = Front(folder / "front", var=site.var, behind=site.port) if options.front else None
    with site, front or nullcontext():
        rest(site)
        port = front.port if front else site.port
        end = time.time() + 60 * options.minutes
        context = multiprocessing.get_context("spawn")
        os.environ |= {"BYLINE_VAR": str(site.var), "PORT": str(site.port)}
        said = context.Queue()
        crowd = [
            context.Process(target=write, args=(port, folder, end, n, said)) for n in range(options.writers)
        ]
        crowd += [context.Process(target=read, args=(port, end, said)) for _ in range(options.readers)]
        for one in crowd:
            one.start()
        found = [said.get() for _ in crowd]
        for one in crowd:
            one.join()
    return tell(found)


def rest(site: Site) -> None:
    """The worker stands still once its first jobs are done: what it changes has no caller who could wait."""
    waiting = "from procrastinate.contrib.django.models import ProcrastinateJob as J; "
    while int(site.ask(f"{waiting} print(J.objects.filter(status__in=['todo', 'doing']).count())")):
        time.sleep(1)
    for pid in site.running("config.start.worker"):
        os.kill(pid, signal.SIGSTOP)


def tell(found: list[dict]) -> int:
    total: Counter[str] = Counter()
    waits: list[float] = []
    for one in found:
        waits += one.pop("waits", [])
        for words in one.pop("old", []):
            print(f"  OLD: {words}")
        total.update(one)
    waits.sort()
    if total["files"]:
        print(f"{total['files']} of the pages that were compared came from the disk")
    print(
        f"{total['verbs']} verbs, {total['reads']} reads, {total['compared']} comparisons: {total['stale']} old pages; "
        f"{total['errors']} errors"
    )
    if waits:
        print(f"A verb's caller waited {waits[len(waits) // 2] * 1000:.1f} ms (p50), "
              f"{waits[int(len(waits) * 0.99)] * 1000:.1f} ms (p99)")  # fmt: skip
    return int(bool(total["stale"] or total["errors"]))


# -- in processes of their own ------------------------------------------------------------------------------


def read(port: int, end: float, said: "multiprocessing.Queue[dict]") -> None:
    reads, errors = 0, 0
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    addresses = list(LISTS)
    while time.time() < end:
        status = ask(line, random.choice(addresses))[0]
        reads += 1
        errors += status >= 500
        if reads % 200 == 1:
            addresses = LISTS + sorted(set(links(ask(line, "/blog/")[1])))
    said.put({"reads": reads, "errors": errors})


def write(port: int, folder: Path, end: float, number: int, said: "multiprocessing.Queue[dict]") -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from bench.newsroom import Newsroom
    from config.page_cache.dropping import wait_until_dropped

    random.seed(number)
    newsroom = Newsroom(number)
    lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(CONNECTIONS)]
    verbs, compared, stale, errors, files, waits, old = 0, 0, 0, 0, 0, [], []
    while time.time() < end:
        with held(folder / "verbs", fcntl.LOCK_SH):  # others write at the same time
            verb = newsroom.press()
            began = time.perf_counter()
            wait_until_dropped()
            waits.append(time.perf_counter() - began)
        verbs += 1
        with held(folder / "verbs", fcntl.LOCK_EX):  # nobody does
            for address in {*random.sample(LISTS, 2), *newsroom.touched()}:
                now = ask(lines[0], address, Cookie=f"byline-session-{port}=past")[:2]
                for line in lines:
                    *kept, tag = ask(line, address)
                    files += "-" in tag
                    compared += 1
                    errors += kept[0] >= 500
                    if tuple(kept) != now:
                        stale += 1
                        old.append(f"{address} after {verb}: {difference(kept, now)}")
        time.sleep(random.uniform(0, 0.02))
    said.put(
        {
            "verbs": verbs,
            "compared": compared,
            "stale": stale,
            "files": files,
            "errors": errors,
            "waits": waits,
            "old": old[:5],
        }
    )


def difference(kept: list, now: tuple) -> str:
    lines = zip(kept[1].decode().splitlines(), now[1].decode().splitlines(), strict=False)
    was, is_ = next(((a, b) for a, b in lines if a != b), ("", ""))
    return f"{kept[0]} for {now[0]}, {was.strip()!r} for {is_.strip()!r}"


@contextmanager
def held(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield


def ask(line: http.client.HTTPConnection, address: str, **headers: str) -> tuple[int, bytes, str]:
    """Status, body and ETag, which has a dash where nginx made it."""
    for _ in range(2):
        try:
            line.request("GET", address, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers.get("ETag", "")
        except (OSError, http.client.HTTPException):
            line.close()
    return 599, b"", ""


def links(body: bytes) -> Iterator[str]:
    for part in body.decode().split('href="/blog/')[1:]:
        yield "/blog/" + part.split('"')[0]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--front", action="store_true", help="with nginx in front, which hands out files")
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
