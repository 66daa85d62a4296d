import argparse
import sys
import tempfile
from pathlib import Path

from bench.lead_storm.mail_server import BadMailServer
from bench.lead_storm.site import Site
from bench.machine import machine
from bench.mixed import page
from bench.mixed.round import Load, run


def main() -> int:
    options = arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="byline-mixed-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    load = Load(options.readers, options.leads, options.every, options.warm, options.minutes * 60)
    print(f"{load.readers:,} requests a second, {load.leads:g} enquiries a second, a publish every {load.every:g} s, "
          f"for {load.seconds:g} s after {load.warm:g} s of the same\n{machine()}\n", flush=True)  # fmt: skip
    with BadMailServer() as mail:  # in its good mood
        site = Site(folder / "site", mail.port)
        site.environment |= {"WEB_PROCESSES": "2"}
        with site:
            site.rest()
            code = page.show(run(site, load))
            site.is_sound = code == 0
            return code


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mixed")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--readers", type=int, default=1_000, help="requests a second")
    parser.add_argument("--leads", type=float, default=5, help="enquiries a second")
    parser.add_argument("--every", type=float, default=2, help="seconds from one publish to the next")
    parser.add_argument("--warm", type=float, default=30, help="seconds that are checked, not timed")
    parser.add_argument("--folder", type=Path, help="kept; without it a new one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
