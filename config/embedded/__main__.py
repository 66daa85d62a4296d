"""For a person: `python -m config.embedded status`, `stop` or `url`."""

import argparse
import sys
from pathlib import Path

from config import embedded, environment
from config.embedded import lease, locks, processes, socket_folder
from config.embedded.cluster import Cluster
from config.embedded.launch import PROJECT


def status(var: Path) -> int:
    clusters = Cluster.all_below(var)
    for cluster in clusters:
        print(describe(cluster))
    if not clusters:
        print(f"There is no embedded PostgreSQL in {var} yet; the first start of the site makes it.")
    return 0


def describe(cluster: Cluster) -> str:
    if not locks.is_taken(cluster.ready):
        return f"PostgreSQL {cluster.major} in {cluster.folder} is not running."
    keeper = cluster.keeper.read_text().strip()
    return (
        f"PostgreSQL {cluster.major} in {cluster.folder} is running: process {processes.postmaster_in(cluster)}, "
        f"kept by process {keeper}, socket in {socket_folder.find(cluster)}."
    )


def stop(var: Path) -> int:
    if lease.stop(var):
        print("The embedded PostgreSQL is stopped.")
        return 0
    print("The embedded PostgreSQL is in use; stop the site and close psql first.", file=sys.stderr)
    return 1


def url(var: Path) -> int:
    """For `psql "$(python -m config.embedded url)"`: the server stays while somebody is connected."""
    print(embedded.ensure_running(var).url)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("command", choices=["status", "stop", "url"])
    command = {"status": status, "stop": stop, "url": url}[parser.parse_args().command]
    try:
        return command(environment.folder("BYLINE_VAR", PROJECT / "var"))
    except embedded.NotRunning as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
