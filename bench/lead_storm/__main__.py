import argparse
import contextlib
import random
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)  # also as `python bench/lead_storm`, which would put this folder there

from bench.lead_storm import ceiling, comparison, disk, faults, rounds  # noqa: E402
from bench.lead_storm.mail_server import BadMailServer  # noqa: E402
from bench.lead_storm.site import Site  # noqa: E402
from bench.lead_storm.spent import Spent  # noqa: E402


def main() -> int:
    options = arguments()
    random.seed(options.seed)
    with contextlib.ExitStack() as stack:
        folder = options.folder or fresh_folder(stack)
        mail = stack.enter_context(BadMailServer())
        site = Site(folder, mail.port)
        with site:
            print(f"Quiet: {options.quiet} posts, {options.at_once} at once, nothing breaks", flush=True)
            site.rest()
            bare = ceiling.round(site, options.quiet, options.at_once)
            rounds.quick(site.port, 200, options.at_once)  # statements are prepared, pools filled
            before = Spent.until_now(site)
            quiet = rounds.quick(site.port, options.quiet, options.at_once)
            rounds.print_quiet(quiet, bare)
            print(
                f"  processor time of one: {Spent.until_now(site).since(before, options.quiet)}", flush=True
            )
            if not options.posts:
                return comparison.judge(site, quiet.told)
        is_small = stack.enter_context(disk.small(folder))
        chosen = faults.chosen(options.only, is_small)
        if not is_small:
            print("A full disk is left out: that needs root and a file system of its own.")
        with site:
            print(f"Storm: {options.posts} posts from {options.processes} processes", flush=True)
            with faults.Breaker(site, mail, chosen) as breaker:
                storm = rounds.round(site.port, options.posts, options.processes, misbehave=True)
            rounds.print_storm(storm, breaker.windows)
            site.settle()
            return comparison.judge(site, [*quiet.told, *storm.told])


def fresh_folder(stack: contextlib.ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="lead-storm-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    return folder


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--quiet", type=int, default=3_000)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
