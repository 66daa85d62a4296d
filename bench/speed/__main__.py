"""How fast pages are served, beside nginx with the same bytes in the same rounds: `bench/run`."""

import argparse
import json
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.front import Front
from bench.lead_storm.site import Site
from bench.machine import machine
from bench.speed.load import Found, load, memory, middle
from bench.speed.nginx import Static

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # Chrome's, 2026
CONNECTIONS = [1, 16, 64, 256]
Row = tuple[str, str, int]  # what, from where, over how many connections


def main() -> None:
    options = arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="byline-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    last = read(folder / "figures.json")
    figures: dict[str, float] = {}
    print(f"{machine()}; medians of {options.rounds} rounds of {options.seconds} s\n")
    for processes in [1, 2]:
        with running(folder, processes) as site:
            page = article(site)
            print(f"Web processes: {processes}. Article page of {len(page.body):,} bytes.", flush=True)
            with (
                Static(folder / f"nginx-{processes}", page.body, processes) as nginx,
                Front(
                    folder / f"front-{processes}", var=site.var, behind=site.port, workers=processes
                ) as front,
            ):
                figures |= measure(site, nginx, front, page, processes, options, last)
    (folder / "figures.json").write_text(json.dumps(figures, indent=1))
    print(f"\nThese figures: {folder / 'figures.json'}")


class Page:
    def __init__(self, site: Site, path: str) -> None:
        self.path, self.address = path, f"http://127.0.0.1:{site.port}{path}"
        self.body, _ = fetch(self.address)
        _, self.tag = fetch(self.address, BROWSER)


def running(folder: Path, processes: int) -> Site:
    site = Site(folder / "site", mail_port=1)
    site.environment |= {
        "WEB_PROCESSES": str(processes),
        "EMAIL_URL": "",
        "PROXY_COUNT": "0",
        "PAGE_FILES": "on",
    }
    return site


def article(site: Site) -> Page:
    slug = site.ask(
        "from blog.models import Article; from django.db.models.functions import Length; "
        "print(Article.objects.exclude(published_at=None).order_by(Length('body_html')).reverse()[3].slug)"
    )
    return Page(site, f"/blog/{slug.strip()}/")


def measure(
    site: Site,
    nginx: Static,
    front: Front,
    page: Page,
    processes: int,
    options: argparse.Namespace,
    last: dict[str, float],
) -> dict[str, float]:
    found: defaultdict[Row, list[Found]] = defaultdict(list)
    past = {"Cookie": f"byline-session-{site.port}=bench"}  # whoever is signed in passes the cache by
    front_page = f"http://127.0.0.1:{front.port}{page.path}"
    wait_until_it_hands_out(front, page)
    index = f"http://127.0.0.1:{site.port}/blog/"
    ways = {
        ("plain", "cached"): (page.address, {}),
        ("plain", "nginx"): (nginx.address("plain"), {}),
        ("compressed", "cached"): (page.address, BROWSER),
        ("compressed", "nginx"): (nginx.address("packed"), BROWSER),
        ("304", "cached"): (page.address, BROWSER | {"If-None-Match": page.tag}),
        ("plain, nginx in front", "cached"): (front_page, {"Host": "localhost"}),
        ("plain, nginx in front", "nginx"): (nginx.address("plain"), {}),
        ("compressed, in front", "cached"): (front_page, {"Host": "localhost"} | BROWSER),
        ("compressed, in front", "nginx"): (nginx.address("packed"), BROWSER),
        ("304", "nginx"): (nginx.address("plain"), {"If-None-Match": fetch(nginx.address("plain"))[1]}),
        ("uncached article", "cached"): (page.address, past),
        ("uncached index", "cached"): (index, past),
        ("search", "cached"): (f"{index}search/?q=web", {}),
    }
    for _ in range(options.rounds):
        for connections in CONNECTIONS:
            for (what, where), (address, headers) in ways.items():
                if what.startswith(("uncached", "search")) and connections != 16:
                    continue
                server: Callable[[], list[int]] = lambda: site.running("granian")  # noqa: E731
                if where == "nginx":
                    server = nginx.processes
                elif "front" in what:
                    server = front.processes
                found[what, where, connections].append(
                    load(address, headers, connections=connections, seconds=options.seconds, processes=server)
                )
    figures = {}
    print(f"\n  {'':<22}{'conn.':>6}{'req/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>8}{'failed':>8}"
          f"{'nginx':>9}{'ratio':>7}{'last':>7}")  # fmt: skip
    for what, connections, ours, theirs in rows(found):
        name = f"{what}, {connections} connections, {processes} processes"
        figures[name] = ours.rate / theirs.rate if theirs else ours.rate
        beside = f"{theirs.rate:>9,.0f}{figures[name]:>7.2f}" if theirs else " " * 16
        before = f"{last[name]:>7.2f}" if theirs and name in last else ""
        print(f"  {what:<22}{connections:>6}{ours.rate:>9,.0f}{ours.p50:>8.2f}{ours.p99:>8.2f}{ours.processor:>8.3f}"
              f"{ours.failed:>8}{beside}{before}")  # fmt: skip
    web, rest = site.running("granian"), site.running("config.start")
    figures[f"memory, {processes} processes"] = memory([*web, *rest])
    print(f"  Memory: {memory(web):.0f} MB of the web server's processes, {memory(rest):.0f} MB of worker and "
          f"supervisor\n", flush=True)  # fmt: skip
    return figures


def wait_until_it_hands_out(front: Front, page: Page) -> None:
    """Only the process that holds the folder writes; it is asked sooner or later."""
    for _ in range(200):
        front.get(page.path, Host="localhost")
        if list((front.var / "pages").glob(f"kept-*/localhost{page.path}index.html")):
            return
        time.sleep(0.02)
    raise SystemExit("No page was written for nginx in front.")


def rows(found: dict[Row, list[Found]]) -> Iterator[tuple[str, int, Found, Found | None]]:
    for (what, where, connections), ours in found.items():
        if where == "cached":
            theirs = found.get((what, "nginx", connections))
            yield what, connections, middle(ours), middle(theirs) if theirs else None


def fetch(address: str, headers: dict[str, str] | None = None) -> tuple[bytes, str]:
    """The bytes as they come, and their ETag."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {})) as answer:
        return answer.read(), answer.headers.get("ETag", "")


def read(path: Path) -> dict[str, float]:
    return json.loads(path.read_text()) if path.exists() else {}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="kept, with the figures of last time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
