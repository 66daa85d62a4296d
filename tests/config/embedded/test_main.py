import subprocess
import sys

import pytest

from config.embedded.launch import PROJECT

pytestmark = pytest.mark.process


def type_command(site, command):
    return subprocess.run(
        [sys.executable, "-m", "config.embedded", command],
        env={**site.environment, "BYLINE_VAR": str(site.var)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )


def test_a_person_sees_starts_and_stops_it(site):
    said = type_command(site, "status").stdout
    assert (
        said == f"There is no embedded PostgreSQL in {site.var} yet; the first start of the site makes it.\n"
    )

    client, url = site.start()
    assert type_command(site, "url").stdout == url + "\n"
    (postmaster,) = site.postmasters()
    assert type_command(site, "status").stdout == (
        f"PostgreSQL 18 in {site.cluster.folder} is running: process {postmaster}, kept by process {site.keeper()}, "
        f"socket in {site.cluster.socket}.\n"
    )
    refused = type_command(site, "stop")
    assert (refused.returncode, refused.stderr) == (
        1,
        "The embedded PostgreSQL is in use; stop the site and close psql first.\n",
    )

    client.leave()
    assert type_command(site, "stop").stdout == "The embedded PostgreSQL is stopped.\n"
    assert type_command(site, "status").stdout == f"PostgreSQL 18 in {site.cluster.folder} is not running.\n"


def test_what_it_cannot_do_is_one_sentence(site):
    site.environment["EMBEDDED_IDLE_SECONDS"] = "soon"
    refused = type_command(site, "url")
    assert (refused.returncode, refused.stderr) == (1, "EMBEDDED_IDLE_SECONDS must be a number of seconds.\n")
